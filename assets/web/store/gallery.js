// All photos, recordings and files of a dossier, out of the papers that this person sees.
import { familyOf, referenceOf } from './attachments.js';

/** References within an answer, also of a repeat's rows. */
function within(value) {
  if (Array.isArray(value)) return value.flatMap(within);
  if (value && typeof value === 'object') return Object.values(value).flatMap(within);
  const reference = referenceOf(value);
  return reference ? [{ reference, value }] : [];
}

/** [{record, field, reference, value, family, agreed}], the newest first. `agreed` is what the paper says of who agreed. */
export function picturesOf(dossier) {
  const records = [dossier.child, ...dossier.cases, ...dossier.records];
  return records.flatMap((record) => Object.entries(record.fields).flatMap(([field, answer]) => within(answer).map((one) => ({
    ...one, record, field, family: familyOf(one.reference.type), agreed: record.fields.picture_agreed || null,
  })))).sort((one, other) => (one.reference.id < other.reference.id ? 1 : -1));
}

/** What the newest consent to keeping photos and recordings says: 'agreed', 'refused', or 'unasked' where there is none. */
export function photoConsent(dossier) {
  const asked = dossier.records.filter((one) => one.form === 'consent' && [one.fields.purpose].flat().includes('photo'))
    .sort((one, other) => ((one.fields.asked_on || '') + one.id < (other.fields.asked_on || '') + other.id ? 1 : -1))[0];
  if (!asked) return 'unasked';
  const { child_assent: child, caregiver_consent: caregiver } = asked.fields;
  return child !== 'refused' && (caregiver === 'given' || (caregiver === 'nobody' && child === 'agrees')) ? 'agreed' : 'refused';
}
