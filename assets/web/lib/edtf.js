// Partial and estimated dates: the subset of EDTF the box keeps (2019, 2019-05, 2019-05-03, with ~ for "about").
import { language, t } from './i18n.js';
import { today } from './time.js';

/** As isPartialDate of the engine has them. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;

/** {year, month, day, about} of a text, or null when it is no such date. */
export function parseDate(text) {
  const found = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([~?%])?$/.exec((text || '').trim());
  if (!found) return null;
  const [year, month, day] = found.slice(1, 4).map((part) => (part ? Number(part) : null));
  if (year < FIRST_YEAR || year > LAST_YEAR) return null;
  if (month !== null && (month < 1 || month > 12)) return null;
  if (day !== null && (day < 1 || day > new Date(year, month, 0).getDate())) return null;
  return { year, month, day, about: Boolean(found[4]) };
}

/** Parts as they were typed, `{year, month, day, about}` as texts, of any text that `writeDate` made: also of one that is no date. */
export function partsOf(text) {
  const about = /[~?%]$/.test(text || '');
  const [year = '', month = '', day = ''] = (text || '').replace(/[~?%]$/, '').split('-');
  const bare = (part) => part.replace(/^0(?=\d$)/, '');
  return { year, month: bare(month), day: bare(day), about };
}

/**
 * The text of typed parts; null when there are none. Parts that make no date are kept as they stand, `2018-02-31`, `18`,
 * `2018--05`: the engine calls such an answer a fault, so that it is neither saved nor lost.
 */
export function writeDate({ year, month, day, about }) {
  const two = (part) => (part ? String(part).padStart(2, '0') : '');
  const parts = [String(year || '').trim(), two(String(month || '').trim()), two(String(day || '').trim())];
  if (!parts.some(Boolean)) return null;
  while (!parts[parts.length - 1]) parts.pop();
  return parts.join('-') + (about ? '~' : '');
}

/** What keeps a text from being a date, as a key of the catalogue; null when nothing does. */
export function dateFault(text) {
  if (!text || parseDate(text)) return null;
  const { year, month, day } = partsOf(text);
  if (!year) return 'date.noYear';
  if (!/^\d{4}$/.test(year) || Number(year) < FIRST_YEAR || Number(year) > LAST_YEAR) return 'date.fourDigits';
  return day && !month ? 'date.noMonth' : 'date.noDay';
}

/** "about 2019", "May 2019", "3 May 2019". */
export function dateWords(text) {
  const date = parseDate(text);
  if (!date) return text || '';
  const options = { year: 'numeric', calendar: 'gregory' };
  if (date.month) options.month = 'long';
  if (date.day) options.day = 'numeric';
  const words = new Intl.DateTimeFormat(language.value.tag, options)
    .format(new Date(date.year, (date.month || 1) - 1, date.day || 1, 12));
  return date.about ? t('date.about', { date: words }) : words;
}

/**
 * Whole years at `on` as the box says them (PartialDate.likelyAge): from the middle of a year, the first of a month. Null
 * when unknown or not yet born.
 */
export function ageAt(text, on = today()) {
  const date = parseDate(text);
  if (!date) return null;
  const [year, month, day] = on.split('-').map(Number);
  const born = [date.year, date.month || 7, date.day || 1];
  const before = month < born[1] || (month === born[1] && day < born[2]);
  if (date.year > year || (date.year === year && ((date.month || 1) > month || (date.month === month && (date.day || 1) > day)))) return null;
  return Math.max(0, year - born[0] - (before ? 1 : 0));
}

/** The estimated birth year of somebody who is `years` old. */
export function bornAbout(years, on = today()) {
  const [year, month] = on.split('-').map(Number);
  return `${year - years - (month < 7 ? 1 : 0)}~`;
}
