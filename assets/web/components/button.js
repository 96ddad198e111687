// Buttons carry a verb. While busy they keep their focus and answer no second press.
import { html } from '../lib/preact.js';
import { Icon } from './icon.js';

export function Button({ kind = '', icon, busy, children, onClick, type = 'button', wide, ...rest }) {
  const press = (event) => {
    if (busy) {
      event.preventDefault();
      return;
    }
    if (onClick) onClick(event);
  };
  return html`<button type=${type} class=${`button ${kind} ${wide ? 'wide' : ''}`} aria-disabled=${busy ? 'true' : undefined} onClick=${press} ...${rest}>
    ${icon && html`<${Icon} name=${icon} />`}<span>${children}</span>
  </button>`;
}

export function LinkButton({ kind = '', icon, href, children, ...rest }) {
  return html`<a class=${`button ${kind}`} href=${href} ...${rest}>${icon && html`<${Icon} name=${icon} />`}<span>${children}</span></a>`;
}
