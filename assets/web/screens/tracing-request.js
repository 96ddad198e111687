// One search: who looks for whom, and the children who may be the one, each a tap from being laid side by side.
import { html } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { useForm, usePlaces } from '../store/forms.js';
import { useResource } from '../store/resource.js';
import { LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { Facts } from '../components/facts.js';
import { Why } from '../components/matches.js';
import { PageHead } from '../components/page-head.js';
import { ageAndSex, Name } from '../components/person.js';
import { EmptyState, Waiting } from '../components/states.js';
import { MatchChip } from '../components/tracing-card.js';
import { SaidLast } from './tracing-said.js';

export function TracingRequest({ id }) {
  const sheet = useResource(`/api/v1/tracing/${id}`);
  const form = useForm('tracing_request').data;
  const places = usePlaces();
  const { data, problem } = sheet;
  const gone = problem && problem.status === 404;
  const title = data ? [data.request.fields.given_name, data.request.fields.family_name].filter(Boolean).join(' ') || t('tracing.noName') : t('state.loading');
  const open = data ? data.told.filter((one) => one.state !== 'dismissed') : [];
  const dismissed = data ? data.told.filter((one) => one.state === 'dismissed') : [];
  return html`<${PageHead} title=${data ? html`<${Name} name=${title} />` : title} back="#/tracing" />
    <div class="stack">${gone ? html`<${Card}><${EmptyState} title=${t('tracing.gone')}><p>${t('tracing.goneHint')}</p><//><//>` : html`<${Waiting} resource=${sheet} />`}</div>
    ${data && !gone && html`<div class="stack two">
      <div class="stack">
        <p><${MatchChip} state=${data.state} /></p>
        ${open.length > 0 && html`<section class="stack-tight" id="tracing-open" aria-label=${t('tracing.told')}><h2>${t('tracing.told')}</h2>${open.map((one) => html`<${Candidate} key=${one.dossier} one=${one} request=${id} />`)}</section>`}
        <section class="stack-tight" id="tracing-likely" aria-label=${t('tracing.likely')}><h2>${t('tracing.likely')}</h2>
          ${!data.likely.length && html`<${Card}><${EmptyState} icon="search" title=${t('tracing.nobody')}><p>${t('tracing.nobodyHint')}</p><//><//>`}
          ${data.likely.map((one) => html`<${Candidate} key=${one.dossier} one=${one} request=${id} />`)}</section>
        ${dismissed.length > 0 && html`<details id="tracing-dismissed"><summary>${t('tracing.dismissed', { n: dismissed.length })}</summary>
          <div class="stack-tight">${dismissed.map((one) => html`<${Candidate} key=${one.dossier} one=${one} request=${id} />`)}</div></details>`}
      </div>
      <${Card} title=${form ? local(form.title) : ''} tools=${data.request.may.edit.length > 0 && html`<${LinkButton} icon="edit" href=${`#/tracing/${id}/edit`}>${t('do.edit')}<//>`}>
        <${Facts} form=${form} record=${data.request} places=${places} /><//>
    </div>`}`;
}

function Candidate({ one, request }) {
  const { summary } = one;
  return html`<div class="card match stack-tight">
    <p class="spread"><span class="strong"><${Name} name=${summary.name} other=${summary.nameOtherScript} /></span>${one.state !== 'open' && html`<${MatchChip} state=${one.state} />`}</p>
    <p class="small quiet">${ageAndSex(summary)}${summary.placeName && ` · ${local(summary.placeName)}`}${summary.caseNumber && html` · <bdi class="number">${summary.caseNumber}</bdi>`}</p>
    <${Why} ...${one} />
    <${SaidLast} one=${one} />
    <div><${LinkButton} href=${`#/tracing/${request}/${one.dossier}`}>${t('tracing.compare')}<//></div>
  </div>`;
}
