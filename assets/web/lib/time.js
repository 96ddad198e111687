// Dates as people say them. Instants are RFC 3339 texts in UTC, days are texts like 2026-11-21.
import { language, t } from './i18n.js';

const DAY = 86400000;

function parts(date) {
  const two = (n) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Today on this device. */
export function today() {
  return parts(new Date());
}

/** The day of an instant or a day, as this device's calendar has it. */
export function dayOf(when) {
  if (!when) return null;
  return /^\d{4}-\d\d-\d\d$/.test(when) ? when : parts(new Date(when));
}

function noon(day) {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(year, month - 1, date, 12);
}

/** Whole days from `day` to `from`: positive when `day` lies before. */
export function daysSince(day, from = today()) {
  return Math.round((noon(from) - noon(dayOf(day))) / DAY);
}

/** "today", "5 days ago", "in 2 weeks", "3 months ago". */
export function relativeDay(when, from = today()) {
  const days = -daysSince(when, from);
  const words = new Intl.RelativeTimeFormat(language.value.tag, { numeric: 'auto' });
  const far = Math.abs(days);
  if (far < 14) return words.format(days, 'day');
  if (far < 60) return words.format(Math.round(days / 7), 'week');
  if (far < 730) return words.format(Math.round(days / 30.44), 'month');
  return words.format(Math.round(days / 365.25), 'year');
}

/** "2 minutes ago" within the day, else as `relativeDay`. */
export function ago(instant) {
  const seconds = Math.round((new Date(instant) - Date.now()) / 1000);
  const words = new Intl.RelativeTimeFormat(language.value.tag, { numeric: 'auto' });
  if (seconds > -10 && seconds < 10) return t('time.now');
  if (Math.abs(seconds) < 60) return words.format(seconds, 'second');
  if (Math.abs(seconds) < 3600) return words.format(Math.round(seconds / 60), 'minute');
  if (dayOf(instant) === today()) return words.format(Math.round(seconds / 3600), 'hour');
  return relativeDay(instant);
}

/** "3 May 2026". */
export function exactDay(when) {
  const format = new Intl.DateTimeFormat(language.value.tag, { day: 'numeric', month: 'short', year: 'numeric', calendar: 'gregory' });
  return format.format(noon(dayOf(when)));
}

/** "3 May 2026, 14:05". */
export function exactInstant(instant) {
  const format = new Intl.DateTimeFormat(language.value.tag, {
    day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false, calendar: 'gregory',
  });
  return format.format(new Date(instant));
}

/** The author's clock with its offset, for an entry. */
export function nowWithOffset(date = new Date()) {
  const minutes = -date.getTimezoneOffset();
  const two = (n) => String(Math.floor(Math.abs(n))).padStart(2, '0');
  const local = new Date(date.getTime() + minutes * 60000).toISOString().slice(0, 23);
  return `${local}${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
