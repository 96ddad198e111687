// What every part of a form on screen shares: the open form, the language it is read in, whose faults are shown.
import { createContext, useContext } from '../../lib/preact.js';
import { local } from '../../lib/i18n.js';
import { plainWords } from '../../lib/markup.js';

export const FormContext = createContext(null);

export function useFormParts() {
  return useContext(FormContext);
}

/**
 * The text of `{en, fr, …}` in the form's language, with the answers it names; the app's language where it has none.
 * The author's marks are read before answers are put in: what a person typed is never read as marks.
 */
export function wordsOf({ open, language }, texts, name, at) {
  if (!texts) return '';
  const text = plainWords(texts[language] || local(texts));
  return open && name ? open.text(text, name, at) : text;
}

/** The id of a question's control, as labels and messages name it. */
export function idOf(prefix, key) {
  return `${prefix || ''}f-${key.replace(/[@.]/g, '-')}`;
}
