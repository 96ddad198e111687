// A short state: icon and word always together, so that colour is never the only sign.
import { html } from '../lib/preact.js';
import { Icon } from './icon.js';

const ICON = { urgent: 'alert', due: 'due', done: 'done', waiting: 'waiting' };

export function Chip({ kind, icon, children }) {
  const name = icon || ICON[kind];
  return html`<span class=${`chip ${kind || ''}`}>${name && html`<${Icon} name=${name} />`}${children}</span>`;
}
