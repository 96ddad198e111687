// Whom a referral may name, and their names for showing who was asked.
import { useResource } from './resource.js';

const names = new Map();

/** Whom a question of people may name: the word beside `colleague` in its appearance says for what; a referral unless told. */
export function askedFor(field) {
  const [, what] = /\bcolleague (receiver|worker)\b/.exec((field && field.appearance) || '') || [];
  return what || 'referral';
}

/** The colleagues a record may name; null until they are here. `wanted` false asks for nothing. */
export function useColleagues(wanted = true, whom = 'referral') {
  const { data } = useResource(wanted ? `/api/v1/colleagues${whom === 'referral' ? '' : `?for=${whom}`}` : null);
  if (data) for (const one of data.colleagues) names.set(one.id, one.name);
  return data ? data.colleagues : null;
}

/** The name behind an id; the empty text for one who has left or is not known here. */
export function colleagueName(id) {
  return names.get(id) || '';
}

export function isColleague(field) {
  return /\bcolleague\b/.test(field.appearance || '');
}
