// The directory, a page at a time, as one types. It is asked for anew each time and not kept on the device.
import { useEffect, useRef, useState } from '../lib/preact.js';
import { call } from '../api/client.js';
import { signedIn } from '../api/session.js';

const PAUSE = 220;

/** {data: {rows, total, next, may}, problem, busy, more, again}. `of`: only what links to this record; null asks nothing.
 * `narrowed`: `service`, `place` (codes), `free`, `accredited`, `now` (true). */
export function useDirectory(form, words = '', of, narrowed = {}) {
  const [data, setData] = useState(null);
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const running = useRef(null);

  const ask = async (cursor) => {
    if (running.current) running.current.abort();
    const mine = running.current = new AbortController();
    setBusy(true);
    const query = new URLSearchParams();
    if (words.trim()) query.set('q', words.trim());
    if (of) query.set('of', of);
    for (const [name, value] of Object.entries(narrowed)) if (value) query.set(name, value === true ? '1' : value);
    if (cursor) query.set('cursor', cursor);
    try {
      const answer = await call('GET', `/api/v1/tables/${form}/records?${query}`, { signal: mine.signal });
      setData((before) => (cursor && before ? { ...answer.data, rows: [...before.rows, ...answer.data.rows] } : answer.data));
      setProblem(null);
    } catch (fault) {
      if (mine.signal.aborted) return;
      setProblem(fault);
      if (fault.code === 'session-ended') {
        await signedIn();
        if (!mine.signal.aborted) ask(cursor);
        return;
      }
    }
    setBusy(false);
  };

  useEffect(() => {
    if (of === null) return undefined;
    const timer = setTimeout(() => ask(), data ? PAUSE : 0);
    return () => {
      clearTimeout(timer);
      if (running.current) running.current.abort();
    };
  }, [form, words, of, JSON.stringify(narrowed)]);

  return { data, problem, busy, more: () => data && data.next && ask(data.next), again: () => ask() };
}
