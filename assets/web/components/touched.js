// How many records a change touches. The box tells one to nine as nine: so few could say something about one child.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';

const FEW = 9;
const WORDS = { touches: ['publish.touches', 'publish.touchesFew'], holding: ['lists.holding', 'lists.holdingFew'] };

/** `says`: 'touches' for what changes a form, 'holding' for a code of a list. */
export function Touched({ records, says = 'touches' }) {
  if (records === null || records === undefined) return null;
  return html`<span class="small quiet touched">${records > 0 && records <= FEW ? t(WORDS[says][1]) : t(WORDS[says][0], { n: records })}</span>`;
}
