// What was promised to a child stands first in every next visit, until a visit says that it was kept, or why not.
import { amendEntry } from './entries.js';

/** The visit with the last promise that is still open; undefined without one. */
export function openPromise(dossier) {
  const open = dossier.records.filter((one) => one.form === 'visit' && one.fields.promise && one.status !== 'kept');
  return open.sort((a, b) => String(b.fields.seen_on || '').localeCompare(String(a.fields.seen_on || '')))[0];
}

/**
 * The entry that closes the promise this visit was asked about, in a list; an empty list while it stays open, and for who
 * may not change the visit in which it was made: the new visit must not be refused for it.
 */
export function closedPromise(dossier, form, answers) {
  if (form.name !== 'visit' || (answers.promise_kept !== 'yes' && answers.promise_explained !== 'yes')) return [];
  const made = openPromise(dossier);
  const meant = made && made.fields.promise === answers.promise_before && made.may && made.may.edit.length > 0;
  return meant ? [amendEntry(made, {}, { status: 'kept' })] : [];
}
