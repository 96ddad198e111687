// How to reach a child safely stands before every number and address; those open only below it.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { leadingNames } from '../store/leading.js';
import { Icon } from './icon.js';
import { Button } from './button.js';
import { Facts } from './facts.js';

/** The rule alone: who must not learn it, how to get in touch. */
export function ContactRule({ child: { fields, hidden = [] } }) {
  return html`${fields.contact_restriction && html`<p class="strong mark urgent row"><${Icon} name="alert" /><span class="person grow"><bdi>${fields.contact_restriction}</bdi></span></p>`}
    ${hidden.includes('safe_contact') ? html`<p class="quiet">${t('facts.hidden')}</p>`
    : fields.safe_contact ? html`<p class="strong person"><bdi>${fields.safe_contact}</bdi></p>` : html`<p>${t('safe.none')}</p>`}`;
}

/** Below the rule of `child` what leads to somebody: in the child's record, or in `record` of `form`. `onHistory(name)` as in `Facts`. */
export function SafeContact({ form, child, record = child, places, onHistory }) {
  const [open, setOpen] = useState(false);
  const names = leadingNames(form, record);
  return html`<section class=${`card safe-contact stack-tight ${child.fields.contact_restriction ? 'restricted' : ''}`} aria-labelledby="safe-contact">
    <h2 id="safe-contact" class="row"><${Icon} name="phone" />${t('safe.title')}</h2>
    <${ContactRule} child=${child} />
    ${names.length > 0 && !open && html`<div class="no-print"><${Button} onClick=${() => setOpen(true)}>${t('safe.show')}<//></div>`}
    ${names.length > 0 && open && html`<div class="no-print"><${Facts} form=${form} record=${record} names=${names} places=${places} onHistory=${onHistory} /></div>`}
  </section>`;
}
