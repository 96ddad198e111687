// The family that brothers and sisters share.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useResource } from '../store/resource.js';
import { familyOf } from '../store/family.js';
import { useForm } from '../store/forms.js';
import { LinkButton } from './button.js';
import { Card } from './card.js';
import { Facts } from './facts.js';

/** Addresses stay behind the safe-contact card. */
const SHOWN = ['family_name', 'place', 'caregiver_name', 'caregiver_relation'];

export function FamilyCard({ dossier, places, onHistory }) {
  const id = familyOf(dossier);
  const record = useResource(id ? `/api/v1/records/${id}` : null).data;
  const form = useForm(id ? 'family' : null).data;
  if (!record || !form) return null;
  return html`<${Card} title=${t('dossier.family')} tools=${html`<span class="row"><${LinkButton} icon="people" href=${`#/family/${id}/of/${dossier.id}`}>${t('family.open')}<//>
    ${record.may && record.may.edit.length > 0 && html`<${LinkButton} icon="edit" href=${`#/dossier/${dossier.id}/edit/${record.id}`}>${t('do.edit')}<//>`}</span>`}>
    <${Facts} form=${form} record=${record} names=${SHOWN} places=${places} onHistory=${(name) => onHistory({ form, record, name })} /><//>`;
}
