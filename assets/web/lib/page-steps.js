// Pages of a form in the browser's history: its Back button goes one page back and does not leave the form.
import { useEffect, useRef, useState } from './preact.js';
import { go, goInstead } from './router.js';

/** While a form that is done goes out of the history, nobody turns its pages. */
let leaving = false;

function stepOf(state) {
  return (state && state.formPage) || 0;
}

/** [page, turn] of a form that has `active` pages in the history; it begins at page `first`. `onBack(page)` is told of a step back. */
export function usePageSteps(active, first, onBack) {
  const [page, setPage] = useState(first);
  const tell = useRef(onBack);
  tell.current = onBack;
  useEffect(() => {
    if (!active) return undefined;
    const here = location.hash;
    // A form that opens at a later page has the earlier ones behind it; one that begins anew forgets where another one was.
    if (stepOf(history.state) > first) history.replaceState({ formPage: first }, '');
    for (let step = stepOf(history.state) + 1; step <= first; step += 1) history.pushState({ formPage: step }, '');
    const moved = (event) => {
      if (leaving || location.hash !== here) return;
      setPage(stepOf(event.state));
      tell.current(stepOf(event.state));
    };
    addEventListener('popstate', moved);
    return () => removeEventListener('popstate', moved);
  }, [active]);
  const turn = (to) => {
    const from = stepOf(history.state);
    setPage(to);
    if (!active) return;
    if (to < from) history.go(to - from);
    for (let step = from + 1; step <= to; step += 1) history.pushState({ formPage: step }, '');
  };
  return [page, turn];
}

/** Leaves a form that is done: the browser's Back leads to neither it nor its pages, where an empty one would invite to fill it in again. */
export function goBehind(hash) {
  const steps = stepOf(history.state);
  if (!steps) {
    go(hash);
    return;
  }
  leaving = true;
  addEventListener('popstate', () => {
    leaving = false;
    goInstead(hash);
  }, { once: true });
  history.go(-steps);
}
