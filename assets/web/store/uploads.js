// A file on its way into use: the file, the box's report on it, and what became of it. It outlives the screen, so that a
// look elsewhere, a lost network or an ended session costs no report.
import { observable } from '../lib/observable.js';
import { uuid7 } from '../lib/uuid.js';
import { call } from '../api/client.js';
import { sendFile } from '../api/files.js';
import { Problem } from '../api/problem.js';
import { somethingChanged } from './resource.js';

export const LARGEST = 16 * 1024 * 1024;

const NOTHING = { file: null, sending: null, report: null, base: null, publication: null, request: null, working: '', problem: null, failed: '', result: null };

const BY_HAND = { offline: 'away-by-hand', timeout: 'late-by-hand', busy: 'late-by-hand' };

/** Here nothing is tried again by itself, as saves are: the words for a box out of reach say so. `own` names more codes with words of their own here. */
export function byHand(problem, own = {}) {
  const code = problem && { ...BY_HAND, ...own }[problem.code];
  return code ? new Problem({ ...problem, code }) : problem;
}

/**
 * One sort of upload. `bases(signal)` answers a Map of names to publications in use; `nameOf(report)` the name a report is
 * about; `typeOf(file name)` the media type; `sendTo(file, choice)`, `checkAt(report)`, `putAt(report)` and, where
 * two persons may be needed, `askAt(report)` addresses; `bodyOf(choice)` what a second check is asked with; `resultOf(data, report, note)` what is kept of a publication.
 *
 * The state: `file`: {name, type, bytes, about} of the last file chosen · `sending`: {share} while it goes · `report`: the box's,
 * with `of`, the name of its file · `base`: the publication that was in use when it was made · `publication`: the id under
 * which it would be put into use, `request` that of a question to a second person · `working`: 'check' | 'publish' · `problem`, and with `failed` what it stopped: 'send' |
 * 'check' | 'publish' · `result`: what was put into use, or {request} where a second person was asked.
 */
export function uploading({ bases, nameOf, typeOf, sendTo, checkAt, putAt, askAt, bodyOf = () => ({}), resultOf }) {
  const state = observable(NOTHING);
  let abort = null;

  const stop = () => { if (abort) abort.abort(); };
  const forget = () => {
    stop();
    state.set(NOTHING);
  };
  const busy = () => Boolean(state.value.sending || state.value.working);

  /** A report, against what was in use just before it was made: who publishes in between is noticed at the latest then. */
  const take = (report, known) => {
    state.patch({ report: { ...report, of: state.value.file.name }, base: known.get(nameOf(report)) || null, publication: uuid7(), request: uuid7(), problem: null, failed: '', result: null });
  };
  const failed = (what, fault) => {
    const gone = fault.status === 404 && what !== 'send';
    const problem = gone ? new Problem({ code: 'upload-gone' }) : fault instanceof Problem ? byHand(fault) : new Problem({ code: 'failed' });
    state.patch({ problem, failed: what });
  };

  /** Sends the same bytes again, with what was agreed to. */
  const sendAgain = async (choice) => {
    if (busy()) return;
    const { file } = state.value;
    const mine = abort = new AbortController();
    state.patch({ sending: { share: 0 }, problem: null, failed: '' });
    try {
      const known = await bases(mine.signal);
      const onProgress = (sent) => { if (state.value.sending && !mine.signal.aborted) state.patch({ sending: { share: sent / (file.bytes.byteLength || 1) } }); };
      const { data } = await sendFile(sendTo(file, choice), file.bytes, { type: file.type, onProgress, signal: mine.signal });
      if (!mine.signal.aborted) take(data, known);
    } catch (fault) {
      if (!mine.signal.aborted) failed('send', fault);
    } finally {
      if (abort === mine) {
        abort = null;
        state.patch({ sending: null });
      }
    }
  };

  /** Sends a file for a report. What was reported before stays until the new report is here. */
  const send = async (chosen, about) => {
    if (busy()) return undefined;
    state.patch({ problem: null, failed: '', result: null });
    if (chosen.size > LARGEST) return failed('send', new Problem({ code: 'form-too-large' }));
    let bytes;
    try {
      // A workbook that is saved again while it is sent would stop half-way; what is sent is what is here now.
      bytes = await chosen.arrayBuffer();
    } catch {
      return failed('send', new Problem({ code: 'file-unreadable' }));
    }
    state.patch({ file: { name: chosen.name, type: typeOf(chosen.name), bytes, about } });
    return sendAgain();
  };

  const work = async (what, task) => {
    if (busy()) return;
    state.patch({ working: what, problem: null, failed: '' });
    try {
      await task();
    } catch (fault) {
      failed(what, fault);
    } finally {
      state.patch({ working: '' });
    }
  };

  /** The same upload judged anew: with other choices, or against what is in use by now. */
  const check = (choice) => work('check', async () => {
    const known = await bases();
    const { data } = await call('POST', checkAt(state.value.report), { body: bodyOf(choice) });
    take(data, known);
  });

  /** Puts what the report is about into use. Tried again it is still one publication, by its id. */
  const put = (note) => {
    const { report, base, publication } = state.value;
    return work('publish', async () => {
      const { data } = await call('POST', putAt(report), { body: { publication, note, base } });
      state.patch({ result: resultOf(data, report, note) });
      somethingChanged();
    });
  };

  /** Asks a second person to put it into use. Asked again it is still one request, by its id. */
  const askSecond = (reason) => {
    const { report, base, publication, request } = state.value;
    return work('publish', async () => {
      const { data } = await call('POST', askAt(report), { body: { request, publication, reason, base } });
      state.patch({ result: data });
      somethingChanged();
    });
  };

  return { state, stop, forget, send, sendAgain, check, put, askSecond };
}
