// What is being typed, by form and record. It outlives the screen, the session and the page: each draft is sealed with a
// key that only the box has and lies on this device within about a second, so that a killed tab loses next to nothing.
import { useEffect, useReducer } from '../lib/preact.js';
import { observable } from '../lib/observable.js';
import { SealedShelf } from '../lib/sealed-shelf.js';
import { session } from '../api/session.js';

const SOON = 800;
/** key → {fields, marks, about, touchedAt, keptAt, restored} */
const drafts = new Map();
/** Rises with each change, for whoever shows that something unsent is kept. */
export const draftChanges = observable(0);
/** Whether the drafts of an earlier page are read; forms wait for it, so that they open with what was typed. */
export const draftsReady = observable(false);

let shelf = null;
let owner = null;
let timer = null;
const due = new Set();

function changed() {
  draftChanges.set(draftChanges.value + 1);
}

function touch(key, draft) {
  drafts.set(key, { ...draft, keptAt: (drafts.get(key) || {}).keptAt || null });
  due.add(key);
  if (!timer) timer = setTimeout(keepNow, SOON);
  changed();
}

/** Writes what is not on the device yet. Called by itself; pages that are left call it at once. */
async function keepNow() {
  clearTimeout(timer);
  timer = null;
  if (!shelf) return;
  const now = [...due];
  due.clear();
  await Promise.all(now.map(async (key) => {
    const draft = drafts.get(key);
    if (!draft || !draft.touchedAt) return;
    const { fields, marks, about, touchedAt } = draft;
    try {
      await shelf.put(key, { fields, marks, about, touchedAt });
      const present = drafts.get(key);
      if (present) drafts.set(key, { ...present, keptAt: touchedAt });
    } catch {
      // A full or closed store: the page warns before it is left.
      due.add(key);
    }
  }));
  changed();
}

export function dropDraft(key) {
  drafts.delete(key);
  due.delete(key);
  if (shelf) shelf.remove(key).catch(() => {});
  changed();
}

/** How many forms hold something typed that was not sent. */
export function openDrafts() {
  return listDrafts().length;
}

/** [{key, about, touchedAt}] of what was typed and not sent, newest first. */
export function listDrafts() {
  return [...drafts].filter(([, draft]) => draft.touchedAt).map(([key, draft]) => ({ key, ...draft })).sort((a, b) => b.touchedAt - a.touchedAt);
}

export function dropAllDrafts() {
  for (const key of [...drafts.keys()]) dropDraft(key);
}

/**
 * {fields, marks, touchedAt, keptAt, restored, set, replace, now, drop} of the draft with this key. `start` gives the first
 * values; a draft that is already there wins, because somebody typed it. `restored` says that an earlier page did.
 */
export function useDraft(key, start, about) {
  const [, draw] = useReducer((count) => count + 1, 0);
  if (!drafts.has(key)) drafts.set(key, { fields: { ...start }, marks: {}, touchedAt: null });
  useEffect(() => draftChanges.watch(draw), []);
  const draft = drafts.get(key);
  const now = () => drafts.get(key) || draft;
  return {
    ...draft,
    set(name, value) {
      touch(key, { ...now(), about, fields: { ...now().fields, [name]: value }, touchedAt: Date.now() });
    },
    /** `marks` says which answers filled themselves, and from where. */
    replace(fields, marks = {}) {
      touch(key, { ...now(), about, fields, marks, touchedAt: Date.now() });
    },
    /** The answers at this moment, also for a caller that was drawn earlier. */
    now() {
      return now().fields;
    },
    drop() {
      dropDraft(key);
    },
  };
}

/** Whether every draft is sealed on this device; else it lives as long as the page. */
export function isKept() {
  return Boolean(shelf);
}

async function openShelf({ state, user, draftKey }) {
  if (state !== 'active' || owner === user.id) return;
  owner = user.id;
  try {
    if (draftKey) {
      const opened = await SealedShelf.open(draftKey);
      for (const [key, draft] of await opened.all()) {
        const present = drafts.get(key);
        if (!present || !present.touchedAt) drafts.set(key, { ...draft, keptAt: draft.touchedAt, restored: true });
      }
      shelf = opened;
      if (due.size) keepNow();
    }
  } catch {
    // A browser without a place to keep things: drafts live as long as the page, and leaving it warns.
  }
  draftsReady.set(true);
  changed();
}

session.watch(openShelf);
openShelf(session.value);

addEventListener('pagehide', keepNow);
document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') keepNow(); });
addEventListener('beforeunload', (event) => {
  if (shelf ? !due.size : !openDrafts()) return;
  keepNow();
  event.preventDefault();
  event.returnValue = '';
});
