// A sheet over the screen: keeps the focus inside, closes with Escape, gives the focus back.
import { html, useEffect, useRef, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { Banner } from './banner.js';
import { Button } from './button.js';
import { Icon } from './icon.js';

const WORDS = 'textarea, input:not([type]), input[type=text]';

/**
 * `kept`: what is typed in it is a draft, and there again when it is opened anew. Without, a tap beside the sheet, Escape or the cross
 * throw nothing away that somebody typed: they ask.
 */
export function Sheet({ title, onClose, kept, children }) {
  const dialog = useRef(null);
  const typed = useRef(false);
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    const before = document.activeElement;
    const open = dialog.current;
    open.showModal();
    return () => {
      // While it is open, what lies below takes no focus.
      open.close();
      if (before && before.isConnected) before.focus();
    };
  }, []);
  useEffect(() => { if (asking) dialog.current.querySelector('.asks-first button').focus(); }, [asking]);
  const note = (event) => { if (event.target.matches(WORDS)) typed.current = true; };
  const leave = () => {
    const lost = !kept && typed.current && [...dialog.current.querySelectorAll(WORDS)].some((one) => !one.readOnly && one.value.trim());
    if (lost && !asking) setAsking(true);
    else if (!lost) onClose();
  };
  const backdrop = (event) => { if (event.target === dialog.current) leave(); };
  return html`<dialog class="sheet" ref=${dialog} aria-labelledby="sheet-title" onCancel=${(event) => { event.preventDefault(); leave(); }} onMouseDown=${backdrop} onInput=${note}>
    <header><h2 id="sheet-title">${title}</h2>
      <button type="button" class="button plain" onClick=${leave} aria-label=${t('do.close')}><${Icon} name="close" /></button></header>
    <div class="body stack">${asking && html`<div class="asks-first"><${Banner} kind="due" live="assertive" title=${t('sheet.typed')}>
      <p class="row"><${Button} onClick=${() => setAsking(false)}>${t('sheet.stay')}<//><${Button} kind="plain" onClick=${onClose}>${t('draft.throw')}<//></p><//></div>`}${children}</div>
  </dialog>`;
}
