// A value that can be watched. The app's shared state is a handful of these; nothing else is global.
import { useLayoutEffect, useReducer } from './preact.js';

export function observable(initial) {
  let value = initial;
  const watchers = new Set();
  return {
    get value() { return value; },
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const watcher of [...watchers]) watcher(value);
    },
    /** Sets some members of an object value. */
    patch(part) { this.set({ ...value, ...part }); },
    /** Calls `watcher` after each change; the answer ends the watch. */
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  };
}

/** The value, drawing the component again when it changes. */
export function useValue(source) {
  const [, again] = useReducer((count) => count + 1, 0);
  const seen = source.value;
  useLayoutEffect(() => {
    if (!Object.is(seen, source.value)) again();
    return source.watch(again);
  }, [source]);
  return source.value;
}
