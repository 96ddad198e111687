// Every value that one field ever had: who, when, what.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useResource } from '../store/resource.js';
import { fieldLabel, valueWords } from '../store/forms.js';
import { Sheet } from './sheet.js';
import { EmptyState, Waiting } from './states.js';
import { When } from './when.js';

export function FieldHistory({ form, record, name, places, onClose }) {
  const history = useResource(`/api/v1/records/${record.id}/history`);
  const values = history.data ? [...(history.data.fields[name] || [])].sort((a, b) => b.version - a.version) : [];
  return html`<${Sheet} title=${t('history.of', { field: fieldLabel(form, name) })} onClose=${onClose}>
    <${Waiting} resource=${history} />
    ${history.data && !values.length && html`<${EmptyState} icon="history" title=${t('history.none')} />`}
    <ol class="timeline">${values.map((value, at) => html`<li key=${value.entry}>
      <p class="person strong"><bdi>${valueWords(form, name, value.value, places) || t('history.cleared')}</bdi>${at === 0 && html` <span class="quiet small">${t('history.now')}</span>`}</p>
      <p class="small quiet"><${When} at=${value.at} /> · <bdi>${value.actor.name}</bdi>${value.device && html` · ${t('history.device')} <bdi class="number">${value.device.slice(0, 8)}</bdi>`}</p></li>`)}</ol>
  <//>`;
}
