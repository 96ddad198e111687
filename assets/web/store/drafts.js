// What is being typed, by form and record. It outlives leaving the screen and the end of a session, not the page.
import { useEffect, useReducer } from '../lib/preact.js';
import { observable } from '../lib/observable.js';
import { device } from './local.js';

const drafts = new Map();
/** Rises with each change, for whoever shows that something unsent is kept. */
export const draftChanges = observable(0);

function touch(key, draft) {
  drafts.set(key, draft);
  device.put('drafts', key, draft);
  draftChanges.set(draftChanges.value + 1);
}

export function dropDraft(key) {
  drafts.delete(key);
  device.remove('drafts', key);
  draftChanges.set(draftChanges.value + 1);
}

/** How many forms hold something typed that was not sent. */
export function openDrafts() {
  return [...drafts.values()].filter((draft) => draft.touchedAt).length;
}

export function dropAllDrafts() {
  for (const key of [...drafts.keys()]) dropDraft(key);
}

/**
 * {fields, set(name, value), touchedAt} of the draft with this key. `start` gives the first values; a draft that is
 * already there wins, because somebody typed it.
 */
export function useDraft(key, start) {
  const [, draw] = useReducer((count) => count + 1, 0);
  if (!drafts.has(key)) drafts.set(key, { fields: { ...start }, touchedAt: null });
  useEffect(() => draftChanges.watch(draw), []);
  const draft = drafts.get(key);
  return {
    ...draft,
    set(name, value) {
      const now = drafts.get(key) || draft;
      touch(key, { fields: { ...now.fields, [name]: value }, touchedAt: Date.now() });
    },
    replace(fields) {
      touch(key, { fields, touchedAt: Date.now() });
    },
    /** The answers at this moment, also for a caller that was drawn earlier. */
    now() {
      return (drafts.get(key) || draft).fields;
    },
    drop() {
      dropDraft(key);
    },
  };
}

addEventListener('beforeunload', (event) => {
  if (!openDrafts()) return;
  event.preventDefault();
  event.returnValue = '';
});
