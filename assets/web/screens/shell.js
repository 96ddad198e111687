// The frame around every screen: places, notices about the connection and the box, the screen itself.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useValue } from '../lib/observable.js';
import { wire } from '../api/client.js';
import { saves } from '../store/queue.js';
import { Banner } from '../components/banner.js';
import { Icon } from '../components/icon.js';

const PLACES = [
  { id: 'day', screens: ['day'], icon: 'day' },
  { id: 'search', screens: ['search', 'dossier', 'conflict'], icon: 'search' },
  { id: 'new', screens: ['new', 'notifications', 'notification', 'register'], icon: 'new' },
  { id: 'more', screens: ['more', 'people', 'saves', 'design'], icon: 'more' },
];

function Notices() {
  const state = useValue(wire);
  const waiting = useValue(saves).filter((save) => save.state === 'device' || save.state === 'sending').length;
  if (state.reach === 'offline') {
    return html`<${Banner} kind="waiting" icon="offline" title=${t('notice.offline')} live="polite"><p>${waiting ? t('notice.offlineWaiting', { n: waiting }) : t('notice.offlineHint')}</p><//>`;
  }
  if (state.box === 'locked') return html`<${Banner} kind="due" icon="lock" title=${t('notice.locked')} live="polite"><p>${t('notice.lockedHint')}</p><//>`;
  if (state.box === 'read-only') return html`<${Banner} kind="urgent" title=${t('notice.readOnly')} live="polite"><p>${t('notice.readOnlyHint')}</p><//>`;
  return null;
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
        <ul>${PLACES.map((place) => html`<li key=${place.id}><a href=${`#/${place.id}`} aria-current=${place.id === at.name ? 'page' : place.screens.includes(at.name) ? 'true' : undefined}>
          <${Icon} name=${place.icon} />${t(`place.${place.id}`)}</a></li>`)}</ul>
      </nav>
      <div class="notices"><${Notices} /></div>
      <main id="main">${children}</main>
    </div>`;
}
