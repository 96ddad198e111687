// Where an answer came from when nobody wrote it, and what was said last time: an icon and words, beside the question.
import { html } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { Icon } from '../icon.js';
import { When } from '../when.js';

/** `from`: 'today', 'calculation', 'default', or `form.field` of the record it was taken from. */
export function fromWords(from, titles = {}) {
  if (from === 'today') return t('form.fromToday');
  if (from === 'calculation') return t('form.calculated');
  if (from === 'default') return t('form.fromDefault');
  const form = from.split('.')[0];
  return t('form.from', { form: titles[form] || form });
}

export function From({ from, titles }) {
  if (!from) return null;
  return html`<p class="from small"><${Icon} name=${from === 'calculation' ? 'info' : 'link'} /><span>${fromWords(from, titles)}</span></p>`;
}

/** `last`: {value, at}; `words` the value as this question would say it. */
export function Beside({ last, words }) {
  return html`<p class="beside small"><${Icon} name="history" /><span>${t('form.lastTime')} <bdi class="strong">${words}</bdi>${last.at && html` · <${When} at=${last.at} />`}</span></p>`;
}
