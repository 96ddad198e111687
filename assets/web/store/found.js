// What was searched for last and what the box found, in the memory of this page alone: going back to it shows it while it is asked for anew.
import { observable } from '../lib/observable.js';

const NOTHING = { q: '', state: '', page: null };

/** {q, state, page}: the words, which files (`live`, `closed`, empty for all) and the box's answer to them; null where nothing was asked. */
export const found = observable(NOTHING);

export function dropFound() {
  found.set(NOTHING);
}

/** A child who is this person's no longer stands in no list any more; what was typed stays. */
export function dropFromFound(dossier) {
  const { page } = found.value;
  if (page && page.rows.some((row) => row.dossier === dossier)) found.set({ ...found.value, page: { ...page, rows: page.rows.filter((row) => row.dossier !== dossier) } });
}
