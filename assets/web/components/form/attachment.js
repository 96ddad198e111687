// A question whose answer is a photo, a recording, a film or a file: taken here or chosen, sent at once, shown, taken away.
import { html, useEffect, useRef, useState } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { useValue } from '../../lib/observable.js';
import { redrawn } from '../../lib/pictures.js';
import { adopt, attach, cancel, referenceOf, retry, sizeWords, takeBack, uploads } from '../../store/attachments.js';
import { putInDraft } from '../../store/drafts.js';
import { parametersOf } from '../../store/forms.js';
import { AttachmentView } from '../attachment-view.js';
import { Banner } from '../banner.js';
import { Button } from '../button.js';
import { ErrorBox } from '../error-box.js';
import { Camera, hasCamera } from './camera.js';
import { canRecord, Recorder } from './recorder.js';

const ACCEPT = {
  image: 'image/*', audio: 'audio/*', video: 'video/*',
  file: '.pdf,.docx,.xlsx,.odt,.txt,.jpg,.jpeg,.png,.webp,.mp3,.m4a,.ogg,.wav,.mp4,.webm',
};

const STILL_SENDING = 'still-sending';

/** How many rows the form has for a question; inside a repeat it may change while a file is on its way. */
function rowsOf(open, name) {
  if (open.closed) return 0;
  return [...open.filling.states.values()].filter((state) => state.field === name).length;
}

export function Attachment({ id, field, value, state, parts, label, describedBy, onChange }) {
  const jobs = useValue(uploads);
  const [making, setMaking] = useState(false);
  const input = useRef(null);
  const [working, setWorking] = useState(false);
  const place = parts.attach;
  const at = state.at || [];
  const key = [place && place.record, field.name, ...at].join('/');
  const job = jobs.find((one) => one.key === key);
  const rows = rowsOf(parts.open, field.name);
  /** Gives the answer its reference; a form that was left meanwhile gets it through its draft. */
  const give = (reference) => {
    const { open } = parts;
    if (open.closed) {
      if (!at.length) putInDraft(place.draft, place.about, field.name, reference);
      return;
    }
    // The list of rows changed under it: which row it belongs to is not known any more.
    if (at.length && rowsOf(open, field.name) !== rows) return;
    onChange(reference);
  };
  useEffect(() => { if (job) adopt(job.id, give); }, [job && job.id, parts.open]);
  if (!place) return html`<${Banner}><p>${t('attach.later')}</p><//>`;
  const held = referenceOf(value);

  const take = async (blob, name = '') => {
    setMaking(false);
    setWorking(true);
    const picture = field.type === 'image' ? await redrawn(blob, Number(parametersOf(field)['max-pixels']) || undefined) : blob;
    setWorking(false);
    attach({ key, place, field, blob: picture, name, take: give });
  };
  const chosen = (event) => {
    const file = event.target.files[0];
    event.target.value = '';
    if (file) take(file, file.name);
  };
  const remove = () => {
    takeBack(held);
    onChange(null);
  };

  if (held) {
    return html`<div class="stack-tight"><${AttachmentView} record=${place.record} value=${value} label=${label} />
      <div class="row"><${Button} id=${`${id}-remove`} kind="plain" icon="close" aria-label=${`${t('do.remove')}: ${label}`} onClick=${remove}>${t('do.remove')}<//></div></div>`;
  }
  if (job) return html`<${Sending} job=${job} label=${label} type=${field.type} />`;
  if (making) {
    const close = () => setMaking(false);
    return field.type === 'image' ? html`<${Camera} onPhoto=${(blob) => take(blob)} onClose=${close} label=${label} />`
      : html`<${Recorder} kind=${field.type} onDone=${(blob) => take(blob)} onClose=${close} label=${label} />`;
  }
  const makes = field.type === 'image' ? hasCamera() : field.type !== 'file' && canRecord();
  return html`<div class="row" aria-describedby=${describedBy}>
    ${makes && html`<${Button} id=${`${id}-make`} icon=${field.type === 'image' ? 'eye' : 'new'} onClick=${() => setMaking(true)}>${t(`attach.make.${field.type}`)}<//>`}
    <${Button} id=${`${id}-choose`} icon="note" busy=${working} onClick=${() => input.current.click()}>${t(`attach.choose.${field.type}`)}<//>
    <input id=${`${id}-file`} class="hidden" type="file" tabindex="-1" aria-hidden="true" accept=${ACCEPT[field.type]} capture=${field.type === 'file' || makes ? undefined : 'environment'} ref=${input} onChange=${chosen} /></div>`;
}

/** On its way, waiting for the network, or refused. */
function Sending({ job, label, type }) {
  const [preview, setPreview] = useState('');
  useEffect(() => {
    const address = URL.createObjectURL(job.blob);
    setPreview(address);
    return () => URL.revokeObjectURL(address);
  }, [job.blob]);
  if (job.state === 'refused') {
    return html`<${ErrorBox} problem=${job.problem}><${Button} onClick=${() => cancel(job.id)}>${t('attach.another')}<//><//>`;
  }
  const shown = preview && (type === 'image' ? html`<img src=${preview} alt=${label} />` : type === 'audio' ? html`<audio controls src=${preview} aria-label=${label}></audio>` : null);
  return html`<div class="stack-tight">
    ${shown && html`<figure class="attachment person">${shown}</figure>`}
    ${job.state === 'waiting' ? html`<${Banner} kind="waiting" live="polite" title=${t('attach.waiting')}><p>${t('attach.waitingHint')}</p>
        <div class="row"><${Button} onClick=${() => retry(job.id)}>${t('do.again')}<//><${Button} kind="plain" onClick=${() => cancel(job.id)}>${t('attach.cancel')}<//></div><//>`
      : html`<progress max=${job.blob.size} value=${job.sent} aria-label=${t('attach.progress')}></progress>
        <p class="row"><span class="small quiet" role="status">${t('attach.sending', { done: sizeWords(job.sent), all: sizeWords(job.blob.size) })}</span>
          <${Button} kind="plain" icon="close" onClick=${() => cancel(job.id)}>${t('attach.cancel')}<//></p>`}</div>`;
}

/** Why a form with these attachments can't be saved yet; nothing when it can. */
export function StillSending({ record }) {
  const jobs = useValue(uploads).filter((job) => job.record === record && job.state !== 'refused');
  if (!jobs.length) return null;
  return html`<div id=${STILL_SENDING} tabindex="-1"><${Banner} kind="waiting" icon="waiting" live="polite" title=${t('attach.unsent', { n: jobs.length })}><p>${t('attach.unsentHint')}</p><//></div>`;
}

/** Takes who pressed Save to the reason why nothing is saved yet. */
export function focusStillSending() {
  const reason = document.getElementById(STILL_SENDING);
  if (reason) reason.focus();
}
