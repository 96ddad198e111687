// What happened, newest first: when, who, what changed, from which device; what waits here stands on top.
import { html } from '../lib/preact.js';
import { knows, local, t } from '../lib/i18n.js';
import { choicesOf, fieldLabel, fieldOf, valueWords } from '../store/forms.js';
import { leads } from '../store/leading.js';
import { Chip } from './chip.js';
import { WordsAway } from './states.js';
import { When } from './when.js';

export function opWords(op) {
  return knows(`op.${op}`) ? t(`op.${op}`) : t('op.other');
}

/** The state of the whole record, which is no field of its form. */
function stateWords(value) {
  if (knows(`step.${value}`)) return t(`step.${value}`);
  return ['case', 'notification'].map((kind) => `${kind}.${value}`).filter(knows).map((key) => t(key))[0] || value || '';
}

/** Where a form has a question of that name too, what is none of its answers is the record's own state. */
function isState(form, { field, to, from }) {
  const asked = field === 'status' && fieldOf(form, 'status');
  return field === 'status' && (!asked || [to, from].some((value) => value && !choicesOf(form, asked).some((one) => one.value === value)));
}

/** A link to another record is no word for anybody. */
const isLink = ({ to, from }) => [to, from].some((value) => typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value));

function Change({ form, change, places, created }) {
  const state = isState(form, change);
  const words = (value) => (state ? stateWords(value) : valueWords(form, change.field, value, places));
  const [to, from] = [words(change.to), words(change.from)];
  const label = state ? t('history.state') : fieldLabel(form, change.field);
  return html`<li><span class="quiet">${/[?؟]\s*$/.test(label) ? label : t('history.label', { label })}</span>${' '}
    ${from && !created && html`<del class="person"><bdi>${from}</bdi></del><span class="quiet" aria-hidden="true">${' '}${t('history.arrow')}${' '}</span>`}
    ${to ? html`<ins class="person"><bdi>${to}</bdi></ins>` : html`<span class="quiet">${t('history.cleared')}</span>`}</li>`;
}

const AT_ONCE = 4;
/** What supervisor and worker say to each other about the work: a page for the family or the court does not tell of it. */
const NOT_ON_PAPER = ['quality_review', 'review_comment'];

/** The changes of one entry; a long list opens on demand. */
function Changes({ changes, ...common }) {
  // Names of fields are no words: until the form is here, the number of answers stands for them.
  if (!common.form) return changes.length > 0 && html`<${WordsAway} text=${t('history.noForm', { n: changes.length })} />`;
  const one = (change) => html`<${Change} key=${change.field} change=${change} ...${common} />`;
  if (changes.length <= AT_ONCE + 1) return html`<ul class="small">${changes.map(one)}</ul>`;
  return html`<ul class="small">${changes.slice(0, AT_ONCE).map(one)}</ul>
    <details class="no-print small"><summary>${t('history.more', { n: changes.length - AT_ONCE })}</summary><ul>${changes.slice(AT_ONCE).map(one)}</ul></details>`;
}

/** `rows` as the API gives them; `pending` as queue entries; `forms` by name. Numbers and addresses stay behind the safe-contact card. */
export function Timeline({ rows, pending = [], forms, places = [], hide = [] }) {
  const title = (name) => (forms[name] ? local(forms[name].title) : t('history.paper'));
  const shown = (changes, form) => changes.filter((change) => !hide.includes(change.field) && !leads(form, change.field) && !(isLink(change) && form && (fieldOf(form, change.field) || {}).type === 'hidden'));
  return html`<ol class="timeline">
    ${pending.map((entry) => html`<li class="pending" key=${entry.id}>
      <p class="row"><span class="strong">${title(entry.form)}</span> ${opWords(entry.op)} <${Chip} kind="waiting">${t('save.deviceShort')}<//></p>
      <${Changes} changes=${shown(Object.entries(entry.fields).map(([field, to]) => ({ field, to })), forms[entry.form])} form=${forms[entry.form]} places=${places} created /></li>`)}
    ${rows.map((row) => html`<li key=${row.entry} class=${NOT_ON_PAPER.includes(row.form) ? 'no-print' : undefined}>
      <p><span class="strong">${title(row.form)}</span> ${opWords(row.op)}</p>
      <p class="small quiet"><${When} at=${row.at} /> · <bdi>${row.actor.name}</bdi>${row.device && html` · ${t('history.device')} <bdi class="number">${row.device.slice(0, 8)}</bdi>`}</p>
      <${Changes} changes=${shown(row.changes, forms[row.form])} form=${forms[row.form]} places=${places} created=${row.op === 'create'} /></li>`)}
  </ol>`;
}
