// In a child's dossier: best-interest panels that are under way.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { Card } from './card.js';
import { ListRow } from './list-row.js';
import { PanelChip } from './panel-words.js';

export function PanelsCard({ dossier }) {
  const open = dossier.records.filter((one) => one.form === 'best_interest_panel' && ['called', 'in_session'].includes(one.status));
  return html`<div class="no-print"><${Card} flush id="panels" title=${t('panel.title')}><ul>${open.map((one) => html`<li key=${one.id}><${ListRow} href=${`#/panel/${one.id}`} icon="people"
    title=${html`<bdi class="person">${one.fields.question || t('panel.title')}</bdi>`} end=${html`<${PanelChip} status=${one.status} />`} /></li>`)}</ul><//></div>`;
}
