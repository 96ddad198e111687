// The fields of a compiled form under their group headings, with faults beside them.
import { html } from '../lib/preact.js';
import { local } from '../lib/i18n.js';
import { isRelevant } from '../lib/relevant.js';
import { askable } from '../store/forms.js';
import { Field } from './field.js';

/** Fields of the form a person answers here. `may`: names that may be written; all when missing. */
export function writable(form, may) {
  return askable(form).filter((field) => !field.readOnly && (field.type === 'note' || !may || may.includes(field.name)));
}

/** First values of a new record: defaults, and what fills itself. */
export function firstAnswers(form, known = {}) {
  const fields = {};
  for (const field of writable(form)) {
    if (field.autofill && known[field.autofill] !== undefined) fields[field.name] = known[field.autofill];
    else if (field.default !== undefined) fields[field.name] = field.default;
  }
  return fields;
}

/** Required answers that are missing, by field name. */
export function missing(form, fields, answers) {
  const faults = {};
  for (const field of fields) {
    const value = answers[field.name];
    const empty = value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length);
    if (field.required && empty && isRelevant(field.relevant, answers)) faults[field.name] = 'required';
    if (field.type === 'integer' && !empty && !Number.isInteger(value)) faults[field.name] = 'wrong-type';
  }
  return faults;
}

export function FormFields({ form, fields, answers, onChange, onCommit, faults = {}, places, prefix }) {
  let group = null;
  return html`<div class="fields">${fields.map((field) => {
    if (!isRelevant(field.relevant, answers)) return null;
    const heading = field.group && field.group !== group ? (form.groups || []).find((one) => one.name === field.group) : null;
    if (field.group) group = field.group;
    return html`
      ${heading && local(heading.label) && html`<h2>${local(heading.label)}</h2>`}
      <${Field} key=${field.name} form=${form} field=${field} value=${answers[field.name]} prefix=${prefix} places=${places}
        fault=${faults[field.name]} onChange=${(value) => onChange(field.name, value)} onCommit=${onCommit} />`;
  })}</div>`;
}

/** Moves the focus to the first field with a fault. */
export function focusFirst(faults, prefix = '') {
  const name = Object.keys(faults)[0];
  if (!name) return;
  const shell = document.getElementById(`${prefix}f-${name}`) || document.getElementById(`${prefix}f-${name}-all`);
  if (!shell) return;
  const target = shell.matches('input, textarea, select') ? shell : shell.querySelector('input, textarea, select, button');
  if (target) target.focus();
}
