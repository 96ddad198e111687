// A signature with a finger, kept as the path of an SVG in whole numbers; or a written name for who signs by keyboard.
import { html, useEffect, useRef } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { Button } from '../button.js';

const WIDE = 600;
const HIGH = 200;
/** As long as the longest text the box accepts, with room to spare. */
const LONGEST = 18000;

export function isPath(value) {
  return /^M[\d ML]+$/.test(value || '');
}

export function SignatureImage({ value, label }) {
  if (!isPath(value)) return html`<bdi class="strong">${value}</bdi>`;
  return html`<svg class="signature-image" viewBox=${`0 0 ${WIDE} ${HIGH}`} role="img" aria-label=${label}><path d=${value} /></svg>`;
}

export function Signature({ id, value, onChange, label, describedBy }) {
  const pad = useRef(null);
  const path = useRef('');
  // Not a state: a quick stroke on a slow phone is over before the next drawing of the screen.
  const drawing = useRef(false);
  const signed = isPath(value);
  useEffect(() => { if (!value) path.current = ''; }, [value]);
  const point = (event) => {
    const box = pad.current.getBoundingClientRect();
    const clip = (part, most) => Math.max(0, Math.min(most, Math.round(part * most)));
    return `${clip((event.clientX - box.x) / box.width, WIDE)} ${clip((event.clientY - box.y) / box.height, HIGH)}`;
  };
  const begin = (event) => {
    event.preventDefault();
    pad.current.setPointerCapture(event.pointerId);
    drawing.current = true;
    path.current += `M${point(event)}`;
  };
  const go = (event) => {
    if (!drawing.current || path.current.length > LONGEST) return;
    path.current += `L${point(event)}`;
    pad.current.firstElementChild.setAttribute('d', path.current);
  };
  const end = () => {
    if (!drawing.current) return;
    drawing.current = false;
    onChange(path.current);
  };
  return html`<div class="stack-tight">
    <p class="small quiet">${t('form.sign')}</p>
    <svg class="signature-pad" ref=${pad} viewBox=${`0 0 ${WIDE} ${HIGH}`} preserveAspectRatio="none" role="img" aria-label=${label} onPointerDown=${begin} onPointerMove=${go} onPointerUp=${end} onPointerCancel=${end}>
      <path d=${signed ? value : path.current} /></svg>
    <div class="row">
      ${value && html`<${Button} kind="plain" icon="close" onClick=${() => { path.current = ''; onChange(null); }}>${t('form.signAgain')}<//>`}</div>
    ${!signed && html`<label class="other">${t('form.signTyped')}<input id=${`${id}-name`} class="input" dir="auto" autocomplete="off" maxlength="200" aria-describedby=${describedBy} value=${value || ''} onInput=${(event) => onChange(event.target.value)} /></label>`}
  </div>`;
}
