// A form on a screen: the engine, the form's session and the language it is read in, drawn again with each answer.
import { useEffect, useReducer, useRef, useState } from '../lib/preact.js';
import { language } from '../lib/i18n.js';
import { useValue } from '../lib/observable.js';
import { session } from '../api/session.js';
import { useEngine } from './engine.js';
import { OpenForm } from './open-form.js';

/**
 * {open, problem, engine, language, speak, again} of a form. `options` are those of OpenForm; they count when the form is
 * opened, which happens once the engine is here and `ready` holds, and again after `again()`. `open` is null until then;
 * `problem` says what is wrong with the form's rules.
 */
export function useFilling(form, options, ready = true) {
  const { state, engine } = useEngine();
  const ui = useValue(language).code;
  const [chosen, speak] = useState(null);
  const [, draw] = useReducer((count) => count + 1, 0);
  const held = useRef({ open: null, problem: null, of: null });
  const wanted = form && `${form.name}/${form.version}`;
  const languages = (form && form.languages) || [];
  const speaks = chosen || (languages.includes(ui) ? ui : languages[0] || ui);
  if (engine && ready && form && held.current.of !== wanted) {
    if (held.current.open) held.current.open.close();
    held.current = begin(engine, form, { ...options, language: speaks }, wanted);
  }
  const { open, problem } = held.current;
  useEffect(() => (open ? open.watch(draw) : undefined), [open]);
  useEffect(() => { if (open) { open.speak(speaks); draw(); } }, [open, speaks]);
  useEffect(() => () => { if (held.current.open) held.current.open.close(); }, []);
  return {
    open, problem, engine: state, language: speaks, speak,
    again() {
      if (held.current.open) held.current.open.close();
      held.current = { open: null, problem: null, of: null };
      draw();
    },
  };
}

function begin(engine, form, options, of) {
  const { user } = session.value;
  try {
    return { open: new OpenForm(engine, form, { ...options, user: user ? user.user : '' }), problem: null, of };
  } catch (fault) {
    return { open: null, problem: fault, of };
  }
}
