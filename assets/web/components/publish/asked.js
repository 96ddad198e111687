// A second person was asked: what happens next.
import { html, useEffect, useRef } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { Banner } from '../banner.js';

export function Asked({ children }) {
  const here = useRef(null);
  useEffect(() => { here.current.focus(); }, []);
  return html`<div class="stack">
    <div tabindex="-1" ref=${here}><${Banner} kind="waiting" live="polite" title=${t('publish.asked')}><p>${t('publish.askedHint')}</p><//></div>
    <div class="row">${children}</div>
  </div>`;
}
