// In a child's dossier: concerns that came in when the child was known already.
import { html } from '../lib/preact.js';
import { apart, t } from '../lib/i18n.js';
import { today } from '../lib/time.js';
import { amendEntry } from '../store/entries.js';
import { useForm } from '../store/forms.js';
import { enqueue, ownEntriesOf } from '../store/queue.js';
import { useResource } from '../store/resource.js';
import { Button, LinkButton } from './button.js';
import { Card } from './card.js';
import { Chip } from './chip.js';
import { Facts } from './facts.js';
import { When } from './when.js';

const SHOWN = ['concern', 'description', 'received_on', 'channel', 'notifier_kind', 'notifier_name', 'decision_reason'];

export function ConcernsCard({ dossier, places }) {
  const form = useForm('notification').data;
  const { data } = useResource(`/api/v1/dossiers/${dossier.id}/concerns`);
  if (!data || !data.rows.length || !form) return null;
  return data.rows.map((row) => html`<${Concern} key=${row.child.id} row=${row} form=${form} places=${places} dossier=${dossier} />`);
}

function Concern({ row: { notification, child, notedOn, notedBy }, form, places, dossier }) {
  const hash = `#/dossier/${dossier.id}`;
  const waits = ownEntriesOf(child.id).length > 0;
  const note = () => enqueue({ entries: [amendEntry(child, { link_noted_on: today() })], about: { label: t('concerns.note'), hash } });
  const facts = html`<${Facts} form=${form} record=${notification} names=${SHOWN.filter((name) => name in notification.fields)} places=${places} />`;
  const link = html`<p><a href=${`#/notification/${notification.id}`}>${t('concerns.open')}</a></p>`;
  if (notedOn) {
    return html`<${Card} title=${t('concerns.earlier')}><details><summary><${When} day=${notification.fields.received_on || notedOn} /> · ${t('concerns.noted', { name: apart(notedBy ? notedBy.name : '') })} <${When} day=${notedOn} /></summary>${facts}${link}</details><//>`;
  }
  return html`<${Card} id="concerns" title=${t('concerns.new')} tools=${notification.fields.urgent === 'yes' && html`<${Chip} kind="urgent">${t('notification.urgent')}<//>`}>
    <div class="stack">${facts}${link}
      <div class="row">${child.may && child.may.edit.includes('link_noted_on') && html`<${Button} kind="main" icon="done" busy=${waits} onClick=${note}>${t('concerns.note')}<//>`}
        ${dossier.may.create.includes('risk_assessment') && html`<${LinkButton} href=${`${hash}/add/risk_assessment`}>${t('concerns.assess')}<//>`}</div></div><//>`;
}
