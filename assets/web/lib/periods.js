// Months, quarters and years of the calendar: their first and last day, their neighbours, and what people call them.
import { language } from './i18n.js';

const MONTHS = { month: 1, quarter: 3, year: 12 };
const two = (n) => String(n).padStart(2, '0');

/** The period of a kind that holds a day like 2026-11-21, `away` periods later. */
export function periodOf(kind, day, away = 0) {
  const long = MONTHS[kind];
  const [year, month] = day.split('-').map(Number);
  const first = year * 12 + Math.floor((month - 1) / long) * long + away * long;
  const last = first + long - 1;
  const day1 = (count) => `${Math.floor(count / 12)}-${two((count % 12) + 1)}`;
  return { kind, from: `${day1(first)}-01`, to: `${day1(last)}-${two(new Date(Math.floor(last / 12), (last % 12) + 1, 0).getDate())}` };
}

/** The kind of the period between two days; nil for one that is none of the calendar's. */
export function kindOf(from, to) {
  return Object.keys(MONTHS).find((kind) => {
    const one = periodOf(kind, from);
    return one.from === from && one.to === to;
  });
}

/** "September 2026", "July – September 2026", "2026". */
export function periodWords({ kind, from, to }) {
  const noon = (day) => new Date(`${day}T12:00`);
  const format = new Intl.DateTimeFormat(language.value.tag, { year: 'numeric', ...(kind === 'year' ? {} : { month: 'long' }), calendar: 'gregory' });
  return kind === 'quarter' ? format.formatRange(noon(from), noon(to)) : format.format(noon(from));
}
