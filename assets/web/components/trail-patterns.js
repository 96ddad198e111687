// What stands out in the trail of the last days: counts by person, each with the lines behind it one tap away.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useResource } from '../store/resource.js';
import { Card } from './card.js';
import { Chip } from './chip.js';
import { ListRow } from './list-row.js';
import { EmptyState, Waiting } from './states.js';

/** The counts of one person that are worth a look, in words; all of them where none is. */
function words(row, many) {
  const said = [row.busiestHour >= many && t('trail.busy', { n: row.busiestHour }), row.nights > 0 && t('trail.nights', { n: row.nights }),
    row.breakGlass > 0 && t('trail.glass', { n: row.breakGlass }), row.refused > 0 && t('trail.refused', { n: row.refused }), row.exports > 0 && t('trail.exports', { n: row.exports })].filter(Boolean);
  return [t('trail.opened', { n: row.opened }), ...said].join(' · ');
}

export function TrailPatterns({ onPerson }) {
  const patterns = useResource('/api/v1/trail/patterns');
  const { data } = patterns;
  return html`<${Card} flush title=${t('trail.patterns')}>
    <div class="pad"><p class="small">${data ? t('trail.patternsHint', { n: data.days, many: data.manyInAnHour }) : ''}${data && !data.whole ? ` ${t('trail.patternsPart')}` : ''}</p></div>
    <${Waiting} resource=${patterns} />
    ${data && (data.rows.length ? html`<ul>${data.rows.map((row) => html`<li key=${row.person.id}><${ListRow} icon="people" onClick=${() => onPerson(row.person)} title=${html`<bdi>${row.person.name || t('trail.unknown')}</bdi>`}
      sub=${words(row, data.manyInAnHour)} end=${row.standsOut && html`<${Chip} kind="due">${t('trail.look')}<//>`} /></li>`)}</ul>` : html`<${EmptyState} icon="eye" title=${t('trail.none')} />`)}<//>`;
}
