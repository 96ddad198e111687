// What was said of a child and a search, by whom and when.
import { html } from '../lib/preact.js';
import { apart, t } from '../lib/i18n.js';
import { When } from '../components/when.js';

const Line = ({ one }) => html`<span>${t(`tracing.said.${one.kind}`, { name: apart(one.by.name) })} <span class="quiet"><${When} at=${one.at} /></span></span>
  ${one.reason && html`<bdi class="person">${one.reason}</bdi>`}`;

/** The newest of it, under a child in a list. */
export function SaidLast({ one }) {
  const last = one.said[one.said.length - 1];
  return last ? html`<p class="small stack-tight"><${Line} one=${last} /></p>` : null;
}

/** All of it, newest first: nothing that was said is taken away. */
export function SaidAll({ said }) {
  return html`<ol class="stack-tight">${[...said].reverse().map((one) => html`<li key=${one.at + one.kind} class="stack-tight"><${Line} one=${one} /></li>`)}</ol>`;
}
