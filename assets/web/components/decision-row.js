// One request that waits for a decision: who, what is asked, since when.
import { html } from '../lib/preact.js';
import { apart, t } from '../lib/i18n.js';
import { choiceLabel, fieldOf } from '../store/forms.js';
import { Chip } from './chip.js';
import { ListRow } from './list-row.js';
import { Name } from './person.js';
import { When } from './when.js';

/** Icons by kind; the word stands beside it. */
const ICONS = { placement: 'child', closure: 'done', care_plan: 'note', referral: 'due', transfer: 'more', merge: 'conflict', erasure: 'lock' };

/** Forms whose words the rows need. A merging and an erasure have none. */
export const formsOfDecisions = (rows) => [...new Set(rows.map((row) => row.kind))].filter((kind) => !['merge', 'erasure'].includes(kind));

/** What the request says in short: its choices in the form's words, its days as people say them. */
export function toldParts(form, fields) {
  return Object.entries(fields || {}).filter(([name]) => name !== 'decision').map(([name, value]) => {
    const field = form && fieldOf(form, name);
    if (field && field.type === 'date') return null;
    return form && field ? choiceLabel(form, name, value) : null;
  }).filter(Boolean);
}

/** Whole hours until it has to be decided. */
const hoursLeft = (dueAt) => t('decision.hoursLeft', { n: Math.max(0, Math.floor((Date.parse(dueAt) - Date.now()) / 3_600_000)) });

export function DecisionRow({ row, form }) {
  const told = toldParts(form, row.fields);
  const merge = row.kind === 'merge';
  const href = merge ? `#/merge/${row.dossier}/${row.second}` : row.kind === 'erasure' ? `#/erasure/${row.dossier}` : `#/decide/${row.record}`;
  return html`<${ListRow} href=${href} icon=${row.urgent ? 'alert' : ICONS[row.kind] || 'due'} mark=${row.urgent ? 'urgent' : 'due'}
    title=${html`${merge ? t('merge.pair', { first: apart(row.name), second: apart(row.secondName) }) : row.name ? html`<${Name} name=${row.name} />` : html`<span class="quiet">${t('person.unnamed')}</span>`}${' · '}${t(`decision.kind.${row.kind}`)}`}
    sub=${html`${told.join(' · ')}${told.length > 0 && html`<br />`}${t('decision.since')} <${When} day=${row.since} brief />${row.dueAt && html`<br /><strong>${hoursLeft(row.dueAt)}</strong>`}${(row.concerns || []).map((one) => html`<br /><strong class="against">${t(`care.concern.${one}`)}</strong>`)}${row.caseNumber && html`<br /><bdi class="number">${row.caseNumber}</bdi>`}`}
    end=${row.urgent ? html`<${Chip} kind="urgent">${t('decision.emergency')}<//>` : row.returned ? html`<${Chip} kind="waiting">${t('decision.asked')}<//>` : null} />`;
}
