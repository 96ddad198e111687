// Confidential cases that are linked to a child's file, for who has the right to know of them.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { can } from '../api/session.js';
import { useResource } from '../store/resource.js';
import { LinkButton } from './button.js';
import { Card } from './card.js';
import { Chip } from './chip.js';
import { ListRow } from './list-row.js';
import { When } from './when.js';

export function ConfidentialRow({ row }) {
  return html`<${ListRow} href=${`#/confidential/${row.id}`} icon="lock" title=${html`<bdi>${row.code || t('confidential.one')}</bdi>`}
    sub=${row.opened && html`<${When} day=${row.opened} />`} end=${row.closed && html`<${Chip} kind="done">${t('confidential.closed')}<//>`} />`;
}

export function ConfidentialCard({ dossier }) {
  const { data } = useResource(`/api/v1/dossiers/${dossier.id}/confidential`);
  if (!data) return null;
  return html`<${Card} flush id="confidential" title=${t('confidential.linked')}>
    <ul>${data.rows.map((row) => html`<li key=${row.id}><${ConfidentialRow} row=${row} /></li>`)}</ul>
    ${can('create:gbv_case') && html`<div class="form-foot"><${LinkButton} kind="plain" icon="new" href=${`#/confidential/add/${dossier.id}`}>${t('confidential.new')}<//></div>`}<//>`;
}
