// A date of which only the year, or the month, may be known, or that is a guess. Stored as EDTF text.
import { html, useState } from '../lib/preact.js';
import { language, t } from '../lib/i18n.js';
import { bornAbout, dateWords, parseDate, writeDate } from '../lib/edtf.js';

function months() {
  const format = new Intl.DateTimeFormat(language.value.tag, { month: 'long', calendar: 'gregory' });
  return Array.from({ length: 12 }, (_, at) => format.format(new Date(2024, at, 15)));
}

/** `ages` offers "about N years old" beside the date, for births. Calls `onChange` with a text or null. */
export function PartialDate({ id, value, onChange, ages, describedBy, invalid }) {
  const known = parseDate(value);
  const [typed, setTyped] = useState(known || { year: '', month: '', day: '', about: false });
  const shown = writeDate(numbers(typed)) === (value || null) || !known ? typed : known;
  const change = (part) => {
    const next = { ...shown, ...part };
    setTyped(next);
    onChange(writeDate(numbers(next)));
  };
  const words = value ? dateWords(value) : '';
  return html`<div>
    <div class="date-parts">
      <label>${t('date.day')}<input class="input day" inputmode="numeric" maxlength="2" autocomplete="off" value=${shown.day || ''} onInput=${(e) => change({ day: e.target.value })} /></label>
      <label>${t('date.month')}<select class="input month" value=${String(shown.month || '')} onChange=${(e) => change({ month: e.target.value })}>
        <option value="">${t('date.unknown')}</option>${months().map((name, at) => html`<option value=${String(at + 1)}>${name}</option>`)}</select></label>
      <label>${t('date.year')}<input id=${id} class="input year" inputmode="numeric" maxlength="4" autocomplete="off" value=${shown.year || ''} aria-describedby=${describedBy} aria-invalid=${invalid ? 'true' : undefined} onInput=${(e) => change({ year: e.target.value })} /></label>
      <label class="choice many"><input type="checkbox" checked=${Boolean(shown.about)} onChange=${(e) => change({ about: e.target.checked })} /><span>${t('date.guess')}</span></label>
    </div>
    ${ages && html`<div class="row"><label class="small">${t('date.orAge')}${' '}
      <input class="input short" inputmode="numeric" maxlength="2" autocomplete="off" onInput=${(e) => {
        const years = Number(e.target.value);
        if (e.target.value !== '' && years >= 0 && years < 100) { const text = bornAbout(years); setTyped(parseDate(text)); onChange(text); }
      }} /></label></div>`}
    <p class="small quiet" aria-live="polite">${words}</p>
  </div>`;
}

function numbers(parts) {
  const whole = (text) => (/^\d+$/.test(String(text || '').trim()) ? Number(text) : null);
  return { year: whole(parts.year), month: whole(parts.month), day: whole(parts.day), about: parts.about };
}
