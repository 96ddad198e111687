// How far a file is: on its way, then in the hands of the box.
import { html, useEffect, useRef } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { Button } from '../button.js';

/** `words`: the key of what is said while the box works. */
export function Sending({ name, share, words = 'publish.checking', onStop }) {
  const there = share >= 1;
  // What was pressed is gone from the screen: the focus goes on from here.
  const here = useRef(null);
  useEffect(() => { here.current.focus(); }, []);
  return html`<div class="card stack-tight" tabindex="-1" ref=${here}>
    <p role="status">${t(there ? words : 'publish.sending')}</p>
    <p class="small quiet"><bdi>${name}</bdi></p>
    <progress key=${there} max="1" value=${there ? undefined : share} aria-label=${t(there ? words : 'publish.sending')}></progress>
    <div><${Button} onClick=${onStop}>${t('publish.stop')}<//></div>
  </div>`;
}
