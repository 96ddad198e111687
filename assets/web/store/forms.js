// Compiled forms, people's titles for them, and the words of a value.
import { local, list, t } from '../lib/i18n.js';
import { dateWords } from '../lib/edtf.js';
import { colleagueName, isColleague } from './colleagues.js';
import { useResource } from './resource.js';

/** The form, or null until it is here. */
export function useForm(name) {
  return useResource(name ? `/api/v1/forms/${name}` : null);
}

export function useForms() {
  return useResource('/api/v1/forms');
}

export function usePlaces() {
  const { data } = useResource('/api/v1/places');
  return data ? data.places : [];
}

export function fieldOf(form, name) {
  return form && form.fields.find((field) => field.name === name);
}

export function choicesOf(form, field) {
  return (field && field.list && form.lists[field.list]) || [];
}

export function choiceLabel(form, name, value) {
  const field = fieldOf(form, name);
  const found = choicesOf(form, field).find((choice) => choice.value === value);
  return found ? local(found.label) : String(value);
}

export function fieldLabel(form, name) {
  const field = fieldOf(form, name);
  return field ? local(field.label) : name;
}

export function placeLabel(places, code) {
  const found = places.find((place) => place.code === code);
  return found ? local(found.name) : code;
}

export function isPlace(field) {
  return field.name === 'place' || /\bplace\b/.test(field.appearance || '');
}

export function isPartialDate(field) {
  return field.name === 'birth_date' || /\b(partial|estimated|edtf)\b/.test(field.appearance || '');
}

/** A value as a sentence would hold it; the empty text for none. */
export function valueWords(form, name, value, places = []) {
  if (value === undefined || value === null || value === '') return '';
  const field = fieldOf(form, name);
  if (Array.isArray(value)) return list(value.map((one) => (one && typeof one === 'object' ? rowWords(form, one, places) : choiceLabel(form, name, one))));
  if (value === true) return t('value.yes');
  if (value === false) return t('value.no');
  if (!field) return String(value);
  if (isPlace(field)) return placeLabel(places, value);
  if (isColleague(field)) return colleagueName(value);
  if (field.type === 'select_multiple') return list(String(value).split(' ').map((one) => choiceLabel(form, name, one)));
  if (field.type === 'select_one') return choiceLabel(form, name, value);
  if (field.type === 'date' || isPartialDate(field)) return dateWords(String(value));
  return String(value);
}

/** One row of a repeat on one line. */
function rowWords(form, row, places) {
  return Object.entries(row).map(([name, value]) => `${fieldLabel(form, name)}: ${valueWords(form, name, value, places)}`).join(', ');
}

/** What a record holds that its form no longer asks, as names of fields. */
export function fromEarlierVersions(form, record) {
  return form.fields.filter((field) => field.retired && ![undefined, null, ''].includes(record.fields[field.name])).map((field) => field.name);
}

/** Fields that somebody can answer on a screen. */
export function askable(form) {
  return form.fields.filter((field) => !field.retired && !['calculate', 'hidden', 'start', 'end', 'today', 'username', 'deviceid'].includes(field.type));
}
