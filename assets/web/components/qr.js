// A QR code drawn here, so that a secret goes through no picture service and no picture file.
import { html } from '../lib/preact.js';
import { qrGrid } from '../lib/qr.js';

const QUIET = 4;

export function Qr({ text, label }) {
  const grid = qrGrid(text);
  if (!grid) return null;
  const size = grid.length + 2 * QUIET;
  const path = grid.flatMap((row, y) => row.map((on, x) => (on ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : ''))).join('');
  return html`<svg class="qr" viewBox=${`0 0 ${size} ${size}`} role="img" aria-label=${label} shape-rendering="crispEdges"><path d=${path} /></svg>`;
}
