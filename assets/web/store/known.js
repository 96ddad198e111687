// What a dossier knows already: values that fill in a new form, and the last ones that are shown beside a question.
import { useEffect, useMemo, useState } from '../lib/preact.js';
import { local } from '../lib/i18n.js';
import { familyOf } from './family.js';
import { useForms } from './forms.js';
import { openPromise } from './promises.js';
import { useResource } from './resource.js';

/** How long a form waits for what it could fill in, before it opens without. */
const PATIENCE = 1500;

function newest(records) {
  return [...records].sort((a, b) => String(b.updated || '').localeCompare(String(a.updated || '')))[0];
}

/** The record of a form that speaks for now: the child, the family, the open case, else the newest paper of its kind. */
function recordOf(dossier, form) {
  if (form === 'child') return dossier.child;
  if (form === 'family') return dossier.family;
  if (form === 'case') return newest(dossier.cases.filter((one) => one.status !== 'closed')) || newest(dossier.cases);
  return newest(dossier.records.filter((one) => one.form === form));
}

function valueOf(dossier, source) {
  const [form, name] = source.split('.');
  const record = source === 'visit.promise' ? openPromise(dossier) : name && recordOf(dossier, form);
  if (!record) return null;
  const value = name === 'id' ? record.id : name === 'full_name' ? dossier.summary.name : record.fields[name];
  return value === undefined || value === null || value === '' ? null : { value, at: record.updated, source };
}

/** How a step of a plan, or a referral, says that it is over. */
const OVER = ['done', 'cancelled', 'completed', 'rejected'];

/**
 * What a choice of several takes: where each record of a form holds one answer (a plan has a record for each action), those
 * of all open records; else what the newest one holds.
 */
function valuesOf(dossier, source) {
  const [form, name] = source.split('.');
  const records = dossier.records.filter((one) => one.form === form);
  const last = newest(records);
  if (!last || Array.isArray(last.fields[name])) return valueOf(dossier, source);
  const open = records.filter((one) => one.status !== 'closed' && !OVER.includes(one.fields.status) && typeof one.fields[name] === 'string');
  const value = [...new Set(open.map((one) => one.fields[name]))];
  return value.length ? { value, at: newest(open).updated, source } : null;
}

/** What the newest of the records says that `sources` name, with blanks between them: a child moved, and one paper knows. */
function newestOf(dossier, sources, from) {
  const said = sources.split(' ').map((source) => source && from(dossier, source)).filter(Boolean);
  return said.sort((a, b) => String(b.at || '').localeCompare(String(a.at || '')))[0] || null;
}

/**
 * {dossier, ready}: the dossier with its family where the form asks for something of it. Brothers and sisters share the
 * family, so it lies outside their dossiers; out of reach, the form opens without it.
 */
export function useWithFamily(dossier, form) {
  const asks = form.fields.some((field) => [field.autofill, field.beside].some((sources) => (sources || '').split(' ').some((source) => source.startsWith('family.'))));
  const id = asks ? familyOf(dossier) : null;
  const { data, problem } = useResource(id ? `/api/v1/records/${id}` : null);
  const [waited, setWaited] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setWaited(true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  const whole = useMemo(() => (id && data ? { ...dossier, family: data } : dossier), [id, data, dossier]);
  return { dossier: whole, ready: !id || Boolean(data || problem || waited) };
}

/**
 * {known: {sources: value}, origins: {sources: source}, beside: {source: {value, at}}} for a form in a dossier. `origins`
 * says which of several sources spoke.
 */
export function knownFrom(dossier, form) {
  const known = {};
  const origins = {};
  const beside = {};
  for (const field of form.fields) {
    const from = field.type === 'select_multiple' ? valuesOf : valueOf;
    const filled = field.autofill && field.autofill !== 'today' && newestOf(dossier, field.autofill, from);
    if (filled) {
      known[field.autofill] = filled.value;
      origins[field.autofill] = filled.source;
    }
    const last = field.beside && valueOf(dossier, field.beside);
    if (last) beside[field.beside] = { ...last, value: Array.isArray(last.value) ? last.value.join(' ') : String(last.value) };
  }
  return { known, origins, beside };
}

/** The titles of all forms by name, for saying where an answer came from. */
export function useTitles() {
  const { data } = useForms();
  return useMemo(() => Object.fromEntries((data ? data.forms : []).map((form) => [form.name, local(form.title)])), [data]);
}
