// One's alerts, kept true while the page is looked at: the box says "look" by server-sent events, and the list is asked for again.
// Where no stream is to be had, it is asked for every minute. None of this counts as the person's own activity.
import { observable } from '../lib/observable.js';
import { call } from '../api/client.js';
import { session } from '../api/session.js';
import { unseen } from './unseen.js';

const MINUTE = 60000;
/** The rows of the list; null until they are here. */
export const alerts = observable(null);

let source = null;
let watching = false;
let busy = null;
let again = false;

function take(data) {
  alerts.set(data.alerts);
  unseen.set(data.unseen);
}

/** Asks for the list once more. Throws `Problem` where `quiet` is false. */
export async function refreshAlerts({ quiet = true } = {}) {
  if (busy && quiet) {
    again = true;
    return;
  }
  busy = call('GET', '/api/v1/alerts', { quiet });
  try {
    take((await busy).data);
  } catch (problem) {
    // The banner says that the box is out of reach; what is on screen stays.
    if (!quiet) throw problem;
  } finally {
    busy = null;
  }
  if (again) {
    again = false;
    refreshAlerts();
  }
}

function close() {
  if (source) source.close();
  source = null;
}

function open() {
  if (source || document.hidden || session.value.state !== 'active' || !window.EventSource) return;
  source = new EventSource('/api/v1/alerts/stream');
  source.onmessage = () => refreshAlerts();
  // A browser comes back by itself after a lost connection, but not after a refusal.
  source.onerror = () => { if (source && source.readyState === EventSource.CLOSED) close(); };
}

/** Begins once; goes on for whoever signs in on this page. */
export function watchAlerts() {
  if (watching) return;
  watching = true;
  const look = () => {
    if (document.hidden || session.value.state !== 'active') close();
    else open();
  };
  document.addEventListener('visibilitychange', look);
  session.watch(look);
  setInterval(() => {
    if (source || document.hidden || session.value.state !== 'active') return;
    refreshAlerts();
    open();
  }, MINUTE);
  refreshAlerts();
  open();
}

/** Keeps on the box that these were seen. */
export async function markSeen(keys) {
  const { data } = await call('POST', '/api/v1/alerts/seen', { body: { keys } });
  const done = new Set(keys);
  if (alerts.value) alerts.set(alerts.value.map((one) => (done.has(one.key) ? { ...one, seen: true } : one)));
  unseen.set(data.unseen);
}
