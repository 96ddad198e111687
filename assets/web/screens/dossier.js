// A child's dossier. The summary fits one phone screen and one printed page.
import { html, useEffect, useState } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { useValue } from '../lib/observable.js';
import { exactInstant } from '../lib/time.js';
import { can, session } from '../api/session.js';
import { useResource } from '../store/resource.js';
import { ownEntries, saves, waiting, withOwn } from '../store/queue.js';
import { useColleagues } from '../store/colleagues.js';
import { useForm, useForms, usePlaces } from '../store/forms.js';
import { AtAGlance } from '../components/at-a-glance.js';
import { Banner } from '../components/banner.js';
import { BreakGlass } from '../components/break-glass.js';
import { Button, LinkButton } from '../components/button.js';
import { ChildHead } from '../components/child-head.js';
import { Lazy } from '../components/lazy.js';
import { PageHead } from '../components/page-head.js';
import { fullName } from '../components/person.js';
import { SafeContact } from '../components/safe-contact.js';
import { Waiting } from '../components/states.js';
import { unseenByDossier } from '../components/unseen-chip.js';
import { addScreen, editScreen, prepareForms } from './ahead.js';
import { AllForms } from './dossier-forms.js';
import { Summary } from './dossier-summary.js';
import { DossierTimeline } from './dossier-timeline.js';
import { ShowRecord } from './record-show.js';

/** Fetched when it is asked for. */
const gallery = () => import('./gallery.js');
const TABS = ['summary', 'history', 'forms'];
const QUICK = ['visit', 'note', 'risk_assessment', 'care_plan', 'referral'];
const ICONS = { visit: 'visit', note: 'note' };

export default function DossierScreen({ parts }) {
  const [id, view = 'summary', detail] = parts;
  const resource = useResource(`/api/v1/dossiers/${id}`);
  useValue(saves);
  // A form is one tap away from here, and the network may be gone by then.
  const { data } = resource;
  const used = data ? [...new Set(['child', 'case', ...data.records.map((one) => one.form), ...QUICK.filter((name) => data.may.create.includes(name))])].join(' ') : '';
  useEffect(() => { if (used) prepareForms(used.split(' ')); }, [used]);
  // A file that became part of another leads there.
  useEffect(() => { if (data && data.id !== id) location.replace(`#/dossier/${[data.id, ...parts.slice(1)].join('/')}`); }, [data && data.id, id]);
  const own = ownEntries(id);
  const pending = waiting(own);
  if (!data) {
    const beyond = resource.problem && resource.problem.status === 404 && can('break_glass');
    return html`<${PageHead} title=${t('dossier.title')} back="#/search" /><div><${Waiting} resource=${resource} />
      ${beyond && html`<p class="row"><${BreakGlass} dossier=${id} /></p>`}</div>`;
  }
  const known = { ...data, child: withOwn(data.child, own), cases: data.cases.map((one) => withOwn(one, own)), records: data.records.map((one) => withOwn(one, own)) };
  const common = { dossier: known, pending };
  if (view === 'add') return html`<${Lazy} from=${addScreen} name="AddRecord" key=${detail} ...${common} paper=${detail} />`;
  if (view === 'edit') return html`<${Lazy} from=${editScreen} name="EditRecord" key=${detail} ...${common} id=${detail} />`;
  if (view === 'record') return html`<${ShowRecord} key=${detail} ...${common} id=${detail} />`;
  if (view === 'gallery') return html`<${Lazy} from=${gallery} name="Gallery" key=${detail || ''} ...${common} detail=${detail} />`;
  return html`<${Whole} ...${common} view=${TABS.includes(view) ? view : 'summary'} />`;
}

function Whole({ dossier, pending, view }) {
  const form = useForm('child').data;
  const places = usePlaces();
  useColleagues(dossier.may.create.includes('referral'));
  const { user } = useValue(session);
  const name = dossier.summary.name || fullName(dossier.child.fields);
  // What waits for a decision is on the list of the day, as far as this person may decide.
  const day = useResource('/api/v1/my-day').data;
  const tasks = (day ? day.sections : []).flatMap((section) => section.rows).filter((row) => row.kind === 'conflict' && row.dossier === dossier.id);
  return html`
    <${PageHead} title=${html`<span class="person"><bdi>${name || t('person.unnamed')}</bdi></span>`} spoken=${t('dossier.title')} back="#/search" />
    <p class="copies">${t('print.mark', { name: `\u2068${user ? user.name : ''}\u2069`, when: exactInstant(new Date().toISOString()) })}</p>
    <div class="stack">
      <div class=${view === 'summary' ? 'glance' : 'two even stack'}><${ChildHead} dossier=${dossier} late=${Boolean(day) && dossier.id in unseenByDossier(day.sections)} /><${SafeContact} form=${form} child=${dossier.child} places=${places} />
        ${view === 'summary' && html`<${AtAGlance} dossier=${dossier} />`}</div>
      ${tasks.map((task) => html`<${Banner} kind="due" icon="conflict" key=${task.record} title=${t('conflict.waiting')}><p><a href=${`#/conflict/${task.record}`}>${t('conflict.decide')}</a></p><//>`)}
      <${Actions} dossier=${dossier} />
      <nav class="tabs" aria-label=${t('dossier.views')}>${TABS.map((one) => html`<a href=${`#/dossier/${dossier.id}${one === 'summary' ? '' : `/${one}`}`} aria-current=${one === view ? 'page' : undefined}>${t(`dossier.${one}`)}</a>`)}</nav>
      ${view === 'summary' && html`<${Summary} dossier=${dossier} pending=${pending} places=${places} />`}
      ${view === 'history' && html`<${DossierTimeline} dossier=${dossier} pending=${pending} places=${places} />`}
      ${view === 'forms' && html`<${AllForms} dossier=${dossier} pending=${pending} />`}
    </div>`;
}

function Actions({ dossier }) {
  const forms = useForms().data;
  const [all, setAll] = useState(false);
  const may = dossier.may.create;
  const title = (name) => local((forms ? forms.forms : []).find((form) => form.name === name)?.title) || name;
  const offered = QUICK.filter((name) => may.includes(name));
  const rest = may.filter((name) => !QUICK.includes(name) && !['case', 'child', 'family_member'].includes(name));
  // A phone shows the first two at once, the others behind "More".
  return html`<div class=${`row actions ${all ? 'all' : ''}`}>
    ${[...offered, ...(all ? rest : [])].map((name, at) => html`<${LinkButton} key=${name} kind=${at === 0 ? 'main' : at > 1 ? 'later' : ''} icon=${ICONS[name]} href=${`#/dossier/${dossier.id}/add/${name}`}>${title(name)}<//>`)}
    ${!all && (rest.length > 0 || offered.length > 2) && html`<${Button} icon="more" onClick=${() => setAll(true)}>${t('do.moreActions')}<//>`}
    <${LinkButton} kind="later" icon="eye" href=${`#/dossier/${dossier.id}/gallery`}>${t('gallery.title')}<//>
    ${may.includes('visit') && html`<${LinkButton} kind="later" icon="child" href=${`#/reader/${dossier.id}`}>${t('reader.open')}<//>`}
    ${can('duplicates') && html`<${LinkButton} kind="later" icon="conflict" href=${`#/merge/find/${dossier.id}`}>${t('merge.twice')}<//>`}
    ${['asks_erasure', 'confirms_erasure'].some(can) && html`<${LinkButton} kind="later" icon="lock" href=${`#/erasure/${dossier.id}`}>${t('erasure.open')}<//>`}
    <${Button} kind="later" icon="print" onClick=${() => print()}>${t('do.print')}<//>
  </div>`;
}
