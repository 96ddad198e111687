// Files to the box and from it. A file is sent with word of how much has gone; what comes is handed to the browser to keep.
import { headersOf, readAnswer, wire } from './client.js';
import { Problem } from './problem.js';

/** Without a sign for so long, a transfer counts as stuck; checking a large workbook takes the box a while. */
const PATIENCE = 120000;
/** Without a byte going out for so long, as well. */
const STALL = 60000;

function away() {
  wire.patch({ reach: 'offline' });
  return new Problem({ code: 'offline' });
}

/**
 * Sends bytes (a Blob or a buffer), by POST unless told, and answers {status, data, etag} as `call` does. `onProgress(bytes)` tells how much has
 * gone. Throws `Problem`; 'offline' and 'timeout' mean that it is not known whether the box received it, 'cancelled' follows
 * an abort by `signal`.
 */
export function sendFile(path, body, { method = 'POST', type = 'application/octet-stream', onProgress, signal } = {}) {
  return new Promise((resolve, reject) => {
    // fetch tells nothing of what has been sent.
    const request = new XMLHttpRequest();
    let late = null;
    const fail = (problem) => { clearTimeout(late); reject(problem); };
    const wait = (most) => {
      clearTimeout(late);
      late = setTimeout(() => { fail(new Problem({ code: 'timeout' })); request.abort(); }, most);
    };
    request.open(method, path);
    for (const [name, value] of Object.entries({ ...headersOf(method), 'Content-Type': type })) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => { wait(STALL); if (onProgress) onProgress(event.loaded); };
    request.upload.onload = () => wait(PATIENCE);
    request.onload = () => {
      clearTimeout(late);
      const retry = request.getResponseHeader('Retry-After');
      const answer = new Response(request.status === 204 ? null : request.responseText, { status: request.status, headers: retry ? { 'Retry-After': retry } : {} });
      readAnswer(answer, method).then(resolve, (fault) => reject(fault instanceof Problem ? fault : new Problem({ code: 'failed' })));
    };
    request.onerror = () => fail(away());
    request.onabort = () => fail(new Problem({ code: 'cancelled' }));
    if (signal) signal.addEventListener('abort', () => request.abort());
    wait(STALL);
    request.send(body);
  });
}

/** Fetches a file and offers it under `name`. Throws `Problem`, instead of keeping a refusal as if it were the file. */
export async function keepFile(path, name) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PATIENCE);
  let data;
  try {
    const answer = await fetch(path, { headers: headersOf('GET'), credentials: 'same-origin', cache: 'no-store', redirect: 'error', signal: abort.signal });
    ({ data } = await readAnswer(answer, 'GET', (body) => body.blob()));
  } catch (fault) {
    if (fault instanceof Problem) throw fault;
    throw abort.signal.aborted ? new Problem({ code: 'timeout' }) : away();
  } finally {
    clearTimeout(timer);
  }
  const url = URL.createObjectURL(data);
  const link = document.createElement('a');
  Object.assign(link, { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}
