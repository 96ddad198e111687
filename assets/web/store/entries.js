// Authored entries: what somebody wrote, with the version they saw. The box never changes them.
import { uuid7 } from '../lib/uuid.js';
import { nowWithOffset } from '../lib/time.js';

/** A new record of a form. `record` may be chosen before (a child's dossier is the id of its record). */
export function createEntry(form, { record = uuid7(), dossier, parent, fields, status }) {
  return pruned({ id: uuid7(), op: 'create', form: form.name, record, dossier, parent, formVersion: form.version, at: nowWithOffset(), fields, status });
}

/** A change to a record as the box answered it; `fields` holds only what changed. */
export function amendEntry(record, fields, { op = 'amend', status } = {}) {
  return pruned({
    id: uuid7(), op, form: record.form, record: record.id, dossier: record.dossier || undefined, parent: record.parent || undefined,
    base: record.version, formVersion: record.formVersion, at: nowWithOffset(), fields, status,
  });
}

function pruned(entry) {
  for (const key of Object.keys(entry)) if (entry[key] === undefined || entry[key] === null) delete entry[key];
  return entry;
}

/** The values that are said, repetitions included: empty texts and empty lists are left out. */
export function answered(fields) {
  const kept = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length)) continue;
    kept[name] = tidied(value);
  }
  return kept;
}

function tidied(value) {
  if (typeof value === 'string') return value.trim().normalize('NFC');
  if (Array.isArray(value)) return value.map(tidied);
  // A repetition stays, also an empty one: it has its place among the others.
  return value && typeof value === 'object' ? answered(value) : value;
}

export function same(a, b) {
  const empty = (value) => value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length);
  if (empty(a) && empty(b)) return true;
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What differs between a record's fields and what stands in a form; null clears. */
export function differences(before, after) {
  const changed = {};
  for (const [name, value] of Object.entries(after)) {
    if (!same(before[name], value)) changed[name] = answered({ value }).value ?? null;
  }
  return changed;
}
