// How to reach a child safely stands before every number and address; those open only below it.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { Icon } from './icon.js';
import { Button } from './button.js';
import { Facts } from './facts.js';

const BEHIND = ['phone', 'address'];

export function SafeContact({ form, child, places }) {
  const [open, setOpen] = useState(false);
  const { fields, hidden = [] } = child;
  const restriction = fields.contact_restriction;
  const has = BEHIND.some((name) => fields[name] || hidden.includes(name));
  return html`<section class=${`card safe-contact stack-tight ${restriction ? 'restricted' : ''}`} aria-labelledby="safe-contact">
    <h2 id="safe-contact" class="row"><${Icon} name="phone" />${t('safe.title')}</h2>
    ${restriction && html`<p class="strong mark urgent row"><${Icon} name="alert" /><span class="person grow"><bdi>${restriction}</bdi></span></p>`}
    ${hidden.includes('safe_contact') ? html`<p class="quiet">${t('facts.hidden')}</p>`
    : fields.safe_contact ? html`<p class="strong person"><bdi>${fields.safe_contact}</bdi></p>` : html`<p>${t('safe.none')}</p>`}
    ${has && !open && html`<div class="no-print"><${Button} onClick=${() => setOpen(true)}>${t('safe.show')}<//></div>`}
    ${has && open && html`<${Facts} form=${form} record=${child} names=${BEHIND} places=${places} />`}
  </section>`;
}
