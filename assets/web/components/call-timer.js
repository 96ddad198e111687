// How long a call has lasted.
import { html, useEffect, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';

/** Seconds as minutes and seconds: 65 is 1:05. */
export function minutes(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** `began`: milliseconds since 1970. A clock that was set back shows nought. */
export function CallTimer({ began }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return html`<p class="call-timer" role="timer"><span class="quiet">${t('call.since')}</span> <bdi dir="ltr" class="number strong">${minutes(Math.max(0, Math.floor((Date.now() - began) / 1000)))}</bdi></p>`;
}
