// What is being typed, by form and record. It outlives the screen, the session and the page: each draft is sealed with a
// key that only the box has and lies on this device within about a second, so that a killed tab loses next to nothing.
import { useEffect, useReducer } from '../lib/preact.js';
import { observable } from '../lib/observable.js';
import { SealedShelf } from '../lib/sealed-shelf.js';
import { session } from '../api/session.js';
import { same } from './entries.js';

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

/** Drafts about this dossier lose the child's name, by which lists of drafts tell them apart. */
export function unnameDrafts(dossier) {
  for (const [key, draft] of drafts) {
    const { name, hash } = draft.about || {};
    if (name && (key.includes(dossier) || (hash || '').includes(dossier))) touch(key, { ...draft, about: { ...draft.about, name: undefined } });
  }
}

export function dropDraft(key) {
  drafts.delete(key);
  due.delete(key);
  if (shelf) shelf.remove(key).catch(() => {});
  changed();
}

/** What a form holds at this moment: kept beside a save, to tell later what was typed since. */
export function typedNow(key) {
  return { ...(drafts.get(key) || {}).fields };
}

/**
 * The box has what `sent` says. A draft that says no more is done. What was typed since is never thrown away: it goes into
 * the draft of the record's own change (`goOn`: {key, about}), or stays in its form where there is none.
 */
export function settleDraft(key, sent, goOn) {
  const draft = drafts.get(key);
  const now = draft && draft.touchedAt ? draft.fields : sent;
  const names = [...new Set([...Object.keys(sent), ...Object.keys(now)])].filter((name) => !same(sent[name], now[name]));
  if (names.length && !goOn) return;
  dropDraft(key);
  if (!names.length) return;
  const rest = Object.fromEntries(names.map((name) => [name, now[name] ?? null]));
  const before = drafts.get(goOn.key);
  touch(goOn.key, { fields: { ...(before && before.fields), ...rest }, marks: {}, about: { ...goOn.about, rest: names }, touchedAt: Date.now() });
  keepNow();
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

/** Writes one answer into a draft whose form is not on screen any more. */
export function putInDraft(key, about, name, value) {
  const draft = drafts.get(key) || { fields: {}, marks: {}, about };
  touch(key, { ...draft, about: draft.about || about, fields: { ...draft.fields, [name]: value }, touchedAt: Date.now() });
}

/** What a draft says about itself, or nothing: {label, hash, record, …}. */
export function aboutDraft(key) {
  return (drafts.get(key) || {}).about || {};
}

/** Notes at which page of its form a draft was left. A form in which nothing was typed keeps no page. */
export function keepPage(key, page) {
  const draft = drafts.get(key);
  if (draft && draft.touchedAt) touch(key, { ...draft, about: { ...draft.about, page } });
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
