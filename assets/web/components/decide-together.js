// The same decision for brothers and sisters who wait for it: each request is read here before it is ticked, each file gets its own decision.
import { html, useEffect } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { askable } from '../store/forms.js';
import { leads } from '../store/leading.js';
import { useResource } from '../store/resource.js';
import { Banner } from './banner.js';
import { Facts } from './facts.js';
import { faultWords } from './field.js';
import { Name } from './person.js';
import { Loading } from './states.js';

/** `chosen` are the requests that are ticked; `onTick(id, record)` is told the request's record, or null to take it out. */
export function DecideTogether({ rows, form, code, chosen, places, refused, onTick }) {
  return html`<fieldset class="field stack" id="decide-together"><legend>${t('decision.also')}</legend>
    <p class="small quiet">${t('decision.alsoHint')}</p>
    ${rows.map((row) => html`<${One} key=${row.record} ...${{ row, form, code, places, onTick }} ticked=${chosen.includes(row.record)} />`)}
    ${refused.length > 0 && html`<${Banner} kind="urgent" live="assertive" title=${t('together.refused')}><ul>${refused.map((one) => html`<li key=${one.record}>
      <${Name} name=${(rows.find((row) => row.record === one.record) || {}).name} />: ${one.codes.map((each) => faultWords(each)).join(' ')}</li>`)}</ul><//>`}
  </fieldset>`;
}

function One({ row, form, code, ticked, places, onTick }) {
  const { data } = useResource(`/api/v1/decisions/${row.record}`);
  const able = Boolean(data && data.open && data.outcomes.some((one) => one.code === code));
  // What another person decided meanwhile, or can't be answered so, is not answered along; what was read again is decided as it now stands.
  useEffect(() => { if (ticked && data) onTick(row.record, able ? data.record : null); }, [ticked, able, data && data.record.version]);
  // Where the child can be found stands behind the rule of its own request.
  const names = askable(form).map((field) => field.name).filter((name) => data && data.record.fields[name] !== undefined && !data.asked.includes(name) && !leads(form, name));
  return html`<div class="stack-tight">
    <label class="choice many"><input type="checkbox" name="also" value=${row.record} checked=${ticked && able} disabled=${!able} onChange=${(event) => onTick(row.record, event.target.checked ? data.record : null)} />
      <span><${Name} name=${row.name} />${row.caseNumber && html` · <bdi class="number">${row.caseNumber}</bdi>`}</span></label>
    ${data ? html`<${Facts} form=${form} record=${data.record} names=${names} places=${places} />` : html`<${Loading} />`}
  </div>`;
}
