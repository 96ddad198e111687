// A table with a caption; scrolls by itself on a narrow screen.
import { html } from '../lib/preact.js';

/** `columns`: {key, label, number}. `rows`: objects by key. */
export function Table({ caption, columns, rows, hideCaption }) {
  return html`<div class="table-wrap" tabindex="0" role="region" aria-label=${caption}><table>
    <caption class=${hideCaption ? 'hidden' : 'small quiet'}>${caption}</caption>
    <thead><tr>${columns.map((column) => html`<th scope="col" class=${column.number ? 'figure-cell' : ''}>${column.label}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr>${columns.map((column) => html`<td class=${column.number ? 'figure-cell' : ''}>${row[column.key]}</td>`)}</tr>`)}</tbody>
  </table></div>`;
}
