// Repairs that the box can make, each only when somebody agrees to it.
import { html, useEffect, useState } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { chosenRepairs } from '../../store/form-upload.js';
import { repairWords } from '../../store/form-words.js';
import { Button } from '../button.js';
import { Card } from '../card.js';
import { Choice } from '../choice.js';

export function Repairs({ report, busy, onCheck, children }) {
  const [agreed, setAgreed] = useState(chosenRepairs(report));
  useEffect(() => { setAgreed(chosenRepairs(report)); }, [report]);
  if (!report.repairs.length) return children || null;
  return html`<${Card} title=${t('publish.repairs')}><div class="stack">
    <p class="small quiet">${t('publish.repairsHint')}</p>
    <fieldset><legend class="hidden">${t('publish.repairs')}</legend>
      <${Choice} name="repairs" many shape="stacked" options=${report.repairs.map((repair) => ({ value: repair.code, label: repairWords(repair) }))} value=${agreed} onChange=${setAgreed} /></fieldset>
    ${children}
    <div><${Button} busy=${busy} onClick=${() => onCheck(agreed)}>${t('publish.checkAgain')}<//></div>
  </div><//>`;
}
