// A sheet over the screen: keeps the focus inside, closes with Escape, gives the focus back.
import { html, useEffect, useRef } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { Icon } from './icon.js';

export function Sheet({ title, onClose, children }) {
  const dialog = useRef(null);
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
  const backdrop = (event) => { if (event.target === dialog.current) onClose(); };
  return html`<dialog class="sheet" ref=${dialog} aria-labelledby="sheet-title" onCancel=${(event) => { event.preventDefault(); onClose(); }} onMouseDown=${backdrop}>
    <header><h2 id="sheet-title">${title}</h2>
      <button type="button" class="button plain" onClick=${onClose} aria-label=${t('do.close')}><${Icon} name="close" /></button></header>
    <div class="body stack">${children}</div>
  </dialog>`;
}
