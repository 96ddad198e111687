// The note that goes with a publication: why, for colleagues and for who looks at it in a year.
import { html } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { FieldShell } from '../field.js';

const LONGEST = 1000;

export function Note({ id, label = t('publish.note'), hint = t('publish.noteHint'), value, onChange, missing }) {
  return html`<${FieldShell} id=${id} label=${label} hint=${hint} required fault=${missing ? 'required' : undefined}>${(about) => html`
    <textarea id=${id} class="input low" dir="auto" maxlength=${LONGEST} aria-required="true" aria-describedby=${about} aria-invalid=${missing ? 'true' : undefined} value=${value} onInput=${(event) => onChange(event.target.value)}></textarea>`}<//>`;
}
