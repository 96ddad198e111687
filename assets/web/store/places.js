// Places as a question offers them. A country has tens of thousands: they are put in order once, not at each key.
import { language, local } from '../lib/i18n.js';

const indexes = new WeakMap();
const offers = new WeakMap();

/** Code → place, made once for a list of places. */
export function placeOf(places, code) {
  let index = indexes.get(places);
  if (!index) {
    index = new Map(places.map((place) => [place.code, place]));
    indexes.set(places, index);
  }
  return index.get(code);
}

export function placeLabel(places, code) {
  const found = placeOf(places, code);
  return found ? local(found.name) : code;
}

function option(places, place) {
  return { value: place.code, label: local(place.name), sub: place.parent ? placeLabel(places, place.parent) : '' };
}

/** What can be chosen: no retired place but the one that is the answer already. */
export function placeOptions(places, value) {
  let made = offers.get(places);
  if (!made || made.language !== language.value.code) {
    made = { language: language.value.code, options: places.filter((place) => !place.retired).map((place) => option(places, place)) };
    offers.set(places, made);
  }
  const kept = value && placeOf(places, value);
  return kept && kept.retired ? [...made.options, option(places, kept)] : made.options;
}
