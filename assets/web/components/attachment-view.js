// An attachment of a record: a picture, a player, or a file to open. Each look at it leaves a trace on the box, so sound
// and film are fetched only when they are played.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { addressOf, attachmentWords, familyOf, referenceOf } from '../store/attachments.js';
import { Icon } from './icon.js';

/** `record` is the id of the record that the answer is part of; `label` names the question. `source` is shown instead of what the box has. */
export function AttachmentView({ record, value, label, source }) {
  const [failed, setFailed] = useState(false);
  const reference = referenceOf(value);
  if (!reference) return html`<bdi>${value}</bdi>`;
  const address = source || addressOf(record, reference);
  const family = familyOf(reference.type);
  const words = html`<span class="small quiet"><bdi>${attachmentWords(reference)}</bdi></span>`;
  const lost = failed && html`<p class="fault" role="alert"><${Icon} name="alert" /><span>${t('attach.unreadable')}</span></p>`;
  const fail = () => setFailed(true);
  const open = (icon) => html`<a class="button plain no-print" href=${address} target="_blank" rel="noopener noreferrer" download=${family === 'file' ? reference.name || true : undefined}><${Icon} name=${icon} /><span>${t('attach.open')}</span></a>`;
  if (family === 'image') {
    return html`<figure class="attachment person">${failed ? lost : html`<img src=${address} alt=${label} loading="lazy" onError=${fail} />`}<figcaption class="row">${words}${open('eye')}</figcaption></figure>`;
  }
  if (family === 'audio') return html`<figure class="attachment person"><audio class="no-print" controls preload="none" src=${address} aria-label=${label} onError=${fail}></audio>${lost}<figcaption>${words}</figcaption></figure>`;
  if (family === 'video') return html`<figure class="attachment person"><video class="no-print" controls preload="none" playsinline src=${address} aria-label=${label} onError=${fail}></video>${lost}<figcaption>${words}</figcaption></figure>`;
  return html`<p class="attachment row"><span class="person"><bdi>${attachmentWords(reference)}</bdi></span>${open('out')}</p>`;
}
