// What helps while somebody tells: words for a child on the telephone, and what is not said.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { Card } from './card.js';

/** Beside the form at a desk; on a phone one line that opens. */
export function CallScript({ narrow }) {
  const words = html`<div class="stack-tight">
    <p class="strong">${t('call.scriptChild')}</p>
    <ul class="bullets"><li>${t('call.script.hello')}</li><li>${t('call.script.safe')}</li><li>${t('call.script.tell')}</li>
      <li>${t('call.script.believe')}</li><li>${t('call.script.where')}</li><li>${t('call.script.whom')}</li><li>${t('call.script.back')}</li></ul>
    <p class="strong">${t('call.scriptNot')}</p>
    <ul class="bullets"><li>${t('call.script.noPromise')}</li><li>${t('call.script.noWhy')}</li><li>${t('call.script.noProof')}</li></ul>
  </div>`;
  if (narrow) return html`<details class="card script"><summary>${t('call.script')}</summary>${words}</details>`;
  return html`<aside class="script" aria-label=${t('call.script')}><${Card} title=${t('call.script')}>${words}<//></aside>`;
}
