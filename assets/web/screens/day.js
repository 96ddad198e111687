// My day: one list ordered by harm and time, each row one tap from doing it; below it the caseload.
import { html, useState } from '../lib/preact.js';
import { apart, knows, local, t } from '../lib/i18n.js';
import { useValue } from '../lib/observable.js';
import { call } from '../api/client.js';
import { can } from '../api/session.js';
import { useResource } from '../store/resource.js';
import { unseen } from '../store/unseen.js';
import { PageHead } from '../components/page-head.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { Unfinished } from '../components/draft-banner.js';
import { OwnNotices, useNotices } from '../components/notices.js';
import { Lazy } from '../components/lazy.js';
import { ListRow } from '../components/list-row.js';
import { EmptyState, Waiting } from '../components/states.js';
import { ageAndSex, Name } from '../components/person.js';
import { When } from '../components/when.js';
import { Chip } from '../components/chip.js';
import { UnseenChip, unseenByDossier } from '../components/unseen-chip.js';
import { RiskChip, stageWords } from '../components/case-words.js';
import { relativeDay } from '../lib/time.js';
import { useDecisions } from '../store/decisions.js';
import { choiceLabel, choicesOf, fieldLabel, usePlaces } from '../store/forms.js';
import { placeLabel } from '../store/places.js';
import { useManyForms } from '../store/many-forms.js';

/** Few decide; nobody else fetches it. */
const decisionsWaiting = () => import('../components/decisions-waiting.js');

const LOOK = {
  urgent: { icon: 'alert', mark: 'urgent' }, today: { icon: 'due', mark: 'due' },
  waiting: { icon: 'waiting', mark: 'waiting' }, changed: { icon: 'info', mark: '' },
};

function target(row) {
  if (row.action === 'answer') return `#/answer/${row.record}`;
  if (row.kind === 'unanswered' || row.kind === 'review' || row.kind === 'returned') return `#/dossier/${row.dossier}/record/${row.record}`;
  if (row.kind === 'panel') return `#/panel/${row.record}`;
  if (row.kind === 'conflict') return `#/conflict/${row.record}`;
  if (row.kind === 'tracing' && row.action === 'decide') return `#/tracing/${row.record}/${row.dossier}`;
  if (row.action === 'triage' || row.kind === 'notification') return `#/notification/${row.record}`;
  if (row.action === 'visit' && row.dossier) return `#/dossier/${row.dossier}/add/visit`;
  if (row.dossier) return `#/dossier/${row.dossier}`;
  return '#/day';
}

/** Why a row is here, in words; the box sends a code and its numbers. */
/** Names of the forms whose words these rows need. */
export function formsOf(rows) {
  const said = rows.map((row) => row.reason.args || {});
  return [...new Set(said.flatMap((args) => [(args.concern || args.asks) && 'notification', args.fields && 'child', args.form]).filter(Boolean))];
}

export function reasonWords({ code, args = {} }, forms, places) {
  const values = { ...args, n: args.days ?? args.children ?? args.limit ?? 0 };
  if (args.concern) values.concern = args.concern.map((one) => choiceLabel(forms.notification, 'concern', one)).join(t('list.comma'));
  if (args.asks) values.services = args.asks.map((one) => choiceLabel(forms.notification, 'asks_for', one)).join(t('list.comma'));
  if (code === 'not_answered') values.who = args.who ? apart(args.who) : t('reason.service');
  if (args.place) values.place = placeLabel(places, args.place);
  if (args.form && forms[args.form]) values.form = local(forms[args.form].title);
  if (args.fields) values.fields = args.fields.map((name) => fieldLabel(forms.child, name) || name).join(t('list.comma'));
  if (args.words) values.words = local(args.words);
  if (args.received) values.received = relativeDay(args.received);
  return knows(`reason.${code}`) ? t(`reason.${code}`, values) : t('reason.other');
}

/** A task's title may be the code of a classifier. */
export function titleWords(row, forms) {
  const form = row.reason.args && forms[row.reason.args.form];
  if (!form || !row.title) return row.title;
  const field = form.fields.find((one) => one.list && choicesOf(form, one).some((choice) => choice.value === row.title));
  return field ? choiceLabel(form, field.name, row.title) : row.title;
}

function DayRow({ row, look, forms, places }) {
  const child = row.name ? html`<${Name} name=${row.name} />` : null;
  const what = row.kind === 'notification' ? [t('day.newAlert'), row.reason.args.place && placeLabel(places, row.reason.args.place)].filter(Boolean).join(' · ') : titleWords(row, forms) || (child ? null : t('reason.other'));
  return html`<li><${ListRow} href=${target(row)} ...${look}
    title=${html`${child}${child && what ? ' · ' : ''}${what}`}
    sub=${html`${reasonWords(row.reason, forms, places)}${row.due && html` · <${When} day=${row.due} />`}`} /></li>`;
}

export default function Day() {
  const day = useResource('/api/v1/my-day');
  const notices = useNotices();
  const news = useValue(unseen);
  const { data } = day;
  const decisions = useDecisions();
  const decides = decisions && decisions.rows.length > 0;
  const sections = data ? data.sections.filter((section) => section.rows.length) : [];
  const forms = useManyForms(formsOf(sections.flatMap((section) => section.rows)));
  const places = usePlaces();
  return html`
    <${PageHead} title=${t('day.title')} />
    <div><${Waiting} resource=${day} />${data && html`<div class="stack two">
      <div class="stack">
        <div class="row actions">
          ${can('create:notification') && html`<${LinkButton} icon="new" href="#/new/notification" kind="main">${t('new.concern')}<//>`}
          ${can('view:notification') && html`<${LinkButton} icon="alert" href="#/notifications">${t('notifications.title')}<//>`}
          ${can('reassign') && html`<${LinkButton} icon="people" href="#/board">${t('board.title')}<//>`}
          <${LinkButton} icon="due" href="#/alerts">${t('alerts.title')}${news > 0 && html` <span class="count number">${news}</span>`}<//></div>
        <${OwnNotices} notices=${notices} />
        ${decides && html`<${Lazy} from=${decisionsWaiting} name="DecisionsWaiting" page=${decisions} />`}
        <${Unfinished} />
        ${!sections.length && !decides && html`<${Card}><${EmptyState} title=${t('day.empty')}><p>${t('day.emptyHint')}</p><//><//>`}
        ${sections.map((section) => html`<${Card} flush key=${section.id} id=${`section-${section.id}`}
          title=${html`${t(`day.section.${section.id}`)} <span class="count number">${section.rows.length}</span>`}>
          <ul>${section.rows.map((row) => html`<${DayRow} key=${row.record + row.reason.code + (row.reason.args && row.reason.args.rule || '')} row=${row} look=${LOOK[section.id] || LOOK.changed} forms=${forms} places=${places} />`)}</ul>
        <//>`)}
      </div>
      ${(!decides || data.caseload.total > 0) && html`<${Caseload} caseload=${data.caseload} sections=${data.sections} fresh=${new Set(notices.flatMap((one) => one.cases || []))} />`}
    </div>`}</div>`;
}

/** `fresh`: cases that were handed over and not acknowledged yet. `sections` says of these rows who was not seen for too long. */
function Caseload({ caseload, sections, fresh }) {
  const [more, setMore] = useState([]);
  const [further, setFurther] = useState([]);
  const [next, setNext] = useState(undefined);
  const [busy, setBusy] = useState(false);
  const following = next === undefined ? caseload.next : next;
  const fetchMore = async () => {
    setBusy(true);
    try {
      const { data } = await call('GET', `/api/v1/my-day?cursor=${encodeURIComponent(following)}`);
      setMore([...more, ...data.caseload.rows]);
      setFurther([...further, ...data.sections]);
      setNext(data.caseload.next || null);
    } catch {
      // The banner above says that the box is out of reach; the button stays for another try.
    }
    setBusy(false);
  };
  const rows = [...caseload.rows, ...more];
  const unseenFor = unseenByDossier([...sections, ...further]);
  return html`<${Card} flush id="caseload" title=${html`${t('day.caseload')} <span class="count number">${caseload.total}</span>`}>
    ${!rows.length && html`<${EmptyState} icon="child" title=${t('day.noCases')}><p>${t('day.noCasesHint')}</p><//>`}
    <ul>${rows.map((row) => html`<li key=${row.dossier}><${ListRow} href=${`#/dossier/${row.dossier}`}
      title=${html`<${Name} name=${row.name} />`}
      sub=${html`${ageAndSex(row)}${row.caseNumber && html` · <bdi class="number">${row.caseNumber}</bdi>`}${row.stage && ` · ${stageWords(row.stage)}`}<br />
        ${row.dossier in unseenFor ? html`<${UnseenChip} days=${unseenFor[row.dossier]} />` : row.lastSeen ? html`${t('seen.last')} <${When} day=${row.lastSeen} brief />` : t('seen.never')}`}
      end=${html`${fresh.has(row.case) && html`<${Chip} kind="due" icon="new">${t('day.newCase')}<//> `}<${RiskChip} risk=${row.risk} />`} /></li>`)}</ul>
    ${following && html`<div class="form-foot"><${Button} kind="plain" wide busy=${busy} onClick=${fetchMore}>${t('do.more')}<//></div>`}
  <//>`;
}
