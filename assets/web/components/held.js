// Questions that cannot be changed while what they said is on its way: nothing is typed that would go nowhere.
import { html } from '../lib/preact.js';

export function Held({ when, children }) {
  return html`<fieldset class="held" disabled=${Boolean(when)}>${children}</fieldset>`;
}
