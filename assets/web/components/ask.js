// A request to the box that is no save: one at a time, with its problem in words.
import { useState } from '../lib/preact.js';
import { call } from '../api/client.js';
import { Problem } from '../api/problem.js';
import { somethingChanged } from '../store/resource.js';

/** {busy, problem, ask(method, path, body)}; `ask` answers the data (an empty object for none), or null when it was refused. */
export function useAsk() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  return {
    busy,
    problem,
    async ask(method, path, body) {
      if (busy) return null;
      setBusy(true);
      setProblem(null);
      try {
        const { data } = await call(method, path, { body });
        somethingChanged();
        return data || {};
      } catch (fault) {
        setProblem(fault instanceof Problem ? fault : new Problem({ code: 'failed' }));
        return null;
      } finally {
        setBusy(false);
      }
    },
  };
}
