// The queue of saves. A save is entries with one id, made here and sent until the box has answered: the same id twice
// changes nothing there, so that sending again is always safe. Order is kept; a refused save does not hold up the rest.
import { observable } from '../lib/observable.js';
import { uuid7 } from '../lib/uuid.js';
import { call, wire } from '../api/client.js';
import { session } from '../api/session.js';
import { device } from './local.js';
import { settleDraft, typedNow } from './drafts.js';
import { somethingChanged } from './resource.js';

/**
 * Saves by id, oldest first: {id, state, method, path, body, ifMatch, entries, about, problem, receipt, tries}.
 * state: 'device' (waits here) | 'sending' | 'box' (acknowledged, durable) | 'refused' (needs its author).
 */
export const saves = observable([]);
export const lastSaved = observable(null);

let running = false;
let wake = null;
const waiters = new Map();

function change(id, part) {
  const next = saves.value.map((save) => (save.id === id ? { ...save, ...part } : save));
  saves.set(next);
  const save = next.find((one) => one.id === id);
  if (save) device.put('queue', id, save);
  return save;
}

function settle(id, save) {
  const done = waiters.get(id) || [];
  waiters.delete(id);
  for (const resolve of done) resolve(save);
}

/**
 * Puts a save into the queue and answers its id at once. `about` = {dossier, form, label} for showing what waits.
 * `request` may name another path than /api/v1/records; its body gets the `saveId`.
 */
export function enqueue({ entries = [], about = {}, request = null }) {
  const id = uuid7();
  const save = {
    id, entries, about, typed: about.draft ? typedNow(about.draft) : null, tries: 0, state: 'device', problem: null, receipt: null, madeAt: Date.now(),
    author: session.value.user && session.value.user.id,
    method: request ? request.method : 'POST',
    path: request ? request.path : '/api/v1/records',
    ifMatch: request ? request.ifMatch : undefined,
    body: { saveId: id, ...(request ? request.body : { entries }) },
  };
  saves.set([...saves.value, save]);
  device.put('queue', id, save);
  drain();
  return id;
}

/** Resolves with the save once the box has answered it (state 'box' or 'refused'). */
export function settled(id) {
  const save = saves.value.find((one) => one.id === id);
  if (!save || save.state === 'box' || save.state === 'refused') return Promise.resolve(save);
  return new Promise((resolve) => waiters.set(id, [...(waiters.get(id) || []), resolve]));
}

/** Takes a refused save out of the queue; its author has the text in hand again. */
export function withdraw(id) {
  saves.set(saves.value.filter((save) => save.id !== id));
  device.remove('queue', id);
}

/** The version that the box gave a record by this save; null while it has not answered. */
function given(save, record) {
  const found = save.receipt && (save.receipt.records || []).find((one) => one.id === record);
  return found ? found.version : null;
}

/** Entries of a dossier that are written here, with the version the box gave them (null: not acknowledged yet). */
export function ownEntries(dossier) {
  return saves.value
    .filter((save) => save.state !== 'refused')
    .flatMap((save) => save.entries.map((entry) => ({ ...entry, save: save.id, given: save.state === 'box' ? given(save, entry.record) || 0 : null })))
    .filter((entry) => entry.dossier === dossier || entry.record === dossier);
}

/** Entries of one record that are written here, for records that belong to no dossier. */
export function ownEntriesOf(record) {
  return saves.value
    .filter((save) => save.state !== 'refused')
    .flatMap((save) => save.entries.map((entry) => ({ ...entry, given: save.state === 'box' ? given(save, entry.record) || 0 : null })))
    .filter((entry) => entry.record === record);
}

/** Of these, what waits on this device. */
export function waiting(entries) {
  return entries.filter((entry) => entry.given === null);
}

/** A record with what was written here laid over it: what waits, and what the box has but this copy does not show yet. */
export function withOwn(record, entries) {
  const mine = entries.filter((entry) => entry.record === record.id && (entry.given === null || entry.given > record.version));
  if (!mine.length) return record;
  return { ...record, fields: Object.assign({}, record.fields, ...mine.map((entry) => entry.fields)) };
}

function ready() {
  return session.value.state === 'active';
}

function pause(millis) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, millis);
    function done() {
      clearTimeout(timer);
      wake = null;
      resolve();
    }
    wake = done;
  });
}

export async function drain() {
  if (running) {
    if (wake) wake();
    return;
  }
  running = true;
  try {
    for (;;) {
      const next = saves.value.find((save) => save.state === 'device');
      if (!next || !ready()) break;
      await send(next);
    }
  } finally {
    running = false;
  }
}

/** Runs of versions that came about by this page's own saves alone: {record: {from, to}}. */
const own = new Map();

function noteVersions(save, receipt) {
  for (const { id, version } of (receipt && receipt.records) || []) {
    const entry = save.entries.find((one) => one.record === id);
    const before = own.get(id);
    if (!entry || entry.base === undefined || version !== entry.base + 1) own.delete(id);
    else own.set(id, { from: before && before.to === entry.base ? before.from : entry.base, to: version });
  }
}

/**
 * A save written before the answer to an earlier one of the same page saw that one's change too. Its base moves on, so
 * that nobody is in conflict with themselves; but not past a version that somebody else made. Only before it is first
 * sent: what was sent once is sent the same again.
 */
function rebase(save) {
  if (save.tries > 0 || !save.entries.some((entry) => own.has(entry.record))) return save;
  const entries = save.entries.map((entry) => {
    const step = own.get(entry.record);
    return step && entry.base >= step.from && entry.base < step.to ? { ...entry, base: step.to } : entry;
  });
  return change(save.id, { entries, body: { ...save.body, entries } });
}

async function send(first) {
  const save = rebase(first);
  change(save.id, { state: 'sending' });
  try {
    const { data } = await call(save.method, save.path, { body: save.body, ifMatch: save.ifMatch });
    lastSaved.set(Date.now());
    noteVersions(save, data);
    if (save.about.draft) settleDraft(save.about.draft, save.typed, save.about.goOn);
    settle(save.id, change(save.id, { state: 'box', receipt: data, problem: null }));
    forgetOld();
    somethingChanged();
  } catch (problem) {
    const tries = save.tries + 1;
    if (!problem.passes) {
      settle(save.id, change(save.id, { state: 'refused', problem, tries }));
      return;
    }
    change(save.id, { state: 'device', problem, tries });
    if (!ready()) return;
    const wait = problem.retryAfter ? problem.retryAfter * 1000 : Math.min(1000 * 2 ** Math.min(tries - 1, 5), 30000);
    await pause(wait);
  }
}

/** Acknowledged saves are kept a little for the list of what was saved; then only the box has them. */
function forgetOld() {
  const done = saves.value.filter((save) => save.state === 'box');
  const old = new Set(done.slice(0, Math.max(0, done.length - 20)).map((save) => save.id));
  if (!old.size) return;
  saves.set(saves.value.filter((save) => !old.has(save.id)));
  for (const id of old) device.remove('queue', id);
}

export function watchQueue() {
  session.watch(() => drain());
  let well = wire.value.reach === 'online' && wire.value.box === 'ok';
  wire.watch((state) => {
    const now = state.reach === 'online' && state.box === 'ok';
    if (now && !well) {
      drain();
      somethingChanged();
    }
    well = now;
  });
  addEventListener('beforeunload', (event) => {
    if (!saves.value.some((save) => save.state !== 'box')) return;
    event.preventDefault();
    event.returnValue = '';
  });
}
