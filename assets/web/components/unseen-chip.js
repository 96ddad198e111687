// A child not seen face to face for longer than the risk allows: red, with the words. The box counts; calls and edits are no seeing.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { Chip } from './chip.js';

/** Of the rows of my day: {dossier: days}; 0 where nobody knows since when. */
export function unseenByDossier(sections) {
  const rows = sections.flatMap((section) => section.rows).filter((row) => row.kind === 'case_unseen' && row.dossier);
  return Object.fromEntries(rows.map((row) => [row.dossier, (row.reason.args || {}).days || 0]));
}

/** Nothing where `days` is undefined or null. */
export function UnseenChip({ days }) {
  if (days === undefined || days === null) return null;
  return html`<${Chip} kind="urgent" icon="eye">${days ? t('board.unseenDays', { n: days }) : t('seen.never')}<//>`;
}
