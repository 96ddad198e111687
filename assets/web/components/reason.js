// Why somebody says yes or no, in their own words.
import { html } from '../lib/preact.js';
import { FieldShell } from './field.js';

export const LONGEST = 2000;

export function Reason({ id, label, value, onChange, needed, fault }) {
  return html`<${FieldShell} id=${id} label=${label} required=${needed} fault=${fault ? 'required' : null}>${(about) => html`<textarea id=${id} class="input" dir="auto" maxlength=${LONGEST} aria-describedby=${about} aria-invalid=${fault ? 'true' : undefined} value=${value} onInput=${(event) => onChange(event.target.value)}></textarea>`}<//>`;
}
