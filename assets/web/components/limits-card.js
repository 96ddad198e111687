// How a child's records stand against the country's time limits: what is awaited first, what is over behind a tap.
import { html } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { useResource } from '../store/resource.js';
import { Card } from './card.js';
import { Chip } from './chip.js';
import { When } from './when.js';

const LOOK = { overdue: 'urgent', open: 'due', suspended: 'waiting', entered_later: 'waiting', met: 'done', met_late: 'done', missed: '', ended: '' };
const AWAITED = ['overdue', 'open', 'suspended', 'entered_later'];

/** How a limit stands, in words. */
export function stateWords({ state, days }) {
  if (state === 'open') return t('limits.left', { n: days });
  if (state === 'overdue') return t('limits.over', { n: days });
  if (state === 'met_late') return t('limits.met_late', { n: days });
  return t(`limits.${state}`);
}

/** What kind of mark goes with them; one that is far off has none. */
export const limitLook = ({ state, days }) => (state === 'open' && days > 3 ? '' : LOOK[state]);

/** The day that counts: of what is done the day it was done, else the day it is due. */
function Day({ limit }) {
  if (limit.state === 'suspended') return html`${t('limits.stopped', { why: local(limit.suspension) })} <${When} day=${limit.suspendedSince} />`;
  if (limit.on) return html`<${When} day=${limit.on} />`;
  return html`${t('limits.due')} ${limit.dueAt ? html`<${When} at=${limit.dueAt} />` : html`<${When} day=${limit.due} />`}`;
}

const Row = ({ limit }) => html`<li class="list-row"><span class="grow"><span class="strong"><bdi>${local(limit.label)}</bdi></span>
  <span class="sub"><${Day} limit=${limit} /></span></span>
  <span class="end"><${Chip} kind=${limitLook(limit)}>${stateWords(limit)}<//></span></li>`;

/** Nothing where the site has no limits in use, or none that this person may know of. */
export function LimitsCard({ dossier }) {
  const { data } = useResource(`/api/v1/dossiers/${dossier.id}/limits`);
  if (!data || !data.limits.length) return null;
  const awaited = data.limits.filter((one) => AWAITED.includes(one.state));
  const over = data.limits.filter((one) => !AWAITED.includes(one.state));
  return html`<${Card} flush id="limits" title=${t('limits.title')}>
    ${awaited.length > 0 && html`<ul>${awaited.map((one) => html`<${Row} key=${one.rule + one.record + one.started} limit=${one} />`)}</ul>`}
    ${over.length > 0 && html`<details class="foot"><summary>${t('limits.done', { n: over.length })}</summary>
      <ul>${over.map((one) => html`<${Row} key=${one.rule + one.record} limit=${one} />`)}</ul></details>`}
    ${data.limits.some((one) => !one.confirmed) && html`<p class="foot quiet">${t('limits.unconfirmed')}</p>`}
  <//>`;
}
