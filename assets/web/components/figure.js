// Bars drawn as SVG with the same numbers as a table behind them.
import { html } from '../lib/preact.js';
import { language, t } from '../lib/i18n.js';
import { Table } from './table.js';

const LINE = 30;
const WIDTH = 480;
const LABELS = 160;

/** `rows`: {label, value}. */
export function Bars({ title, rows, unit }) {
  const most = Math.max(1, ...rows.map((row) => row.value));
  const rtl = language.value.dir === 'rtl';
  const room = WIDTH - LABELS - 50;
  return html`<figure class="figure stack-tight">
    <figcaption class="strong">${title}</figcaption>
    <svg viewBox=${`0 0 ${WIDTH} ${rows.length * LINE}`} aria-hidden="true" focusable="false">
      ${rows.map((row, at) => {
        const length = Math.max(2, (row.value / most) * room);
        const y = at * LINE;
        const start = rtl ? WIDTH - LABELS - length : LABELS;
        return html`<g><text x=${rtl ? WIDTH : 0} y=${y + 19} text-anchor="start" direction=${rtl ? 'rtl' : 'ltr'}>${row.label}</text>
          <rect x=${start} y=${y + 5} width=${length} height=${LINE - 12} rx="3" />
          <text x=${rtl ? start - 8 : start + length + 8} y=${y + 19} direction="ltr" text-anchor=${rtl ? 'end' : 'start'}>${row.value}</text></g>`;
      })}
    </svg>
    <details><summary>${t('figure.table')}</summary>
      <${Table} caption=${title} hideCaption columns=${[{ key: 'label', label: title }, { key: 'value', label: unit, number: true }]} rows=${rows} /></details>
  </figure>`;
}
