// What waits for a second person before a file is erased or held, and the certificates of what was done.
import { html } from '../lib/preact.js';
import { apart, t } from '../lib/i18n.js';
import { useResource } from '../store/resource.js';
import { Card } from '../components/card.js';
import { Chip } from '../components/chip.js';
import { ListRow } from '../components/list-row.js';
import { PageHead } from '../components/page-head.js';
import { Name } from '../components/person.js';
import { EmptyState, Waiting } from '../components/states.js';
import { When } from '../components/when.js';

export default function Erasures() {
  const list = useResource('/api/v1/erasures');
  const { data } = list;
  return html`<${PageHead} title=${t('erasure.list')} back="#/more" />
    <div class="stack"><${Waiting} resource=${list} />
    ${data && html`
      <${Card} flush title=${t('erasure.waiting')}>${!data.waiting.length && html`<${EmptyState} icon="done" title=${t('erasure.none')} />`}
        <ul>${data.waiting.map(({ request, name, caseNumber }) => html`<li key=${request.id}><${ListRow} href=${`#/erasure/${request.dossier}`} icon="lock"
          title=${html`${name ? html`<${Name} name=${name} />` : t('person.unnamed')} · ${t(`erasure.matter.${request.matter}`)}`}
          sub=${html`${t('erasure.askedBy', { name: apart(request.askedBy.name) })} · <${When} at=${request.askedAt} />${caseNumber && html`<br /><bdi class="number">${caseNumber}</bdi>`}`}
          end=${!request.own && !request.early ? html`<${Chip} kind="due">${t('merge.yours')}<//>` : null} /></li>`)}</ul><//>
      ${data.done.length > 0 && html`<${Card} title=${t('erasure.certificate')}><div class="stack"><p class="small quiet">${t('erasure.certificateHint')}</p>
        <ul class="stack" id="certificates">${data.done.map((one) => html`<li key=${one.id}><p>${t(`erasure.matter.${one.matter}`)}${one.ground && html` · ${t(`erasure.ground.${one.ground}`)}`}</p>
          <p class="small quiet">${t('erasure.by', { first: apart(one.askedBy.name), second: apart(one.confirmedBy ? one.confirmedBy.name : '') })} · <${When} at=${one.at} />${one.papers > 0 && html` · ${t('merge.papers', { n: one.papers })}`}${one.dossier && html`<br /><bdi class="number small">${one.dossier}</bdi>`}</p></li>`)}</ul></div><//>`}
      ${data.more && html`<p class="quiet">${t('erasure.more')}</p>`}`}</div>`;
}
