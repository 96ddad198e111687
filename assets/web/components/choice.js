// One answer of a few, or several of a few: large targets, real radio buttons and boxes underneath.
import { html } from '../lib/preact.js';

/** From so many on, boxes stand one under the other on a phone: a long list is read down, not across. */
const LONG = 7;

export function Choice({ name, many, options, value, onChange, describedBy, shape = '' }) {
  const chosen = many ? new Set(value || []) : null;
  const change = (option) => {
    if (!many) return onChange(option.value);
    const next = new Set(chosen);
    if (next.has(option.value)) next.delete(option.value);
    else next.add(option.value);
    return onChange(options.filter((one) => next.has(one.value)).map((one) => one.value));
  };
  return html`<div class=${`choices ${shape} ${options.length >= LONG ? 'long' : ''}`}>${options.map((option) => html`<label class=${`choice ${many ? 'many' : ''}`} key=${option.value}>
    <input type=${many ? 'checkbox' : 'radio'} name=${name} value=${option.value} aria-describedby=${describedBy}
      checked=${many ? chosen.has(option.value) : value === option.value} onChange=${() => change(option)} />
    <span>${option.label}</span></label>`)}</div>`;
}
