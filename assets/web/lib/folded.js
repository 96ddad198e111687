// Text as a search compares it: without marks and capital letters.
export function folded(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
