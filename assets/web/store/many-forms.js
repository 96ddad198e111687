// Several forms at once, for lists that mix records of many kinds.
import { useEffect, useReducer } from '../lib/preact.js';
import { wire } from '../api/client.js';
import { useValue } from '../lib/observable.js';
import { formOfEdition, useForms } from './forms.js';

const held = {};

/** The forms with these names that are here, by name; the rest arrive later, and those that changed meanwhile anew. */
export function useManyForms(names) {
  const [, draw] = useReducer((count) => count + 1, 0);
  const { reach } = useValue(wire);
  // Another list says that forms changed; the same one is the same object.
  const edition = useForms().data;
  const wanted = [...new Set(names)].sort().join(' ');
  useEffect(() => {
    let here = true;
    for (const name of wanted.split(' ').filter(Boolean)) {
      const before = held[name];
      formOfEdition(name).then((form) => {
        held[name] = form;
        if (here && form !== before) draw();
      }).catch(() => {
        // Without its form a record says that its words are not here; it is asked for again once the box is reached.
      });
    }
    return () => { here = false; };
  }, [wanted, reach, edition]);
  return held;
}
