// A message that stays: what happened, what is safe, what to do.
import { html } from '../lib/preact.js';
import { Icon } from './icon.js';

const ICON = { urgent: 'alert', due: 'due', done: 'done', waiting: 'waiting' };

/** `live`: 'polite' is read out when it appears, 'assertive' at once; nothing for text that was there from the start. */
export function Banner({ kind = '', icon, title, children, live }) {
  const role = live === 'assertive' ? 'alert' : live ? 'status' : undefined;
  return html`<div class=${`banner ${kind}`} role=${role}>
    <${Icon} name=${icon || ICON[kind] || 'info'} />
    <div class="grow">${title && html`<strong>${title}</strong>`}${children}</div>
  </div>`;
}
