// Families who look for a child: the list of searches, one search with the children who may be the one, the two side by side.
import { html, useState } from '../lib/preact.js';
import { apart, local, t } from '../lib/i18n.js';
import { useValue } from '../lib/observable.js';
import { call } from '../api/client.js';
import { can } from '../api/session.js';
import { draftsReady } from '../store/drafts.js';
import { choiceLabel, useForm } from '../store/forms.js';
import { useResource } from '../store/resource.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { Lazy } from '../components/lazy.js';
import { ListRow } from '../components/list-row.js';
import { PageHead } from '../components/page-head.js';
import { ageAndSex, Name } from '../components/person.js';
import { EmptyState, Waiting } from '../components/states.js';
import { MatchChip } from '../components/tracing-card.js';
import { When } from '../components/when.js';
import { TracingPair } from './tracing-pair.js';
import { TracingRequest } from './tracing-request.js';

const looseForm = () => import('./loose-form.js');

export default function Tracing({ parts: [one, other] }) {
  if (one === 'add') return html`<${Write} key="add" />`;
  if (one === 'ended') return html`<${Searches} key="ended" ended />`;
  if (one && other === 'edit') return html`<${Write} key=${`edit-${one}`} id=${one} />`;
  if (one && other) return html`<${TracingPair} key=${`${one}/${other}`} request=${one} dossier=${other} />`;
  if (one) return html`<${TracingRequest} key=${one} id=${one} />`;
  return html`<${Searches} key="live" />`;
}

/** A search is written down, or changed. */
function Write({ id }) {
  const form = useForm('tracing_request');
  const record = useResource(id ? `/api/v1/records/${id}` : null);
  const ready = useValue(draftsReady);
  const back = id ? `#/tracing/${id}` : '#/tracing';
  const opened = (made) => `#/tracing/${made}`;
  return html`<${PageHead} title=${form.data ? local(form.data.title) : t('state.loading')} back=${back} />
    <div><${Waiting} resource=${form} />
    ${id && html`<${Waiting} resource=${record} />`}
    ${form.data && ready && (!id || record.data) && html`<${Lazy} from=${looseForm} name="LooseForm" form=${form.data} record=${record.data || undefined} draftKey=${id ? `edit/${id}` : 'add/tracing'}
      hash=${id ? `#/tracing/${id}/edit` : '#/tracing/add'} back=${back} opened=${opened} />`}</div>`;
}

function Row({ row, form, end, href }) {
  const told = [row.seeker && html`<bdi>${row.seeker}</bdi>`, row.relation && form && choiceLabel(form, 'relation', row.relation), row.placeName && local(row.placeName)].filter(Boolean);
  return html`<${ListRow} href=${href || `#/tracing/${row.request}`} icon="search" title=${row.child ? html`<${Name} name=${row.child} />` : t('tracing.noName')}
    sub=${html`${ageAndSex(row)}${told.map((one) => html` · ${one}`)}${row.requested && html`<br /><${When} day=${row.requested} />`}`} end=${end || html`<${MatchChip} state=${row.state} />`} />`;
}

function Searches({ ended }) {
  const list = useResource(`/api/v1/tracing${ended ? '?state=ended' : ''}`);
  const form = useForm('tracing_request').data;
  const [more, setMore] = useState([]);
  const [next, setNext] = useState(undefined);
  const [busy, setBusy] = useState(false);
  const { data } = list;
  const following = next === undefined ? data && data.next : next;
  const fetchMore = async () => {
    setBusy(true);
    try {
      const answer = await call('GET', `/api/v1/tracing?${ended ? 'state=ended&' : ''}cursor=${encodeURIComponent(following)}`);
      setMore([...more, ...answer.data.rows]);
      setNext(answer.data.next || null);
    } catch {
      // The banner above says that the box is out of reach; the button stays for another try.
    }
    setBusy(false);
  };
  const rows = data ? [...data.rows, ...more] : [];
  return html`<${PageHead} title=${t(ended ? 'tracing.ended' : 'tracing.title')} back=${ended ? '#/tracing' : '#/more'} />
    <div class="stack">
      <div class="row actions">${can('create:tracing_request') && !ended && html`<${LinkButton} kind="main" icon="new" href="#/tracing/add">${t('tracing.new')}<//>`}
        ${!ended && html`<${LinkButton} href="#/tracing/ended">${t('tracing.ended')}<//>`}</div>
      <${Waiting} resource=${list} />
      ${data && data.waiting.length > 0 && html`<${Card} flush id="tracing-waiting" title=${html`${t('tracing.waiting')} <span class="count number">${data.waiting.length}</span>`}>
        <ul>${data.waiting.map((one) => html`<li key=${one.row.request + one.dossier}><${Row} row=${{ ...one.row, state: 'proposed' }} form=${form} href=${`#/tracing/${one.row.request}/${one.dossier}`}
          end=${html`<span class="quiet">${t('tracing.perhaps', { name: apart(one.name) })}</span>`} /></li>`)}</ul><//>`}
      ${data && html`<${Card} flush>${!rows.length && html`<${EmptyState} icon="search" title=${t('tracing.none')}><p>${t(ended ? 'tracing.noneEnded' : 'tracing.noneHint')}</p><//>`}
        <ul>${rows.map((row) => html`<li key=${row.request}><${Row} row=${row} form=${form} /></li>`)}</ul>
        ${following && html`<div class="form-foot"><${Button} kind="plain" wide busy=${busy} onClick=${fetchMore}>${t('do.more')}<//></div>`}<//>`}
    </div>`;
}
