// What happened, newest first: when, who, what changed, from which device; what waits here stands on top.
import { html } from '../lib/preact.js';
import { knows, local, t } from '../lib/i18n.js';
import { fieldLabel, valueWords } from '../store/forms.js';
import { Chip } from './chip.js';
import { When } from './when.js';

export function opWords(op) {
  return knows(`op.${op}`) ? t(`op.${op}`) : t('op.other');
}

function Change({ form, change, places, created }) {
  const to = valueWords(form, change.field, change.to, places);
  const from = valueWords(form, change.field, change.from, places);
  return html`<li><span class="quiet">${fieldLabel(form, change.field)}</span>${' '}
    ${from && !created && html`<del class="person"><bdi>${from}</bdi></del><span class="quiet" aria-hidden="true">${' '}${t('history.arrow')}${' '}</span>`}
    ${to ? html`<ins class="person"><bdi>${to}</bdi></ins>` : html`<span class="quiet">${t('history.cleared')}</span>`}</li>`;
}

/** `rows` as the API gives them; `pending` as queue entries; `forms` by name. */
export function Timeline({ rows, pending = [], forms, places = [], hide = [] }) {
  const title = (name) => (forms[name] ? local(forms[name].title) : name);
  const shown = (changes) => changes.filter((change) => !hide.includes(change.field));
  return html`<ol class="timeline">
    ${pending.map((entry) => html`<li class="pending" key=${entry.id}>
      <p class="row"><span class="strong">${title(entry.form)}</span> ${opWords(entry.op)} <${Chip} kind="waiting">${t('save.deviceShort')}<//></p>
      <ul class="small">${shown(Object.entries(entry.fields).map(([field, to]) => ({ field, to }))).map((change) => html`<${Change} form=${forms[entry.form]} change=${change} places=${places} created />`)}</ul></li>`)}
    ${rows.map((row) => html`<li key=${row.entry}>
      <p><span class="strong">${title(row.form)}</span> ${opWords(row.op)}</p>
      <p class="small quiet"><${When} at=${row.at} /> · <bdi>${row.actor.name}</bdi>${row.device && html` · ${t('history.device')} <bdi class="number">${row.device.slice(0, 8)}</bdi>`}</p>
      <ul class="small">${shown(row.changes).map((change) => html`<${Change} form=${forms[row.form]} change=${change} places=${places} created=${row.op === 'create'} />`)}</ul></li>`)}
  </ol>`;
}
