// Answers that are typed: texts, numbers, dates and times.
import { html } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { europeanDigits } from '../../lib/digits.js';
import { dateWords } from '../../lib/edtf.js';
import { nowWithOffset } from '../../lib/time.js';
import { parametersOf } from '../../store/forms.js';
import { Button } from '../button.js';

function attributes({ id, describedBy, invalid, required, onLeave }) {
  return { id, autocomplete: 'off', 'aria-required': required ? 'true' : undefined, 'aria-describedby': describedBy, 'aria-invalid': invalid ? 'true' : undefined, onBlur: onLeave };
}

export function Text({ field, value, onChange, ...rest }) {
  const appearance = field.appearance || '';
  const common = { ...attributes(rest), dir: field.type === 'barcode' ? 'ltr' : 'auto', value: value || '', onInput: (event) => onChange(event.target.value) };
  if (/\b(multiline|textarea)\b/.test(appearance)) return html`<textarea class="input" ...${common}></textarea>`;
  return html`<input class="input" type="text" inputmode=${/\bnumbers\b/.test(appearance) ? 'numeric' : undefined} ...${common} />`;
}

export function Digits({ field, value, onChange, ...rest }) {
  const whole = field.type === 'integer';
  const read = (text) => {
    const tidy = europeanDigits(text).trim();
    return whole ? tidy : tidy.replace(/[,٫]/, '.');
  };
  return html`<input class="input short" type="text" dir="ltr" inputmode=${whole ? 'numeric' : 'decimal'} ...${attributes(rest)} value=${value || ''} onInput=${(event) => onChange(read(event.target.value))} />`;
}

/** {start, end, step} of a range, from the parameters of the form; null for a plain number. */
export function stepsOf(field) {
  const found = parametersOf(field);
  if (found.start === undefined || found.end === undefined) return null;
  const [start, end, step] = [Number(found.start), Number(found.end), Number(found.step || 1)];
  return Number.isFinite(start) && Number.isFinite(end) && step > 0 && end > start ? { start, end, step } : null;
}

/** A number between bounds, with a button for one less and one more. */
export function Steps({ id, field, value, onChange, describedBy, invalid, label }) {
  const { start, end, step } = stepsOf(field);
  const move = (by) => onChange(String(Math.min(end, Math.max(start, value === '' ? start : Number(value) + by * step))));
  return html`<div class="stepper">
    <${Button} onClick=${() => move(-1)} aria-label=${t('form.less')}>−<//>
    <input class="input short" type="text" inputmode="numeric" autocomplete="off" aria-label=${label} aria-describedby=${describedBy} aria-invalid=${invalid ? 'true' : undefined} id=${`${id}-number`}
      value=${value || ''} onInput=${(event) => onChange(europeanDigits(event.target.value).trim())} />
    <${Button} onClick=${() => move(1)} aria-label=${t('form.plus')}>+<//>
    <span class="small quiet"><bdi>${start}–${end}</bdi></span></div>`;
}

/** What a date question without a day writes: the first of the month, or of the year. */
const PARTS = { 'month-year': { type: 'month', keep: 7, rest: '-01' }, year: { type: 'number', keep: 4, rest: '-01-01' } };

export function Moment({ field, value, onChange, ...rest }) {
  const part = field.type === 'date' && PARTS[(field.appearance || '').split(/\s+/).find((word) => PARTS[word])];
  const type = part ? part.type : { date: 'date', time: 'time', dateTime: 'datetime-local' }[field.type];
  const shown = part ? (value || '').slice(0, part.keep) : field.type === 'dateTime' ? (value || '').slice(0, 16) : field.type === 'time' ? (value || '').slice(0, 5) : value || '';
  const read = (text) => {
    if (!text) return null;
    if (part) return text.length >= part.keep ? text + part.rest : null;
    // An instant carries the offset of the place where it was written.
    return field.type === 'dateTime' ? `${text.slice(0, 16)}:00.000${nowWithOffset(new Date(text)).slice(-6)}` : text;
  };
  const input = html`<input class="input moment" type=${type} ...${attributes(rest)} value=${shown} onInput=${(event) => onChange(read(event.target.value))} />`;
  return type === 'date' || type === 'datetime-local' ? html`${input}<${DayInWords} id=${rest.id} day=${shown.slice(0, 10)} />` : input;
}

/** The browser orders day and month as it likes, 05/03 or 03/05: the words say which day it is. */
export function DayInWords({ id, day }) {
  return html`<output class="small quiet day-in-words" for=${id}>${day ? dateWords(day) : ''}</output>`;
}
