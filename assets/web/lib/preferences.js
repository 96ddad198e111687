// The only thing this release writes to the device: language and text size. Never anything about a person.
import { observable } from './observable.js';

const KEYS = ['language', 'textSize'];

export function recall(key) {
  try {
    return localStorage.getItem(`kinbox.${key}`);
  } catch {
    return null;
  }
}

export function remember(key, value) {
  if (!KEYS.includes(key)) throw new Error(`not a preference: ${key}`);
  try {
    localStorage.setItem(`kinbox.${key}`, value);
  } catch {
    // A browser that keeps nothing still works; the choice lasts until the page closes.
  }
}

export const TEXT_SIZES = ['normal', 'large', 'largest'];

export const textSize = observable('normal');

export function setTextSize(size) {
  const known = TEXT_SIZES.includes(size) ? size : 'normal';
  document.documentElement.dataset.size = known;
  textSize.set(known);
  remember('textSize', known);
}

/** Names and numbers of people are covered while true. Never kept: a new page starts uncovered. */
export const covered = observable(false);

export function setCovered(on) {
  document.documentElement.classList.toggle('covered', on);
  covered.set(on);
}
