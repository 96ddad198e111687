// Addresses are hashes, so that a one-time token or a child's id never reaches a log of the network.
import { observable } from './observable.js';

function read() {
  const [name = '', ...rest] = decodeURI(location.hash.replace(/^#\/?/, '')).split('/');
  return { name: name || 'day', parts: rest.filter(Boolean) };
}

function safeRead() {
  try {
    return read();
  } catch {
    return { name: 'day', parts: [] };
  }
}

export const route = observable(safeRead());

addEventListener('hashchange', () => route.set(safeRead()));

export function go(hash) {
  if (location.hash === hash) route.set(safeRead());
  else location.hash = hash;
}

/** As `go`, but the place left is not returned to by the back button. */
export function goInstead(hash) {
  location.replace(hash);
}
