// Title of a screen, the way back, the state of saving. The heading takes the focus when the screen opens.
import { html, useEffect, useRef } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { Icon } from './icon.js';
import { SaveState } from './save-state.js';
import { CoverButton } from './cover-button.js';

let first = true;

export function PageHead({ title, spoken, back, children, plain }) {
  const heading = useRef(null);
  const name = spoken || title;
  useEffect(() => { document.title = `${typeof name === 'string' ? name : ''} · Kinbox`; }, [name]);
  useEffect(() => {
    // A form that opens at one of its questions has the focus there already; taking it away would count as leaving it.
    const asked = document.activeElement && document.activeElement.matches('main input, main textarea, main select');
    if (!first && !asked) heading.current.focus({ preventScroll: true });
    first = false;
    if (!asked) scrollTo(0, 0);
  }, []);
  return html`<header class="page-head">
    <div class="head">${back && html`<a class="button plain back" href=${back} aria-label=${t('go.back')}><${Icon} name="back" /></a>`}
    <h1 tabindex="-1" ref=${heading}>${title}</h1></div>
    <div class="tools">${children}${!plain && html`<${SaveState} /><${CoverButton} />`}</div>
  </header>`;
}
