// Compiled forms, people's titles for them, and the words of a value.
import { local, list, t } from '../lib/i18n.js';
import { dateWords } from '../lib/edtf.js';
import { attachmentWords, MEDIA, referenceOf } from './attachments.js';
import { colleagueName, isColleague } from './colleagues.js';
import { placeLabel } from './places.js';
import { heldOrLoad, load, useResource } from './resource.js';

const LIST = '/api/v1/forms';

/** The form, or null until it is here. */
export function useForm(name) {
  return useResource(name ? `${LIST}/${name}` : null);
}

export function useForms() {
  return useResource(LIST);
}

/** name → the form that is on its way, for all who wait for it. */
const coming = {};

/**
 * A form without asking the box each time: all forms and their list are of one edition, which is another when any of them
 * changes, also under the same name and version (what is asked here is switched). Throws `Problem`.
 */
export function formOfEdition(name) {
  if (!coming[name]) coming[name] = heldOrLoad(`${LIST}/${name}`, LIST).finally(() => { delete coming[name]; });
  return coming[name];
}

/** Asks whether the forms that this device holds are still those in use. Throws `Problem`. */
export function loadEdition() {
  return load(LIST);
}

/** Whether two readings of a form ask the same. The name and version alone do not say it. */
export function sameForm(one, other) {
  return one === other || Boolean(one && other && one.name === other.name && one.version === other.version && JSON.stringify(one) === JSON.stringify(other));
}

const NOWHERE = [];

export function usePlaces() {
  const { data } = useResource('/api/v1/places');
  return data ? data.places : NOWHERE;
}

export function fieldOf(form, name) {
  return form && form.fields.find((field) => field.name === name);
}

/** Whether a question or group is hidden for good: by who changed the form, or because it is not among what is asked here. */
export function neverAsked({ relevant }) {
  return Boolean(relevant) && relevant.trim() === 'false()';
}

export function choicesOf(form, field) {
  return (field && field.list && form.lists[field.list]) || [];
}

/** What stands in the parameters column of a question, `max-pixels=1024 app=x`, by name. */
export function parametersOf(field) {
  return Object.fromEntries((field.parameters || '').split(/[\s;]+/).map((part) => part.split('=')).filter((part) => part.length === 2));
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
  if (Array.isArray(value)) return list(value.map((one) => choiceLabel(form, name, one)));
  if (value === true) return t('value.yes');
  if (value === false) return t('value.no');
  if (!field) return String(value);
  if (isPlace(field)) return placeLabel(places, value);
  if (isColleague(field)) return colleagueName(value);
  if (field.type === 'select_multiple') return list(String(value).split(' ').map((one) => choiceLabel(form, name, one)));
  if (field.type === 'select_one') return choiceLabel(form, name, value);
  if (field.type === 'date' || isPartialDate(field)) return dateWords(String(value));
  if (MEDIA.includes(field.type) && referenceOf(value)) return attachmentWords(referenceOf(value));
  return String(value);
}

/** Fields that somebody can answer on a screen. */
export function askable(form) {
  return form.fields.filter((field) => !field.retired && !['calculate', 'hidden', 'start', 'end', 'today', 'username', 'deviceid'].includes(field.type));
}
