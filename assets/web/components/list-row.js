// One row of a list: it opens what it shows in one tap.
import { html } from '../lib/preact.js';
import { Icon } from './icon.js';

export function ListRow({ href, onClick, icon, mark = '', title, sub, end, current }) {
  const inside = html`
    ${icon && html`<span class=${`lead mark ${mark}`}><${Icon} name=${icon} /></span>`}
    <span class="grow"><span class="strong">${title}</span>${sub && html`<span class="sub">${sub}</span>`}</span>
    ${end && html`<span class="end">${end}</span>`}`;
  if (href) return html`<a class="list-row" href=${href} aria-current=${current ? 'true' : undefined}>${inside}</a>`;
  return html`<button type="button" class="list-row" onClick=${onClick} aria-current=${current ? 'true' : undefined}>${inside}</button>`;
}
