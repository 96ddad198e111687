// Confidential cases: a list, one with its steps and its link to a child's file, and the forms that write them. Who has no right on them never gets here,
// and nothing elsewhere in the app speaks of one.
import { html, useState } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { useValue } from '../lib/observable.js';
import { call } from '../api/client.js';
import { can } from '../api/session.js';
import { draftsReady } from '../store/drafts.js';
import { choiceLabel, useForm } from '../store/forms.js';
import { useResource } from '../store/resource.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { ConfidentialRow } from '../components/confidential-card.js';
import { Facts } from '../components/facts.js';
import { Icon } from '../components/icon.js';
import { Lazy } from '../components/lazy.js';
import { ListRow } from '../components/list-row.js';
import { PageHead } from '../components/page-head.js';
import { ageAndSex, Name } from '../components/person.js';
import { EmptyState, Waiting } from '../components/states.js';
import { When } from '../components/when.js';

const looseForm = () => import('./loose-form.js');
const ABOUT = ['gbv_agreed', 'opened_on', 'gbv_type', 'gbv_account', 'gbv_safety', 'closed_on', 'gbv_closing'];
const STEP = ['noted_on', 'gbv_service', 'gbv_referral_agreed', 'gbv_words', 'due_on', 'gbv_outcome'];

/** `confidential/add[/DOSSIER]`, `confidential/CASE`, `…/edit`, `…/add`, `…/step/STEP`. */
export default function Confidential({ parts: [one, what, step] }) {
  if (one === 'add') return html`<${Write} key=${`add-${what || ''}`} form="gbv_case" more=${what ? { protection_dossier: what } : undefined} hash=${`#/confidential/add${what ? `/${what}` : ''}`}
    back=${what ? `#/dossier/${what}` : '#/confidential'} opened=${(made) => `#/confidential/${made}`} />`;
  if (one && what === 'edit') return html`<${Write} key=${`edit-${one}`} form="gbv_case" id=${one} hash=${`#/confidential/${one}/edit`} back=${`#/confidential/${one}`} />`;
  if (one && what === 'add') return html`<${Write} key=${`step-${one}`} form="gbv_step" parent=${one} hash=${`#/confidential/${one}/add`} back=${`#/confidential/${one}`} />`;
  if (one && what === 'step' && step) return html`<${Write} key=${`edit-${step}`} form="gbv_step" id=${step} hash=${`#/confidential/${one}/step/${step}`} back=${`#/confidential/${one}`} />`;
  if (one) return html`<${Case} key=${one} id=${one} />`;
  return html`<${List} key="list" />`;
}

function Write({ form: name, id, parent, more, hash, back, opened }) {
  const form = useForm(name);
  const record = useResource(id ? `/api/v1/records/${id}` : null);
  const ready = useValue(draftsReady);
  return html`<${PageHead} title=${form.data ? local(form.data.title) : t('state.loading')} back=${back} />
    <div><${Waiting} resource=${form} />${id && html`<${Waiting} resource=${record} />`}
      ${form.data && ready && (!id || record.data) && html`<${Lazy} from=${looseForm} name="LooseForm" form=${form.data} record=${record.data || undefined} parent=${parent} more=${more}
        draftKey=${id ? `edit/${id}` : `add/${name}/${parent || (more && more.protection_dossier) || ''}`} hash=${hash} back=${back} opened=${opened} />`}</div>`;
}

function List() {
  const list = useResource('/api/v1/confidential');
  const [more, setMore] = useState([]);
  const [next, setNext] = useState(undefined);
  const [busy, setBusy] = useState(false);
  const { data } = list;
  const following = next === undefined ? data && data.next : next;
  const fetchMore = async () => {
    setBusy(true);
    try {
      const answer = await call('GET', `/api/v1/confidential?cursor=${encodeURIComponent(following)}`);
      setMore([...more, ...answer.data.rows]);
      setNext(answer.data.next || null);
    } catch {
      // The notice above says that the box is out of reach; the button stays for another try.
    }
    setBusy(false);
  };
  const rows = data ? [...data.rows, ...more] : [];
  return html`<${PageHead} title=${t('confidential.title')} back="#/more" />
    <div class="stack"><${Waiting} resource=${list} />
      ${can('create:gbv_case') && html`<div class="row actions"><${LinkButton} kind="main" icon="new" href="#/confidential/add">${t('confidential.new')}<//></div>`}
      ${data && html`<${Card} flush>${!rows.length && html`<${EmptyState} icon="lock" title=${t('confidential.none')}><p>${t('confidential.noneHint')}</p><//>`}
        <ul>${rows.map((row) => html`<li key=${row.id}><${ConfidentialRow} row=${row} /></li>`)}</ul>
        ${following && html`<div class="form-foot"><${Button} kind="plain" wide busy=${busy} onClick=${fetchMore}>${t('do.more')}<//></div>`}<//>`}</div>`;
}

function Case({ id }) {
  const sheet = useResource(`/api/v1/confidential/${id}`);
  const form = useForm('gbv_case').data;
  const stepForm = useForm('gbv_step').data;
  const { data, problem } = sheet;
  const gone = problem && problem.status === 404;
  const { fields = {} } = data ? data.record : {};
  return html`<${PageHead} title=${data ? html`<bdi>${fields.gbv_code || t('confidential.one')}</bdi>` : t('state.loading')} spoken=${t('confidential.one')} back="#/confidential" />
    <div>${gone ? html`<${Card}><${EmptyState} title=${t('confidential.gone')}><p>${t('confidential.goneHint')}</p><//><//>` : html`<${Waiting} resource=${sheet} />`}
    ${data && !gone && html`<div class="stack two">
      <div class="stack">
        <${Reach} form=${form} record=${data.record} />
        ${data.mayAdd && html`<div class="row actions"><${LinkButton} kind="main" icon="new" href=${`#/confidential/${id}/add`}>${t('confidential.step')}<//></div>`}
        <section class="stack-tight" aria-label=${t('confidential.steps')}><h2>${t('confidential.steps')}</h2>
          ${!data.steps.length && html`<p class="quiet">${t('confidential.noSteps')}</p>`}
          ${data.steps.map((one) => html`<${Card} key=${one.id} title=${stepForm ? choiceLabel(stepForm, 'gbv_step', one.fields.gbv_step) : ''}
            tools=${one.may.edit.length > 0 && html`<${LinkButton} kind="plain" icon="edit" href=${`#/confidential/${id}/step/${one.id}`}>${t('do.edit')}<//>`}>
            <${Facts} form=${stepForm} record=${one} names=${STEP} /><//>`)}</section>
      </div>
      <div class="stack">
        <${Card} title=${form ? local(form.title) : ''} tools=${data.record.may.edit.length > 0 && html`<${LinkButton} icon="edit" href=${`#/confidential/${id}/edit`}>${t('do.edit')}<//>`}>
          <${Facts} form=${form} record=${data.record} names=${ABOUT} /><//>
        ${data.linked && html`<${Card} flush title=${t('confidential.child')}><ul><li><${ListRow} href=${`#/dossier/${data.linked.dossier}`} icon="child" title=${html`<${Name} name=${data.linked.summary.name} />`}
          sub=${html`${ageAndSex(data.linked.summary)}${data.linked.summary.caseNumber && html` · <bdi class="number">${data.linked.summary.caseNumber}</bdi>`}`} /></li></ul><//>`}
        <p class="small quiet row"><${Icon} name="lock" /><span class="grow">${t('confidential.who')}</span></p>
      </div>
    </div>`}</div>`;
}

/** The safe way stands before the number, which opens below it. */
function Reach({ form, record }) {
  const { fields } = record;
  return html`<section class="card safe-contact stack-tight" aria-labelledby="confidential-safe"><h2 id="confidential-safe" class="row"><${Icon} name="phone" />${t('confidential.safe')}</h2>
    ${fields.safe_contact ? html`<p class="strong person"><bdi>${fields.safe_contact}</bdi></p>` : html`<p>${t('safe.none')}</p>`}
    ${fields.phone && html`<details><summary>${t('confidential.number')}</summary><${Facts} form=${form} record=${record} names=${['phone']} /></details>`}
    ${fields.closed_on && html`<p>${t('confidential.closed')} <${When} day=${fields.closed_on} /></p>`}</section>`;
}
