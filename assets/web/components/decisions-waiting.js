// On my day of whoever decides: the first requests that wait, and the way to all of them.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useManyForms } from '../store/many-forms.js';
import { LinkButton } from './button.js';
import { Card } from './card.js';
import { DecisionRow, formsOfDecisions } from './decision-row.js';

const FIRST = 4;

export function DecisionsWaiting({ page }) {
  const rows = page ? page.rows : [];
  const forms = useManyForms(formsOfDecisions(rows));
  if (!rows.length) return null;
  return html`<${Card} flush id="decisions" title=${html`${t('decision.waiting')} <span class="count number">${rows.length}${page.more ? '+' : ''}</span>`}>
    <ul>${rows.slice(0, FIRST).map((row) => html`<li key=${row.record}><${DecisionRow} row=${row} form=${forms[row.kind]} /></li>`)}</ul>
    ${rows.length > FIRST && html`<div class="form-foot"><${LinkButton} href="#/decisions">${t('decision.all')}<//></div>`}<//>`;
}
