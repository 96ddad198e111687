// What a language is called: in itself where it is one of ours, else as the app's language says it.
import { LANGUAGES, language } from './i18n.js';

/** `written` is a code, or a language as workbooks write it: `French (fr)`. */
export function languageName(written) {
  const inside = /\(([\w-]+)\)\s*$/.exec(written);
  const code = inside ? inside[1] : written;
  const ours = LANGUAGES.find((one) => one.code === code);
  if (ours) return ours.name;
  try {
    return new Intl.DisplayNames([code, language.value.tag], { type: 'language' }).of(code);
  } catch {
    return written;
  }
}
