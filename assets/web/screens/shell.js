// The frame around every screen: places, notices about the connection and the box, the screen itself.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useValue } from '../lib/observable.js';
import { wire } from '../api/client.js';
import { can } from '../api/session.js';
import { saves } from '../store/queue.js';
import { unseen } from '../store/unseen.js';
import { Banner } from '../components/banner.js';
import { Button } from '../components/button.js';
import { Icon } from '../components/icon.js';
import { Sheet } from '../components/sheet.js';
import { UnlockForm } from './unlock.js';

/** `needs`: one of these rights; a place that could show nothing is not offered. */
const PLACES = [
  { id: 'day', screens: ['day', 'board', 'answer', 'decisions', 'decide', 'alerts'], icon: 'day', needs: ['view:child', 'view:notification'] },
  { id: 'search', screens: ['search', 'dossier', 'conflict'], icon: 'search', needs: ['view:child'] },
  { id: 'new', screens: ['new', 'call', 'visitor', 'notifications', 'notification', 'register'], icon: 'new', needs: ['create:notification', 'create:child', 'create:note'] },
  { id: 'more', screens: ['more', 'people', 'saves', 'design', 'trail', 'requests', 'account', 'forms', 'lists', 'figures', 'merge', 'duplicates', 'tracing', 'confidential'], icon: 'more', needs: null },
];

function offered() {
  return PLACES.filter((place) => !place.needs || place.needs.some(can));
}

/** Where somebody of this role begins. */
export function firstPlace() {
  return offered()[0].id;
}

/** The box was restarted under somebody's hands: who holds the passphrase may open it from here. */
function LockedNotice() {
  const [open, setOpen] = useState(false);
  return html`<${Banner} kind="due" icon="lock" title=${t('notice.locked')} live="polite"><p>${t('notice.lockedHint')}</p>
    <${Button} icon="lock" onClick=${() => setOpen(true)}>${t('notice.unlock')}<//>
  <//>
  ${open && html`<${Sheet} title=${t('unlock.title')} onClose=${() => setOpen(false)}><${UnlockForm} onDone=${() => setOpen(false)} /><//>`}`;
}

function Notices() {
  const state = useValue(wire);
  const waiting = useValue(saves).filter((save) => save.state === 'device' || save.state === 'sending').length;
  if (state.reach === 'offline') {
    return html`<${Banner} kind="waiting" icon="offline" title=${t('notice.offline')} live="polite"><p>${waiting ? t('notice.offlineWaiting', { n: waiting }) : t('notice.offlineHint')}</p><//>`;
  }
  if (state.box === 'locked') return html`<${LockedNotice} />`;
  if (state.box === 'read-only') return html`<${Banner} kind="urgent" title=${t('notice.readOnly')} live="polite"><p>${t('notice.readOnlyHint')}</p><//>`;
  return null;
}

/** How many alerts are new, at the place where one begins. */
function Unseen() {
  const count = useValue(unseen);
  return count > 0 && html`<span class="badge"><span class="hidden">${t('alerts.unseen', { n: count })}</span><span class="number" aria-hidden="true">${count > 99 ? '99+' : count}</span></span>`;
}

export function Shell({ at, children }) {
  const skip = (event) => {
    event.preventDefault();
    const heading = document.querySelector('main h1');
    if (heading) heading.focus();
  };
  return html`<a class="skip" href="#main" onClick=${skip}>${t('go.skip')}</a>
    <div class="frame">
      <nav class="places" aria-label=${t('go.places')}>
        <p class="brand"><img src=${new URL('../icons/icon.svg', import.meta.url).href} alt="" />Kinbox</p>
        <ul>${offered().map((place) => html`<li key=${place.id}><a href=${`#/${place.id}`} aria-current=${place.id === at.name || (place.id === firstPlace() && at.name === 'day') ? 'page' : place.screens.includes(at.name) ? 'true' : undefined}>
          <${Icon} name=${place.icon} />${t(`place.${place.id}`)}${place.id === firstPlace() && html`<${Unseen} />`}</a></li>`)}</ul>
      </nav>
      <div class="notices"><${Notices} /></div>
      <main id="main">${children}</main>
    </div>`;
}
