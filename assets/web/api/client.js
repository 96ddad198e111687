// Every request to the box goes through here: token, time limit, problems, and what it tells about the connection.
import { observable } from '../lib/observable.js';
import { Problem, problemOf } from './problem.js';

/** reach: 'online' | 'offline' · box: 'ok' | 'locked' | 'read-only'. */
export const wire = observable({ reach: navigator.onLine === false ? 'offline' : 'online', box: 'ok' });

const LIMIT = 20000;
let token = null;
const endings = new Set();

/** The session's token, sent with every write. */
export function setToken(next) {
  token = next;
}

/** Calls `listener` when the box says that the session has ended. */
export function onSessionEnded(listener) {
  endings.add(listener);
}

/**
 * Sends a request and answers {status, data, etag}. Throws `Problem`; 'offline' and 'timeout' mean that it is not known
 * whether the box received it. `signal` aborts it. A GET with `etag` may answer 304 without data.
 * `anonymous` sends no session, whoever is signed in; `quiet` is the app asking by itself, which keeps no session alive.
 */
export async function call(method, path, { body, etag, ifMatch, signal, anonymous, quiet } = {}) {
  const headers = headersOf(anonymous ? 'GET' : method);
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (etag) headers['If-None-Match'] = etag;
  if (quiet) headers['X-Kinbox-Quiet'] = '1';
  if (ifMatch) headers['If-Match'] = ifMatch;
  const abort = new AbortController();
  let late = false;
  const timer = setTimeout(() => { late = true; abort.abort(); }, LIMIT);
  const stop = () => abort.abort();
  if (signal) signal.addEventListener('abort', stop);
  try {
    const answer = await fetch(path, {
      method, headers, body: body === undefined ? undefined : JSON.stringify(body),
      credentials: anonymous ? 'omit' : 'same-origin', cache: 'no-store', redirect: 'error', signal: abort.signal,
    });
    return await readAnswer(answer, method);
  } catch (fault) {
    if (fault instanceof Problem) throw fault;
    if (signal && signal.aborted) throw fault;
    if (!late) wire.patch({ reach: 'offline' });
    throw new Problem({ code: late ? 'timeout' : 'offline' });
  } finally {
    clearTimeout(timer);
    if (signal) signal.removeEventListener('abort', stop);
  }
}

/** What a request of this kind carries, but the type of its body. */
export function headersOf(method) {
  return method !== 'GET' && token ? { Accept: 'application/json', 'X-Kinbox-CSRF': token } : { Accept: 'application/json' };
}

/** {status, data, etag} of an answer, and what it tells about the connection. Throws `Problem`. `take` reads the body. */
export async function readAnswer(answer, method, take = (body) => body.json()) {
  wire.patch({ reach: 'online' });
  if (answer.ok || answer.status === 304) {
    if (method !== 'GET' && wire.value.box === 'read-only') wire.patch({ box: 'ok' });
    const data = answer.status === 204 || answer.status === 304 ? null : await take(answer);
    return { status: answer.status, data, etag: answer.headers.get('ETag') };
  }
  const problem = await problemOf(answer);
  if (problem.code === 'locked') wire.patch({ box: 'locked' });
  if (problem.code === 'no-space' || problem.code === 'read-only') wire.patch({ box: 'read-only' });
  // A stale token: somebody signed in anew in another tab of this browser, perhaps somebody else.
  if (problem.code === 'session-ended' || problem.code === 'csrf-mismatch') for (const listener of endings) listener();
  throw problem;
}

/** Asks the box how it is; answers the status, or null when it is not reached. */
export async function health() {
  try {
    const { data } = await call('GET', '/healthz');
    const box = ['locked', 'read-only'].includes(data.status) ? data.status : 'ok';
    wire.patch({ box });
    return box;
  } catch {
    return null;
  }
}

/** Keeps asking while the box is not reached, locked or full, so that the banner goes by itself. */
export function watchConnection() {
  addEventListener('online', health);
  addEventListener('offline', () => wire.patch({ reach: 'offline' }));
  let pause = 2000;
  let timer = null;
  const ask = async () => {
    timer = null;
    if ((await health()) === 'ok') return;
    pause = Math.min(pause * 1.5, 20000);
    plan();
  };
  const plan = () => { if (!timer) timer = setTimeout(ask, pause); };
  wire.watch((state) => {
    if (state.reach === 'offline' || state.box !== 'ok') plan();
    else pause = 2000;
  });
  if (wire.value.reach === 'offline') plan();
}
