// Several services, and brothers and sisters, asked for in one go: a referral for each, all in one save. Each is answered by itself.
import { answered, createEntry } from './entries.js';

/** What is the same for every service of one request. */
const ALIKE = ['requested_on', 'urgency', 'consent_checked', 'override_basis', 'override_reason'];
/** What is the same for brothers and sisters. Consent, a ground to go without and what was answered are said child by child. */
const OF_SIBLINGS = ['service', 'provider_name', 'referred_to', 'shared_note', 'requested_on', 'urgency'];

const only = (fields, keep) => Object.fromEntries(Object.entries(fields).filter(([name]) => keep(name)));

/** What is typed on this, beside the draft of the paper. */
export function togetherKey(dossier, form = 'referral') {
  return form === 'referral' ? `together/${dossier.id}` : `together/${dossier.id}/${form}`;
}

/** Rows in which no service is chosen yet. */
export function withoutService(said) {
  return (said.services || []).filter((row) => !row.service);
}

/**
 * Entries beside the first referral, whose answers are `first`: one for each further service, and the same for each chosen brother
 * or sister. `said` is {services: [{id, service, provider_name, referred_to, shared_note}], siblings: {dossier: case | ''}}.
 */
export function togetherEntries(form, dossier, parent, first, said) {
  const alike = only(first, (name) => ALIKE.includes(name));
  const asked = (said.services || []).map(({ service, provider_name, referred_to, shared_note }) => answered({ ...alike, service, provider_name, referred_to, shared_note }));
  const own = asked.map((fields) => createEntry(form, { dossier: dossier.id, parent, fields }));
  const others = Object.entries(said.siblings || {}).flatMap(([sibling, live]) => [first, ...asked].map((fields) =>
    createEntry(form, { dossier: sibling, parent: live || undefined, fields: only(fields, (name) => OF_SIBLINGS.includes(name)) })));
  return [...own, ...others];
}

/** What the box refused of a save beside its first entry: [{dossier, record, fields, codes}]. */
export function refusedTogether(save) {
  if (!save || save.state !== 'refused' || !save.entries) return [];
  return save.entries.slice(1).map((entry) => ({
    dossier: entry.dossier, record: entry.record, fields: entry.fields || {},
    codes: [...new Set(save.problem.faults.filter((fault) => fault.entry === entry.id).map((fault) => fault.code))],
  })).filter((one) => one.codes.length);
}
