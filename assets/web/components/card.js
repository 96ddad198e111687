// A box of related things with a heading of level two.
import { html } from '../lib/preact.js';

let count = 0;

export function Card({ title, children, flush, kind = '', tools, id }) {
  const label = title ? id || `card-${count += 1}` : undefined;
  return html`<section class=${`card ${flush ? 'flush' : ''} ${kind}`} aria-labelledby=${label}>
    ${title && html`<header class="spread"><h2 id=${label}>${title}</h2>${tools}</header>`}
    ${children}
  </section>`;
}
