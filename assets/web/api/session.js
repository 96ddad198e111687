// Who is signed in. When the session ends while somebody types, the page stays and asks for the password again.
import { observable } from '../lib/observable.js';
import { call, onSessionEnded, setToken, wire } from './client.js';

/** state: 'unknown' | 'none' | 'active' | 'ended' (still on screen, covered, waiting for the same person). */
export const session = observable({ state: 'unknown', user: null, may: [], idleSeconds: 0 });

function begin(data) {
  setToken(data.csrf);
  session.set({ state: 'active', user: data.user, may: data.may || [], idleSeconds: data.idleSeconds || 0, draftKey: data.draftKey || null, language: data.language || data.user.language });
  wire.patch({ box: wire.value.box === 'locked' ? 'ok' : wire.value.box });
}

/** Looks whether the cookie of this browser still holds. Throws what is not an answer (offline, locked). */
export async function resume() {
  try {
    begin((await call('GET', '/api/v1/session')).data);
  } catch (problem) {
    if (problem.status !== 401) throw problem;
    if (session.value.state !== 'ended') session.patch({ state: 'none' });
  }
}

/** Signs in. Throws `sign-in-refused`, `second-factor-needed`, `slow-down` and what else the box says. */
export async function signIn({ user, password, code }) {
  const before = session.value;
  const body = code ? { user, password, code } : { user, password };
  const { data } = await call('POST', '/api/v1/session', { body });
  if (before.state === 'ended' && before.user && before.user.id !== data.user.id) {
    // Another person: nothing that the first one typed may be saved in the second one's name.
    location.reload();
    return;
  }
  begin(data);
}

export async function signOut() {
  try {
    await call('DELETE', '/api/v1/session');
  } finally {
    // A fresh page holds nothing of what was read.
    location.hash = '';
    location.reload();
  }
}

/** Covers the screen and asks for the password; used by the idle limit. */
export function end() {
  if (session.value.state === 'active') session.patch({ state: 'ended' });
}

onSessionEnded(end);

/** Resolves once somebody is signed in. */
export function signedIn() {
  if (session.value.state === 'active') return Promise.resolve();
  return new Promise((resolve) => {
    const stop = session.watch((state) => {
      if (state.state !== 'active') return;
      stop();
      resolve();
    });
  });
}

/** Ends the session on screen after `idleSeconds` without a touch or a key. */
export function watchIdle() {
  let last = Date.now();
  const touched = () => { last = Date.now(); };
  for (const name of ['pointerdown', 'keydown', 'touchstart', 'wheel']) addEventListener(name, touched, { passive: true });
  setInterval(() => {
    const { state, idleSeconds } = session.value;
    if (state !== 'active' || !idleSeconds || Date.now() - last < idleSeconds * 1000) return;
    end();
    call('DELETE', '/api/v1/session').catch(() => {});
  }, 5000);
}

/** Whether the role may ever do this: an action on a kind ("view:child"), or a power ("people"). */
export function can(action) {
  return session.value.may.includes(action);
}
