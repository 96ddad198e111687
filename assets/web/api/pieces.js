// A large attachment in pieces, for lines that break: what has arrived is not sent again.
import { call } from './client.js';
import { sendFile } from './files.js';
import { Problem } from './problem.js';

/** Smaller ones go in one request. */
export const ONE_PIECE = 256 * 1024;
const BUSY_PAUSE = 2000, BUSY_TRIES = 15;

const pause = (millis) => new Promise((done) => setTimeout(done, millis));

/** Again while the box is still busy with the piece before, which a broken line left behind. */
async function patiently(work) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (fault) {
      if (fault.code !== 'uploads-running' || tries >= BUSY_TRIES) throw fault;
      await pause(BUSY_PAUSE);
    }
  }
}

/**
 * Sends `blob` and answers what the box says of it at the end. `known` is the id of an upload that was begun before, or null; `onBegun(id)` tells
 * a new one. Throws `Problem`; after one that passes it can be called again and goes on where it stopped.
 */
export async function sendInPieces(query, blob, { known, onBegun, onProgress, signal }) {
  let half = null;
  const address = (id, rest = '') => `/api/v1/attachments/uploads/${id}${rest}`;
  if (known) {
    try {
      half = (await patiently(() => call('GET', address(known)))).data;
    } catch (fault) {
      // The box was started anew, or waited too long: it begins from the first byte.
      if (fault.status !== 404) throw fault;
    }
  }
  if (!half) {
    half = (await patiently(() => call('POST', `/api/v1/attachments/uploads?${query}&size=${blob.size}`, { body: {} }))).data;
    onBegun(half.upload);
  }
  let received = half.received;
  while (received < blob.size) {
    if (signal.aborted) throw new Problem({ code: 'cancelled' });
    const start = received;
    const { data } = await patiently(() => sendFile(address(half.upload, `?offset=${start}`), blob.slice(start, start + half.piece), {
      method: 'PUT', signal, onProgress: (sent) => onProgress(Math.min(blob.size, start + sent)),
    }));
    received = data.received;
    onProgress(received);
  }
  return patiently(() => call('POST', address(half.upload, '/end'), { body: {} }));
}

/** Tells the box that nobody will go on with it; what does not arrive goes by itself within the hour. */
export function giveUp(upload) {
  call('DELETE', `/api/v1/attachments/uploads/${upload}`).catch(() => {});
}
