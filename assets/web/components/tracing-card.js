// In a child's dossier: families who look for this child, as far as this person may know of them.
import { html } from '../lib/preact.js';
import { apart, t } from '../lib/i18n.js';
import { useResource } from '../store/resource.js';
import { Card } from './card.js';
import { Chip } from './chip.js';
import { ListRow } from './list-row.js';
import { whyWords } from './matches.js';

const KIND = { disputed: 'urgent', proposed: 'due', confirmed: 'done', open: 'waiting' };

/** How it stands between a search and a child, or a search and all children. */
export function MatchChip({ state }) {
  return html`<${Chip} kind=${KIND[state]}>${t(`tracing.state.${state}`)}<//>`;
}

/** Nothing where nobody looks for the child, or this person may not know. */
export function TracingCard({ dossier }) {
  const { data } = useResource(`/api/v1/dossiers/${dossier.id}/tracing`);
  if (!data || !(data.found.length + data.likely.length)) return null;
  const link = (row) => `#/tracing/${row.request}/${dossier.id}`;
  const who = (row) => html`<bdi>${row.seeker || t('tracing.noName')}</bdi>`;
  return html`<${Card} flush id="tracing" title=${t('tracing.ofChild')}>
    <ul>${data.found.map((one) => html`<li key=${one.last.at + one.state}>${one.row
      ? html`<${ListRow} href=${link(one.row)} icon="people" title=${who(one.row)} sub=${t('tracing.by', { name: apart(one.last.by.name) })} end=${html`<${MatchChip} state=${one.state} />`} />`
      : html`<div class="list-row"><span class="grow"><span class="strong">${t(`tracing.told.${one.state === 'confirmed' ? 'confirmed' : 'disputed'}`)}</span><span class="sub">${t('tracing.ask', { name: apart(one.last.by.name) })}</span></span><span class="end"><${MatchChip} state=${one.state} /></span></div>`}</li>`)}
      ${data.likely.map((one) => html`<li key=${one.row.request}><${ListRow} href=${link(one.row)} icon="search" title=${who(one.row)} sub=${one.reasons.map(whyWords).join(' · ')} end=${html`<${Chip} kind="waiting">${t('tracing.perhapsThis')}<//>`} /></li>`)}</ul><//>`;
}
