// The eye: covers names and numbers of people while somebody looks over the shoulder.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useValue } from '../lib/observable.js';
import { covered, setCovered } from '../lib/preferences.js';
import { Icon } from './icon.js';

export function CoverButton() {
  const on = useValue(covered);
  return html`<button type="button" class="button plain" aria-pressed=${String(on)} aria-label=${t('cover.names')} title=${on ? t('cover.off') : t('cover.on')} onClick=${() => setCovered(!on)}>
    <${Icon} name=${on ? 'covered' : 'eye'} />
  </button>`;
}
