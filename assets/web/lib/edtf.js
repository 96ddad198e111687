// Partial and estimated dates: the subset of EDTF the box keeps (2019, 2019-05, 2019-05-03, with ~ for "about").
import { language, t } from './i18n.js';
import { today } from './time.js';

/** {year, month, day, about} of a text, or null when it is no such date. */
export function parseDate(text) {
  const found = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([~?%])?$/.exec((text || '').trim());
  if (!found) return null;
  const [year, month, day] = found.slice(1, 4).map((part) => (part ? Number(part) : null));
  if (month !== null && (month < 1 || month > 12)) return null;
  if (day !== null && (day < 1 || day > new Date(year, month, 0).getDate())) return null;
  return { year, month, day, about: Boolean(found[4]) };
}

/** The text of the parts, or null when they name no day of any calendar. A day needs its month. */
export function writeDate({ year, month, day, about }) {
  if (!year) return null;
  let text = String(year).padStart(4, '0');
  if (month) text += `-${String(month).padStart(2, '0')}`;
  if (month && day) text += `-${String(day).padStart(2, '0')}`;
  if (day && !month) return null;
  return parseDate(text) ? text + (about ? '~' : '') : null;
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

/** Whole years at `on`, from the middle of what the date leaves open; null when unknown. */
export function ageAt(text, on = today()) {
  const date = parseDate(text);
  if (!date) return null;
  const [year, month, day] = on.split('-').map(Number);
  const born = [date.year, date.month || 7, date.day || (date.month ? 15 : 1)];
  const before = month < born[1] || (month === born[1] && day < born[2]);
  return Math.max(0, year - born[0] - (before ? 1 : 0));
}

/** The estimated birth year of somebody who is `years` old. */
export function bornAbout(years, on = today()) {
  const [year, month] = on.split('-').map(Number);
  return `${year - years - (month < 7 ? 1 : 0)}~`;
}
