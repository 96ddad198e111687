// A date as people say it with the exact one beside.
import { html } from '../lib/preact.js';
import { ago, exactDay, exactInstant, relativeDay } from '../lib/time.js';

export function When({ at, day, brief }) {
  if (!at && !day) return null;
  const exact = day ? exactDay(day) : exactInstant(at);
  const said = day ? relativeDay(day) : ago(at);
  return html`<time datetime=${at || day} title=${exact}>${said}${!brief && html` <span class="quiet number">(${exact})</span>`}</time>`;
}
