// Everything that waits for one's decision: emergencies first, then the longest waiting.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useManyForms } from '../store/many-forms.js';
import { useResource } from '../store/resource.js';
import { Card } from '../components/card.js';
import { DecisionRow, formsOfDecisions } from '../components/decision-row.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState, Waiting } from '../components/states.js';

export default function Decisions() {
  const page = useResource('/api/v1/decisions');
  const rows = page.data ? page.data.rows : [];
  const forms = useManyForms(formsOfDecisions(rows));
  return html`<${PageHead} title=${t('decision.title')} back="#/day" />
    <div><${Waiting} resource=${page} />
    ${page.data && !rows.length && html`<${Card}><${EmptyState} title=${t('decision.none')}><p>${t('decision.noneHint')}</p><//><//>`}
    ${rows.length > 0 && html`<div class="stack">
      <${Card} flush><ul>${rows.map((row) => html`<li key=${row.record}><${DecisionRow} row=${row} form=${forms[row.kind]} /></li>`)}</ul><//>
      ${page.data.more && html`<p class="quiet">${t('decision.more')}</p>`}</div>`}</div>`;
}
