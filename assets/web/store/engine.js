// The rules engine, fetched once for the page. Without it no form is filled in: rules that live twice disagree.
import { useEffect } from '../lib/preact.js';
import { observable, useValue } from '../lib/observable.js';
import { FormsEngine } from '../lib/forms-engine.js';

/** state: 'none' | 'loading' | 'ready' | 'failed' (try again) | 'impossible' (this browser has no WebAssembly). */
export const engineState = observable({ state: 'none', engine: null });

/** Fetches the engine. Screens from which a form is one tap away call it, so that a lost network takes no form away. */
export async function loadEngine() {
  const { state } = engineState.value;
  if (state === 'loading' || state === 'ready') return;
  if (typeof WebAssembly !== 'object') {
    engineState.set({ state: 'impossible', engine: null });
    return;
  }
  engineState.set({ state: 'loading', engine: null });
  try {
    engineState.set({ state: 'ready', engine: await FormsEngine.load() });
  } catch (fault) {
    engineState.set({ state: fault instanceof WebAssembly.CompileError ? 'impossible' : 'failed', engine: null });
  }
}

export function useEngine() {
  const now = useValue(engineState);
  useEffect(() => { loadEngine(); }, []);
  return now;
}
