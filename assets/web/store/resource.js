// Pages of the box read through the device: shown at once from what is held, then brought up to date.
import { useEffect, useReducer, useRef } from '../lib/preact.js';
import { call } from '../api/client.js';
import { signedIn } from '../api/session.js';
import { observable } from '../lib/observable.js';
import { compareDays, gone } from './forget.js';
import { device } from './local.js';

/** Rises whenever something was saved: what is on screen asks again. */
const changes = observable(0);

export function somethingChanged() {
  changes.set(changes.value + 1);
}

/** Reads `path`, asking only for what changed. Throws `Problem`. */
export async function load(path, signal) {
  const held = await device.get('pages', path);
  let answer;
  try {
    answer = await call('GET', path, { etag: held && held.etag, signal });
  } catch (problem) {
    if (problem.status === 404) await gone(path);
    throw problem;
  }
  if (answer.status === 304) return held.data;
  await compareDays(path, held && held.data, answer.data);
  await device.put('pages', path, { data: answer.data, etag: answer.etag });
  return answer.data;
}

/**
 * What this device holds of `path` as long as it bears the same tag as what it holds of `list`, else what the box answers. For
 * pages that seldom change, all of one edition with the list of them: the list is asked for often, they are not. Throws `Problem`.
 */
export async function heldOrLoad(path, list) {
  const [held, edition] = await Promise.all([device.get('pages', path), device.get('pages', list)]);
  if (held && (!edition || held.etag === edition.etag)) return held.data;
  try {
    return await load(path);
  } catch (problem) {
    // An older edition shows more than nothing while the box is out of reach.
    if (held) return held.data;
    throw problem;
  }
}

/**
 * {data, problem, loading, again} of a path; a null path reads nothing. Data stays on screen while it is read anew and
 * when the box is out of reach, and goes when the box says that there is no such thing for this person.
 */
export function useResource(path) {
  const state = useRef({ path: null, data: null, problem: null, loading: true });
  const [, draw] = useReducer((count) => count + 1, 0);
  const run = useRef(0);

  if (state.current.path !== path) state.current = { path, data: null, problem: null, loading: Boolean(path) };

  const read = async (signal) => {
    if (!path) return;
    const mine = run.current += 1;
    const show = (part) => {
      if (mine !== run.current || state.current.path !== path || (signal && signal.aborted)) return;
      state.current = { ...state.current, ...part };
      draw();
    };
    const held = await device.get('pages', path);
    show(held ? { data: held.data, loading: true } : { loading: true });
    try {
      show({ data: await load(path, signal), problem: null, loading: false });
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      show({ problem, loading: false, ...(problem.status === 404 && { data: null }) });
      if (problem.code === 'session-ended') {
        await signedIn();
        if (mine === run.current) read(signal);
      }
    }
  };

  useEffect(() => {
    const abort = new AbortController();
    read(abort.signal);
    const stop = changes.watch(() => read(abort.signal));
    return () => {
      stop();
      abort.abort();
    };
  }, [path]);

  return { ...state.current, again: () => read() };
}
