// Fields of a record as label and value. What may not be seen is said, not left out.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { referenceOf } from '../store/attachments.js';
import { askable, fieldOf, fieldLabel, valueWords } from '../store/forms.js';
import { AttachmentView } from './attachment-view.js';
import { Icon } from './icon.js';
import { WordsAway } from './states.js';

const PERSONAL = ['identity', 'address', 'contact', 'notifier', 'carer'];

/** `names`: which fields, in which order; all that hold something when missing. `onHistory(name)` makes each value a door to its history. */
export function Facts({ form, record, names, places = [], onHistory, all }) {
  if (!form) return html`<${WordsAway} text=${t('facts.noForm')} />`;
  const wanted = names || askable(form).filter((field) => field.type !== 'note').map((field) => field.name);
  const hidden = record.hidden || [];
  const rows = wanted.filter((name) => all || hidden.includes(name) || valueWords(form, name, record.fields[name], places) !== '');
  if (!rows.length) return html`<p class="quiet">${t('facts.none')}</p>`;
  return html`<dl class="facts">${rows.map((name) => {
    const field = fieldOf(form, name);
    const personal = /name|contact/.test(name) || (field && PERSONAL.includes(field.permission));
    const words = valueWords(form, name, record.fields[name], places);
    return html`<dt>${fieldLabel(form, name)}</dt>
      <dd><span class=${personal ? 'person grow' : 'grow'}>${hidden.includes(name) ? html`<span class="quiet row"><${Icon} name="lock" />${t('facts.hidden')}</span>` : referenceOf(record.fields[name]) ? html`<${AttachmentView} record=${record.id} value=${record.fields[name]} label=${fieldLabel(form, name)} />` : words ? html`<bdi>${words}</bdi>` : html`<span class="quiet">${t('facts.unknown')}</span>`}</span>
        ${onHistory && !hidden.includes(name) && html`<button type="button" class="button plain no-print" aria-label=${t('history.of', { field: fieldLabel(form, name) })} onClick=${() => onHistory(name)}><${Icon} name="history" /></button>`}</dd>`;
  })}</dl>`;
}
