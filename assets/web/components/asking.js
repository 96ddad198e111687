// Something that is asked of the box, one at a time, with its problem in words.
import { useState } from '../lib/preact.js';
import { Problem } from '../api/problem.js';

/** {busy, problem, run(work)}; `run` answers what `work` answers, or null where it was refused. */
export function useAsking() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  return {
    busy,
    problem,
    async run(work) {
      if (busy) return null;
      setBusy(true);
      setProblem(null);
      try {
        return await work();
      } catch (fault) {
        setProblem(fault instanceof Problem ? fault : new Problem({ code: 'failed' }));
        return null;
      } finally {
        setBusy(false);
      }
    },
  };
}
