// A photo taken inside the page: a camera app would leave a copy in the phone's gallery, for everybody who opens it.
import { html, useEffect, useRef, useState } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { snapshot } from '../../lib/pictures.js';
import { Banner } from '../banner.js';
import { Button } from '../button.js';

export function hasCamera() {
  return Boolean(navigator.mediaDevices && navigator.mediaDevices.getUserMedia);
}

/** `onPhoto(blob)`; `onClose` when none is wanted. */
export function Camera({ onPhoto, onClose, label }) {
  const video = useRef(null);
  const [state, setState] = useState('asking');
  useEffect(() => {
    let stream = null;
    let gone = false;
    const stop = () => { if (stream) for (const track of stream.getTracks()) track.stop(); };
    const open = async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 2048 }, height: { ideal: 1536 } } });
        if (gone) return stop();
        video.current.srcObject = stream;
        await video.current.play();
        if (!gone) setState('on');
      } catch {
        if (!gone) setState('failed');
      }
      return undefined;
    };
    open();
    return () => { gone = true; stop(); };
  }, []);
  const shoot = async () => {
    setState('asking');
    try {
      onPhoto(await snapshot(video.current));
    } catch {
      setState('failed');
    }
  };
  return html`<div class="stack-tight">
    ${state === 'failed' && html`<${Banner} kind="due" live="polite"><p>${t('attach.cameraFailed')}</p><//>`}
    ${state === 'asking' && html`<p class="small quiet" role="status">${t('attach.cameraAsking')}</p>`}
    <video class="camera" ref=${video} muted playsinline aria-label=${label} hidden=${state !== 'on'}></video>
    <div class="row">${state === 'on' && html`<${Button} kind="main" icon="eye" onClick=${shoot}>${t('attach.shoot')}<//>`}
      <${Button} onClick=${onClose}>${t('attach.cancel')}<//></div></div>`;
}
