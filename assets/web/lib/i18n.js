// Catalogues and the current language. A text is a string, or an object of plural forms chosen by `n`
// (`none` for exactly zero, whatever the language's rules).
import { observable, useValue } from './observable.js';
import { useCallback, useEffect } from './preact.js';
import { remember, recall } from './preferences.js';

export const LANGUAGES = [
  { code: 'en', name: 'English', dir: 'ltr', tag: 'en-GB' },
  { code: 'fr', name: 'Français', dir: 'ltr', tag: 'fr' },
  // European digits: case numbers and telephone numbers are written with them everywhere in the box.
  { code: 'ar', name: 'العربية', dir: 'rtl', tag: 'ar-u-nu-latn' },
];

export const language = observable({ ...LANGUAGES[0], texts: {}, plural: null, number: null });

/** The language chosen before on this browser, else the browser's own; null when neither is one of ours. */
export function preferredLanguage() {
  const wanted = [recall('language'), ...(navigator.languages || [])].filter(Boolean);
  for (const tag of wanted) {
    const found = LANGUAGES.find((one) => one.code === tag.slice(0, 2).toLowerCase());
    if (found) return found.code;
  }
  return null;
}

async function catalogue(name) {
  const answer = await fetch(new URL(`../i18n/${name}.json`, import.meta.url));
  if (!answer.ok) throw new Error(`catalogue ${name}: ${answer.status}`);
  return answer.json();
}

/** Whether the words of the screens of few people are wanted too. */
let few = false;

/** Adds the words that only the screens of few people need (`OF_FEW` in app.js). On failure the fault is thrown, and it can be asked again. */
export async function wordsOfFew() {
  if (few) return;
  const { code } = language.value;
  const texts = await catalogue(`few/${code}`);
  // Somebody chose another language meanwhile: its words are wanted instead.
  if (language.value.code !== code) { await wordsOfFew(); return; }
  few = true;
  language.set({ ...language.value, texts: { ...language.value.texts, ...texts } });
}

/** Loads a catalogue and switches to it. On failure the language in use stays, and the fault is thrown. */
export async function switchLanguage(code, { keep = true } = {}) {
  const found = LANGUAGES.find((one) => one.code === code) || LANGUAGES[0];
  const texts = Object.assign({}, ...await Promise.all([catalogue(found.code), few && catalogue(`few/${found.code}`)]));
  if (keep) remember('language', found.code);
  document.documentElement.lang = found.code;
  document.documentElement.dir = found.dir;
  language.set({
    ...found,
    texts,
    plural: new Intl.PluralRules(found.tag),
    number: new Intl.NumberFormat(found.tag),
  });
}

/** Catalogues that were fetched beside the app's own, by code. */
const beside = observable({});

/** `t` in another of our languages, for a form that is read out in it; the app's own words until its catalogue is here. */
export function useWordsIn(code) {
  const known = useValue(beside);
  const { code: own } = useValue(language);
  useEffect(() => {
    const found = LANGUAGES.find((one) => one.code === code);
    if (!found || code === own || known[code]) return;
    fetch(new URL(`../i18n/${code}.json`, import.meta.url)).then((answer) => answer.json()).then((texts) => {
      beside.set({ ...beside.value, [code]: { texts, plural: new Intl.PluralRules(found.tag), number: new Intl.NumberFormat(found.tag) } });
    }).catch(() => {
      // Out of reach: the words around the form stay in the language of the app.
    });
  }, [code, own]);
  const other = code !== own && known[code];
  return useCallback((key, values) => say(other || language.value, key, values), [other, own]);
}

/** The text of a key with `{name}` places filled. Numbers are written as the language does. */
export function t(key, values) {
  return say(language.value, key, values);
}

function say({ texts, plural, number }, key, values = {}) {
  let text = texts[key];
  if (text && typeof text === 'object') text = (values.n === 0 && text.none) || text[plural.select(Number(values.n) || 0)] || text.other;
  if (text === undefined) return key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    if (value === undefined || value === null) return '';
    return typeof value === 'number' ? number.format(value) : String(value);
  });
}

/** A name within a sentence: it keeps its own direction, and the sentence keeps its own. */
export function apart(text) {
  return `\u2068${text}\u2069`;
}

/** Whether the catalogue knows a key: for texts chosen by a code that the box sends. */
export function knows(key) {
  return language.value.texts[key] !== undefined;
}

/** The current language's text of `{en, fr, ar}`, else any. */
export function local(texts) {
  if (!texts) return '';
  if (typeof texts === 'string') return texts;
  return texts[language.value.code] || texts.en || Object.values(texts)[0] || '';
}

export function list(items, type = 'conjunction') {
  return new Intl.ListFormat(language.value.tag, { style: 'long', type }).format(items);
}

export function useLanguage() {
  return useValue(language);
}
