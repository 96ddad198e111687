// One question of a form with its label, hint, who may see it, and its fault in words beside it.
import { html } from '../lib/preact.js';
import { knows, local, t } from '../lib/i18n.js';
import { askedFor, isColleague, useColleagues } from '../store/colleagues.js';
import { choicesOf, isPartialDate, isPlace } from '../store/forms.js';
import { placeOptions } from '../store/places.js';
import { Choice } from './choice.js';
import { Combo } from './combo.js';
import { PartialDate } from './date-field.js';
import { DayInWords } from './form/inputs.js';
import { Icon } from './icon.js';

const FEW = 6;
const SOME = 20;

/** The words of a field's fault code, in the language of `say`. */
export function faultWords(code, say = t) {
  return knows(`fault.${code}`) ? say(`fault.${code}`) : say('fault.other');
}

/** `fault` is a code; `faultText` says it in the form's own words, `say` the words around the question. `notes` stand between the hint and the control.
 * `chosen` is for a question answered by choosing: nobody writes words of their own there, so none are promised to stay.
 * `unusual` asks whether what stands above is meant. */
export function FieldShell({ id, label, hint, required, permission, chosen, fault, faultText, notes, noted, group, unusual, say = t, children }) {
  const about = [hint && `${id}-hint`, noted && `${id}-notes`, fault && `${id}-fault`].filter(Boolean).join(' ') || undefined;
  const words = html`${unusual && html`<${Icon} name="alert" /> `}${label}${!required && html`${' '}<span class="optional">(${say('field.optional')})</span>`}`;
  const inside = html`
    ${hint && html`<span class="hint" id=${`${id}-hint`}>${hint}</span>`}
    ${permission && knows(`class.${permission}`) && !(chosen && permission === 'narrative') && html`<span class="who row"><${Icon} name="eye" />${say(`class.${permission}`)}</span>`}
    ${notes && html`<div id=${`${id}-notes`} class="notes">${notes}</div>`}
    ${children(about)}
    ${fault && html`<p class="fault" id=${`${id}-fault`}><${Icon} name="alert" /><span>${faultText || faultWords(fault, say)}</span></p>`}`;
  const kind = `field ${fault ? 'wrong' : ''} ${unusual ? 'unusual' : ''}`;
  if (group) return html`<fieldset class=${kind} id=${id} aria-describedby=${about}><legend>${words}</legend>${inside}</fieldset>`;
  return html`<div class=${kind}><label class="label" for=${id}>${words}</label>${inside}</div>`;
}

/** A field of a compiled form. `onCommit` is called when the answer is complete: on leaving a text, at once for a choice. */
export function Field({ form, field, value, onChange, onCommit, fault, required, places = [], prefix = '' }) {
  const id = `${prefix}f-${field.name}`;
  const label = local(field.label);
  if (field.type === 'note') return html`<p class="quiet">${label}</p>`;
  const commit = onCommit || (() => {});
  const now = (next) => { onChange(next); commit(field.name, next); };
  const options = choicesOf(form, field).filter((choice) => !choice.retired || choice.value === value).map((choice) => ({ value: choice.value, label: local(choice.label) }));
  const many = field.type === 'select_multiple';
  const partial = isPartialDate(field);
  const group = partial || many || field.type === 'acknowledge' || (field.type === 'select_one' && !isPlace(field) && options.length <= FEW);
  const shell = { id: partial ? `${id}-all` : id, label, hint: partial ? '' : local(field.hint), required: required ?? field.required, permission: field.permission, chosen: field.type.startsWith('select'), fault, group };
  return html`<${FieldShell} ...${shell}>${(about) => {
    const common = { id, describedBy: about, invalid: Boolean(fault) };
    if (partial) return html`<${PartialDate} ...${common} value=${value} ages=${field.name === 'birth_date'} onChange=${onChange} onLeave=${(next) => commit(field.name, next)} />`;
    if (isPlace(field)) return html`<${Combo} ...${common} options=${placeOptions(places, value)} value=${value} onChange=${now} />`;
    if (isColleague(field)) return html`<${ColleagueChoice} ...${common} whom=${askedFor(field)} value=${value} onChange=${now} />`;
    if (field.type === 'acknowledge') return html`<${Choice} name=${id} many options=${[{ value: 'yes', label: t('value.yes') }]} value=${value ? ['yes'] : []} onChange=${(next) => now(next.length ? true : null)} describedBy=${about} />`;
    if (many) return html`<${Choice} name=${id} many options=${options} value=${asList(value)} onChange=${now} describedBy=${about} />`;
    if (group) return html`<${Choice} name=${id} options=${options} value=${value} onChange=${now} describedBy=${about} />`;
    if (field.type === 'select_one' && options.length <= SOME) return html`<${Select} ...${common} options=${options} value=${value} onChange=${now} />`;
    if (field.type === 'select_one') return html`<${Combo} ...${common} options=${options} value=${value} onChange=${now} />`;
    return html`<${TextInput} ...${common} field=${field} value=${value} onChange=${onChange} onCommit=${(next) => commit(field.name, next)} />`;
  }}<//>`;
}

export function ColleagueChoice({ whom, ...common }) {
  const colleagues = useColleagues(true, whom) || [];
  return html`<${Combo} ...${common} options=${colleagues.map((one) => ({ value: one.id, label: one.name, sub: knows(`role.${one.role}`) ? t(`role.${one.role}`) : '' }))} />`;
}

export function Select({ id, options, value, onChange, describedBy, invalid }) {
  return html`<select id=${id} class="input" aria-describedby=${describedBy} aria-invalid=${invalid ? 'true' : undefined} value=${value || ''} onChange=${(event) => onChange(event.target.value || null)}>
    <option value="">${t('field.choose')}</option>${options.map((option) => html`<option value=${option.value}>${option.label}</option>`)}</select>`;
}

function asList(value) {
  if (Array.isArray(value)) return value;
  return value ? String(value).split(' ') : [];
}

function TextInput({ id, field, value, onChange, onCommit, describedBy, invalid }) {
  const whole = field.type === 'integer';
  const read = (text) => {
    if (!whole) return text;
    const tidy = text.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).trim();
    return /^-?\d+$/.test(tidy) ? Number(tidy) : tidy || null;
  };
  const common = {
    id, dir: 'auto', autocomplete: 'off', 'aria-describedby': describedBy, 'aria-invalid': invalid ? 'true' : undefined,
    onInput: (event) => onChange(read(event.target.value)), onBlur: (event) => onCommit(read(event.target.value)),
  };
  if (/\b(multiline|textarea)\b/.test(field.appearance || '')) return html`<textarea class="input" ...${common} value=${value ?? ''}></textarea>`;
  if (field.type === 'date') return html`<input class="input short" type="date" ...${common} dir=${undefined} value=${value ?? ''} /><${DayInWords} id=${id} day=${value} />`;
  return html`<input class=${`input ${whole ? 'short' : ''}`} type="text" inputmode=${whole ? 'numeric' : field.type === 'decimal' ? 'decimal' : undefined} ...${common} value=${value ?? ''} />`;
}
