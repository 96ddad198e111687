// The number that whoever told us asks with: to read, and in pairs to say aloud on the telephone.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';

/** Signs of a number in pairs, as they are said: `4F73-Q2AB` is 4F 73 Q2 AB. */
export function inPairs(number) {
  return number.replace(/[^0-9A-Za-z]/g, '').match(/.{1,2}/g) || [];
}

export function Acknowledgement({ number }) {
  return html`<div class="stack-tight">
    <p class="acknowledgement"><bdi dir="ltr">${number}</bdi></p>
    <p class="spoken"><span class="quiet">${t('call.sayIt')}</span> <bdi dir="ltr" class="number">${inPairs(number).map((pair) => html`<span class="pair" >${pair.split('').join('\u00a0')}</span> `)}</bdi></p>
  </div>`;
}
