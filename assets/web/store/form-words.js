// What a report on a form says, in the language of the app. The box's own words are English; what is known by its code is
// said here, and what is not is passed on as it came.
import { apart, knows, language, list, local, t } from '../lib/i18n.js';
import { languageName } from '../lib/language-names.js';

export { apart };

/** Title of a form, or its name when it has none. */
export function formTitle(form) {
  return local(form.title) || form.name;
}

/** Version numbers are often dates: they are written without marks between their digits. */
export function versionWords(version) {
  return t('publish.version', { version: String(version) });
}

/** `survey C12 (relevant)`. */
export function placeOf({ sheet, row, column, letter }) {
  const parts = [sheet, row > 0 ? `${letter}${row}` : '', column ? `(${column})` : ''].filter(Boolean);
  return parts.join(' ');
}

/** What is wrong in a few words, by its code; the empty text where that adds nothing: in English, or for a code that is not known here. */
export function faultTitle(code) {
  if (language.value.code === 'en') return '';
  if (code.startsWith('workbook-')) return t('publish.unreadable');
  return knows(`publish.fault.${code}`) ? t(`publish.fault.${code}`) : '';
}

export function repairWords(repair) {
  return knows(`publish.repair.${repair.code}`) ? t(`publish.repair.${repair.code}`) : repair.words;
}

const OF_LANGUAGES = ['language-added', 'language-removed'];

/** What leaves this office, by the word of `cm::forward`. */
export function forwardWords(code) {
  return code && knows(`publish.forward.${code}`) ? t(`publish.forward.${code}`) : code || t('publish.notSet');
}

/** Protection names its column behind the field: who sees it, or what leaves this office. */
function protectionWords({ field, before, after }) {
  const [, name, column] = /^(.*?)(?: \(cm::(\w+)\))?$/.exec(field);
  if (column === 'rights_as') return t('publish.rightsAs', { before: before ? apart(before) : t('publish.notSet'), after: after ? apart(after) : t('publish.notSet') });
  if (before === 'locked') return t('publish.unlocked', { field: apart(name) });
  const words = column === 'permission' ? classWords : forwardWords;
  return t('publish.change.protection', { field: apart(name), before: words(before), after: words(after) });
}

/** A change as a sentence. */
export function changeWords(change) {
  if (!knows(`publish.change.${change.kind}`)) return change.words;
  if (change.kind === 'protection') return protectionWords(change);
  if (['relabelled', 'choice-relabelled'].includes(change.kind) && !(change.before && change.after)) {
    return t(change.before ? 'publish.textGone' : 'publish.textNew', { field: apart(change.field), before: apart(change.before), after: apart(change.after) });
  }
  const said = (text) => (OF_LANGUAGES.includes(change.kind) ? languageName(text) : apart(text));
  const empty = change.kind === 'moved' ? t('publish.top') : t('publish.notSet');
  const value = (text) => (text ? said(text) : empty);
  return t(`publish.change.${change.kind}`, { field: apart(change.field), before: value(change.before), after: value(change.after) });
}

export function refusalWords(refusal) {
  const code = refusal.replaceAll(' ', '-');
  return knows(`publish.refusal.${code}`) ? t(`publish.refusal.${code}`) : refusal;
}

/** Whom a class of sensitivity lets see a field. */
export function classWords(code) {
  if (!code || code === 'general') return t('publish.classGeneral');
  return knows(`class.${code}`) ? t(`class.${code}`) : apart(code);
}
