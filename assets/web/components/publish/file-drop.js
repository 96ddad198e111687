// Choosing a file: a large target to press, or to drop on. The real input lies over it, so that the keyboard finds it.
import { html, useState } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { Icon } from '../icon.js';

export function FileDrop({ again, busy, accept = '.xlsx,.xlsm,.md', hint = 'publish.fileHint', onFile }) {
  const [over, setOver] = useState(false);
  const take = (files) => {
    setOver(false);
    if (files && files[0] && !busy) onFile(files[0]);
  };
  const drop = (event) => {
    event.preventDefault();
    take(event.dataTransfer.files);
  };
  return html`<div class=${`drop ${over ? 'over' : ''} ${again ? 'again' : ''}`} onDragOver=${(event) => { event.preventDefault(); setOver(true); }} onDragLeave=${() => setOver(false)} onDrop=${drop}>
    <input id="form-file" type="file" accept=${accept} aria-disabled=${busy ? 'true' : undefined} aria-describedby="form-file-hint" onClick=${(event) => { if (busy) event.preventDefault(); }}
      onChange=${(event) => { take(event.target.files); event.target.value = ''; }} />
    <label class="face" for="form-file"><${Icon} name="note" /><span><span class="strong">${t(again ? 'publish.chooseAnother' : 'publish.choose')}</span> <span class="or">${t('publish.drop')}</span></span></label>
    <span class="small quiet" id="form-file-hint">${t(hint)}</span>
  </div>`;
}
