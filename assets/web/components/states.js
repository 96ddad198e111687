// Nothing here, and not here yet. An empty state says what to do.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useValue } from '../lib/observable.js';
import { wire } from '../api/client.js';
import { Icon } from './icon.js';
import { Banner } from './banner.js';
import { ErrorBox } from './error-box.js';

export function EmptyState({ icon = 'done', title, children }) {
  return html`<div class="empty"><${Icon} name=${icon} /><p class="strong">${title}</p>${children}</div>`;
}

export function Loading() {
  return html`<p class="loading" role="status">${t('state.loading')}</p>`;
}

/** What a resource has to say while it has no data; null once it has. */
export function Waiting({ resource }) {
  if (resource.data) return null;
  if (resource.problem) return html`<${ErrorBox} problem=${resource.problem} again=${resource.again} />`;
  return html`<${Loading} />`;
}

/** What was submitted waits on this device until the box is reached. `more` says what may be done meanwhile. */
export function WaitingHere({ more }) {
  return html`<${Banner} kind="waiting" live="polite" title=${t('save.deviceNow')}><p>${t('save.deviceHint')}</p>${more && html`<p>${more}</p>`}<//>`;
}

/** In the place of answers whose form is not here: nothing while it is on its way, the reason while the box is out of reach. */
export function WordsAway({ text }) {
  return useValue(wire).reach === 'offline' && html`<p class="small quiet">${text}</p>`;
}
