// What a report on a table says, in the language of the app.
import { html } from '../lib/preact.js';
import { knows, local, t } from '../lib/i18n.js';
import { faultTitle } from './form-words.js';

/** {title, words, suggestion, more} of a fault: the form's own message where it has one. */
export function tableFault(fault, form) {
  if (!knows(`table.fault.${fault.code}`)) return { title: faultTitle(fault.code), words: fault.words, suggestion: fault.suggestion };
  const title = local(fault.message) || t(`table.fault.${fault.code}`, { row: fault.other ? String(fault.other) : '' });
  if (fault.code === 'conflict') return { title, more: html`<p class="small"><span class="quiet">${t('table.now')}</span> <bdi class="strong">${fault.suggestion || t('publish.notSet')}</bdi></p>` };
  if (fault.record) return { title, more: html`<p><a href=${`#/providers/${form}/${fault.record}`}>${t('table.look')}</a></p>` };
  return { title, suggestion: fault.suggestion };
}
