// A one-time link as text and picture. It is shown now and never again.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { Banner } from './banner.js';
import { Button } from './button.js';
import { Lazy } from './lazy.js';

/** Links are made seldom, and only with the box in reach: nobody else fetches what draws them. */
const qr = () => import('./qr.js');

export function OneTimeLink({ link, name, children }) {
  return html`<div class="stack">
    <p>${t('people.linkHint', { name })}</p>
    <${Lazy} from=${qr} name="Qr" text=${link} label=${t('people.qr')} />
    <p class="letters small"><bdi dir="ltr">${link}</bdi></p>
    <${Banner} kind="due"><p>${t('people.linkOnce')}</p><//>
    <div class="row"><${Button} icon="print" onClick=${() => print()}>${t('do.print')}<//>${children}</div>
  </div>`;
}

/** The link as the box gives it, made absolute. */
export function absolute(link) {
  return new URL(link, location.origin).href;
}
