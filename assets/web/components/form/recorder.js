// A recording made inside the page, of sound or film. It ends with a press, and when the question leaves the screen: what
// was said is kept either way.
import { html, useEffect, useRef, useState } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { Banner } from '../banner.js';
import { Button } from '../button.js';

const TYPES = {
  audio: ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'],
  video: ['video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4'],
};
/** Speech stays clear, and an hour fits. */
const SOUND = 32000;
const FILM = 1000000;

export function canRecord() {
  return Boolean(navigator.mediaDevices && navigator.mediaDevices.getUserMedia && window.MediaRecorder);
}

export function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}

/** How loud a stream is now, 0 to 1; 0 where the browser does not tell. */
function ear(stream) {
  try {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(analyser);
    const wave = new Uint8Array(analyser.fftSize);
    return {
      level() {
        analyser.getByteTimeDomainData(wave);
        return Math.min(1, Math.max(...wave.map((point) => Math.abs(point - 128))) / 64);
      },
      close() { context.close(); },
    };
  } catch {
    return { level: () => 0, close() {} };
  }
}

/** `kind` is audio or video. `onDone(blob)` with what was recorded; `onClose` when nothing was. */
export function Recorder({ kind, onDone, onClose, label }) {
  const [state, setState] = useState('asking');
  const [seconds, setSeconds] = useState(0);
  const [level, setLevel] = useState(0);
  const video = useRef(null);
  const recorder = useRef(null);
  const wanted = useRef(true);
  useEffect(() => {
    let stream = null;
    let listening = null;
    let timer = null;
    let gone = false;
    const stop = () => {
      clearInterval(timer);
      if (listening) listening.close();
      if (stream) for (const track of stream.getTracks()) track.stop();
    };
    const begin = async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: kind === 'video' ? { facingMode: 'environment', width: { ideal: 1280 } } : false });
        if (gone) return stop();
        const type = TYPES[kind].find((one) => MediaRecorder.isTypeSupported(one));
        const tape = new MediaRecorder(stream, { ...(type && { mimeType: type }), audioBitsPerSecond: SOUND, ...(kind === 'video' && { videoBitsPerSecond: FILM }) });
        const parts = [];
        tape.ondataavailable = (event) => { if (event.data.size) parts.push(event.data); };
        tape.onstop = () => {
          stop();
          if (wanted.current && parts.length) onDone(new Blob(parts, { type: tape.mimeType }));
          else if (!gone) onClose();
        };
        recorder.current = tape;
        tape.start(1000);
        listening = ear(stream);
        const began = Date.now();
        timer = setInterval(() => {
          setSeconds((Date.now() - began) / 1000);
          setLevel(listening.level());
        }, 200);
        if (video.current) {
          video.current.srcObject = stream;
          video.current.play().catch(() => {});
        }
        setState('on');
      } catch {
        stop();
        if (!gone) setState('failed');
      }
      return undefined;
    };
    begin();
    return () => {
      gone = true;
      if (recorder.current && recorder.current.state !== 'inactive') recorder.current.stop();
      else if (!recorder.current) stop();
    };
  }, []);
  const end = (keep) => {
    wanted.current = keep;
    if (recorder.current && recorder.current.state !== 'inactive') recorder.current.stop();
    else onClose();
  };
  return html`<div class="stack-tight recorder">
    ${state === 'asking' && html`<p class="small quiet" role="status">${t('attach.microphoneAsking')}</p>`}
    ${state === 'failed' && html`<${Banner} kind="due" live="polite"><p>${t('attach.microphoneFailed')}</p><//>`}
    ${kind === 'video' && html`<video class="camera" ref=${video} muted playsinline aria-label=${label} hidden=${state !== 'on'}></video>`}
    ${state === 'on' && html`<p class="row"><strong role="timer">${t('attach.recording', { time: clock(seconds) })}</strong>
      <meter min="0" max="1" value=${level} aria-label=${t('attach.level')}></meter></p>`}
    <div class="row">${state === 'on' && html`<${Button} kind="main" icon="done" onClick=${() => end(true)}>${t('attach.stop')}<//>`}
      <${Button} onClick=${() => end(false)}>${t('attach.cancel')}<//></div></div>`;
}
