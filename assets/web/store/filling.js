// A form on a screen: the engine, the form's session and the language it is read in, drawn again with each answer.
import { useEffect, useReducer, useRef, useState } from '../lib/preact.js';
import { language, useWordsIn } from '../lib/i18n.js';
import { useValue } from '../lib/observable.js';
import { session } from '../api/session.js';
import { useEngine } from './engine.js';
import { sameForm } from './forms.js';
import { OpenForm } from './open-form.js';

/**
 * {open, problem, engine, language, speak, say, again} of a form; `say` is `t` in the language it is read in. `options` are those of OpenForm; they count when the form is
 * opened, which happens once the engine is here and `ready` holds, again when the form asks otherwise than it did, and after `again()`. `open` is null until then;
 * `problem` says what is wrong with the form's rules.
 */
export function useFilling(form, options, ready = true) {
  const { state, engine } = useEngine();
  const ui = useValue(language).code;
  const [chosen, speak] = useState(null);
  const [, draw] = useReducer((count) => count + 1, 0);
  const held = useRef({ open: null, problem: null, of: null });
  const languages = (form && form.languages) || [];
  const speaks = chosen || (languages.includes(ui) ? ui : languages[0] || ui);
  const say = useWordsIn(speaks);
  if (engine && ready && form && !sameForm(held.current.of, form)) {
    const { open: before } = held.current;
    held.current = begin(engine, form, { ...options, ...typedInto(before, form, options), language: speaks });
    if (before) before.close();
  } else if (held.current.of && form) held.current.of = form;
  const { open, problem } = held.current;
  useEffect(() => (open ? open.watch(draw) : undefined), [open]);
  useEffect(() => { if (open) { open.speak(speaks); draw(); } }, [open, speaks]);
  useEffect(() => () => { if (held.current.open) held.current.open.close(); }, []);
  return {
    open, problem, engine: state, language: speaks, speak, say,
    again() {
      if (held.current.open) held.current.open.close();
      held.current = { open: null, problem: null, of: null };
      draw();
    },
  };
}

/** What was typed into a form that asks otherwise now, where no draft holds it. */
function typedInto(before, form, { isNew }) {
  if (!before || !isNew || before.form.name !== form.name || !before.touched.size) return {};
  return { answers: before.answers(), marks: before.marks, touched: [...before.touched], isNew: false };
}

function begin(engine, form, options) {
  const { user } = session.value;
  try {
    return { open: new OpenForm(engine, form, { ...options, user: user ? user.user : '' }), problem: null, of: form };
  } catch (fault) {
    return { open: null, problem: fault, of: form };
  }
}
