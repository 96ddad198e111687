// One visit, several children of a family: each gets a visit of their own in their own file, all in one save.
import { answered, createEntry } from './entries.js';

/** What is the same for everybody who was there. What a child said, and how they are, is written child by child. */
const ALIKE = ['seen_on', 'visit_kind', 'visit_where', 'next_visit_on'];
/** What is asked about each brother or sister. */
export const OWN = ['seen', 'observation', 'promise', 'promise_due_on'];

/** Chosen brothers and sisters of whom it is not said yet whether they were seen. */
export function notSaid(said) {
  return Object.keys(said).filter((dossier) => !said[dossier].seen);
}

/** Entries beside the visit whose answers are `first`. `said` is {dossier: {live: case | '', seen, observation, promise}}. */
export function seenEntries(form, first, said) {
  const alike = Object.fromEntries(ALIKE.map((name) => [name, first[name]]));
  return Object.entries(said).map(([dossier, { live, ...own }]) => createEntry(form, { dossier, parent: live || undefined, fields: answered({ ...alike, ...own }) }));
}
