// What a dossier knows already: values that fill in a new form, and the last ones that are shown beside a question.
import { useMemo } from '../lib/preact.js';
import { local } from '../lib/i18n.js';
import { useForms } from './forms.js';

function newest(records) {
  return [...records].sort((a, b) => String(b.updated || '').localeCompare(String(a.updated || '')))[0];
}

/** The record of a form that speaks for now: the child, the open case, else the newest paper of its kind. */
function recordOf(dossier, form) {
  if (form === 'child') return dossier.child;
  if (form === 'case') return newest(dossier.cases.filter((one) => one.status !== 'closed')) || newest(dossier.cases);
  return newest(dossier.records.filter((one) => one.form === form));
}

function valueOf(dossier, source) {
  const [form, name] = source.split('.');
  const record = name && recordOf(dossier, form);
  if (!record) return null;
  const value = name === 'id' ? record.id : name === 'full_name' ? dossier.summary.name : record.fields[name];
  return value === undefined || value === null || value === '' ? null : { value, at: record.updated };
}

/** {known: {source: value}, beside: {source: {value, at}}} for a form in a dossier. */
export function knownFrom(dossier, form) {
  const known = {};
  const beside = {};
  for (const field of form.fields) {
    const filled = field.autofill && field.autofill !== 'today' && valueOf(dossier, field.autofill);
    if (filled) known[field.autofill] = filled.value;
    const last = field.beside && valueOf(dossier, field.beside);
    if (last) beside[field.beside] = { ...last, value: Array.isArray(last.value) ? last.value.join(' ') : String(last.value) };
  }
  return { known, beside };
}

/** The titles of all forms by name, for saying where an answer came from. */
export function useTitles() {
  const { data } = useForms();
  return useMemo(() => Object.fromEntries((data ? data.forms : []).map((form) => [form.name, local(form.title)])), [data]);
}
