// A date of which only the year, or the month, may be known, or that is a guess. Stored as EDTF text.
import { html, useState } from '../lib/preact.js';
import { language, t } from '../lib/i18n.js';
import { europeanDigits } from '../lib/digits.js';
import { ageAt, bornAbout, dateFault, dateWords, partsOf, writeDate } from '../lib/edtf.js';

function months() {
  const format = new Intl.DateTimeFormat(language.value.tag, { month: 'long', calendar: 'gregory' });
  return Array.from({ length: 12 }, (_, at) => format.format(new Date(2024, at, 15)));
}

function words(value, ages) {
  if (!value || dateFault(value)) return '';
  const age = ages ? ageAt(value) : null;
  const exact = /^\d{4}-\d\d-\d\d$/.test(value);
  return age === null ? dateWords(value) : `${dateWords(value)} · ${t(exact ? 'person.years' : 'person.aboutYears', { n: age })}`;
}

/**
 * `ages` offers "about N years old" beside the date, for births. Calls `onChange` with a text or null at each key, with
 * what is no date yet as `writeDate` keeps it, and `onLeave` with the same when the whole group is left: a year that is
 * half typed is nobody's answer.
 */
export function PartialDate({ id, value, onChange, onLeave, ages, describedBy, invalid }) {
  // "A guess" may be ticked before there is a date to carry it.
  const [guess, setGuess] = useState(false);
  const [age, setAge] = useState('');
  const typed = partsOf(value);
  const shown = value ? typed : { ...typed, about: guess };
  const change = (part) => {
    const next = { ...shown, ...part };
    setGuess(next.about);
    setAge('');
    onChange(writeDate(next));
  };
  const digits = (event) => europeanDigits(event.target.value).trim();
  const aged = (text) => {
    setAge(text);
    if (/^\d{1,2}$/.test(text)) onChange(bornAbout(Number(text)));
  };
  const left = (event) => {
    if (onLeave && !event.currentTarget.contains(event.relatedTarget)) onLeave(value || null);
  };
  const marks = { 'aria-describedby': describedBy, 'aria-invalid': invalid ? 'true' : undefined };
  return html`<div onfocusout=${left}>
    <div class="date-parts">
      <label>${t('date.day')}<input class="input day" inputmode="numeric" maxlength="2" autocomplete="off" value=${shown.day} ...${marks} onInput=${(e) => change({ day: digits(e) })} /></label>
      <label>${t('date.month')}<select class="input month" value=${shown.month} ...${marks} onChange=${(e) => change({ month: e.target.value })}>
        <option value="">${t('date.unknown')}</option>${months().map((name, at) => html`<option value=${String(at + 1)}>${name}</option>`)}</select></label>
      <label>${t('date.year')}<input id=${id} class="input year" inputmode="numeric" maxlength="4" autocomplete="off" value=${shown.year} ...${marks} onInput=${(e) => change({ year: digits(e) })} /></label>
      <label class="choice many"><input type="checkbox" checked=${Boolean(shown.about)} onChange=${(e) => change({ about: e.target.checked })} /><span>${t('date.guess')}</span></label>
    </div>
    ${ages && html`<div class="row"><label class="small">${t('date.orAge')}${' '}
      <input class="input short" inputmode="numeric" maxlength="2" autocomplete="off" value=${age} onInput=${(e) => aged(digits(e))} /></label></div>`}
    <p class="small quiet" aria-live="polite">${words(value, ages)}</p>
  </div>`;
}
