// Which control answers a question: by its type, its appearance and how many answers are on offer.
import { html } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { choicesOf, isPartialDate, isPlace } from '../../store/forms.js';
import { placeOptions } from '../../store/places.js';
import { askedFor, isColleague } from '../../store/colleagues.js';
import { MEDIA } from '../../store/attachments.js';
import { Choice } from '../choice.js';
import { Combo } from '../combo.js';
import { PartialDate } from '../date-field.js';
import { ColleagueChoice } from '../field.js';
import { Attachment } from './attachment.js';
import { wordsOf } from './context.js';
import { GeoPoint } from './geopoint.js';
import { Moment, Digits, Steps, stepsOf, Text } from './inputs.js';
import { Chooser } from './chooser.js';
import { Signature } from './signature.js';

const FEW = 6;
const SOME = 20;
const GROUPED = ['partial', 'many', 'radios', 'acknowledge', 'geopoint', 'signature', 'attachment', 'steps'];

export function appears(field, word) {
  return (field.appearance || '').split(/\s+/).includes(word);
}

/** The choices of a question as {value, label}, in the form's language; retired ones only while they are the answer. */
export function optionsOf(parts, field, state) {
  const all = choicesOf(parts.open ? parts.open.form : parts.form, field);
  const chosen = state ? state.value.split(' ') : null;
  const offered = state && state.options ? new Set(state.options) : null;
  // A name may stand in a list more than once; the filter tells its rows apart.
  const rows = state && state.rows ? new Set(state.rows) : null;
  const offers = (choice, row) => (rows ? rows.has(row) : !offered || offered.has(choice.value));
  const stays = (choice, row) => chosen.includes(choice.value) && (offers(choice, row) || (!offered.has(choice.value) && all.findIndex((one) => one.value === choice.value) === row));
  return all
    .filter((choice, row) => !state || (!choice.retired && offers(choice, row)) || stays(choice, row))
    .map((choice) => ({ value: choice.value, label: wordsOf(parts, choice.label) }));
}

function nameOf(parts, field, options) {
  if (MEDIA.includes(field.type)) return 'attachment';
  if (isPartialDate(field)) return 'partial';
  if (isPlace(field)) return 'place';
  if (isColleague(field)) return 'colleague';
  if (field.type === 'select_multiple') return 'many';
  if (field.type === 'select_one') {
    if (appears(field, 'autocomplete') || appears(field, 'search')) return 'combo';
    if (appears(field, 'minimal')) return 'select';
    if (options.length <= FEW || appears(field, 'likert') || /\bcolumns/.test(field.appearance || '')) return 'radios';
    return options.length <= SOME ? 'select' : 'combo';
  }
  if (field.type === 'integer' && stepsOf(field)) return 'steps';
  if (['integer', 'decimal'].includes(field.type)) return 'number';
  if (['date', 'time', 'dateTime'].includes(field.type)) return 'moment';
  if (['acknowledge', 'geopoint', 'signature'].includes(field.type)) return field.type;
  return 'text';
}

export function controlOf(parts, field, state) {
  const options = field.list ? optionsOf(parts, field, state) : [];
  const name = nameOf(parts, field, options);
  return { name, options, group: GROUPED.includes(name) };
}

/** `onChange(value, done)`; `done` for an answer that is complete at once. `onLeave` when a text is left. */
export function Control({ kind, field, state, parts, onChange, onLeave, label, ...common }) {
  const now = (value) => onChange(value, true);
  const { value } = state;
  switch (kind.name) {
    case 'attachment': return html`<${Attachment} ...${common} field=${field} value=${value} state=${state} parts=${parts} label=${label} onChange=${now} />`;
    case 'partial': return html`<${PartialDate} ...${common} value=${value} ages=${field.name === 'birth_date'} onChange=${onChange} onLeave=${onLeave} />`;
    case 'place': return html`<${Combo} ...${common} options=${placeOptions(parts.places, value)} value=${value} onChange=${now} />`;
    case 'colleague': return html`<${ColleagueChoice} ...${common} whom=${askedFor(field)} value=${value} onChange=${now} />`;
    case 'acknowledge': return html`<${Choice} name=${common.id} many options=${[{ value: 'yes', label: t('value.yes') }]} value=${value ? ['yes'] : []} describedBy=${common.describedBy} onChange=${(next) => now(next.length ? true : null)} />`;
    case 'many': case 'radios': case 'select': case 'combo':
      return html`<${Chooser} ...${common} kind=${kind.name} field=${field} options=${kind.options} value=${value} onChange=${now} />`;
    case 'steps': return html`<${Steps} ...${common} field=${field} value=${value} onChange=${now} label=${label} />`;
    case 'number': return html`<${Digits} ...${common} field=${field} value=${value} onChange=${onChange} onLeave=${onLeave} />`;
    case 'moment': return html`<${Moment} ...${common} field=${field} value=${value} onChange=${onChange} onLeave=${onLeave} />`;
    case 'geopoint': return html`<${GeoPoint} ...${common} value=${value} onChange=${now} />`;
    case 'signature': return html`<${Signature} ...${common} value=${value} onChange=${now} label=${label} />`;
    default: return html`<${Text} ...${common} field=${field} value=${value} onChange=${onChange} onLeave=${onLeave} />`;
  }
}
