// Several forms at once, for lists that mix records of many kinds.
import { useEffect, useReducer } from '../lib/preact.js';
import { load } from './resource.js';

const held = {};

/** The forms with these names that are here, by name; the rest arrive later. */
export function useManyForms(names) {
  const [, draw] = useReducer((count) => count + 1, 0);
  const wanted = [...new Set(names)].sort().join(' ');
  const lacking = wanted.split(' ').filter((one) => one && !held[one]);
  useEffect(() => {
    let here = true;
    for (const name of lacking) {
      load(`/api/v1/forms/${name}`).then((form) => {
        held[name] = form;
        if (here) draw();
      }).catch(() => {
        // Without its form a record shows its field names; the next visit asks again.
      });
    }
    return () => { here = false; };
  }, [wanted]);
  return held;
}
