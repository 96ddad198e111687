// A person's name. Isolated, so that names of another script keep the sentence's order, and coverable by the eye.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';

export function Name({ name, other }) {
  return html`<span class="person"><bdi>${name || t('person.unnamed')}</bdi>${other && html` <span class="quiet">(<bdi>${other}</bdi>)</span>`}</span>`;
}

/** "7 years · girl" as far as known. */
export function ageAndSex({ age, sex, ageEstimated }) {
  const words = [];
  if (age !== null && age !== undefined) words.push(t(ageEstimated ? 'person.aboutYears' : 'person.years', { n: age }));
  const child = age === null || age === undefined || age < 18;
  if (sex === 'female') words.push(child ? t('person.girl') : t('person.woman'));
  if (sex === 'male') words.push(child ? t('person.boy') : t('person.man'));
  return words.join(' · ');
}

export function fullName(fields) {
  return [fields.given_name, fields.family_name].filter(Boolean).join(' ');
}
