// "Step 2 of 4" with a bar beside the words.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';

export function StepBar({ step, of, say = t }) {
  return html`<p class="row small quiet"><span>${say('step.of', { step, of })}</span>
    <span class="steps" aria-hidden="true">${Array.from({ length: of }, (_, at) => html`<i class=${at < step ? 'past' : ''}></i>`)}</span></p>`;
}
