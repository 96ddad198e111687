// Triage: the alert at the left, likely known children at the right with why they match.
import { html, useEffect, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { can } from '../api/session.js';
import { useResource } from '../store/resource.js';
import { amendEntry } from '../store/entries.js';
import { enqueue, saves, settled, withdraw } from '../store/queue.js';
import { useValue } from '../lib/observable.js';
import { useForm, usePlaces } from '../store/forms.js';
import { Banner } from '../components/banner.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { Chip } from '../components/chip.js';
import { ErrorBox } from '../components/error-box.js';
import { Facts } from '../components/facts.js';
import { Matches } from '../components/matches.js';
import { PageHead } from '../components/page-head.js';
import { Waiting, WaitingHere } from '../components/states.js';
import { ageAndSex, fullName, Name } from '../components/person.js';
import { isSettled } from '../store/notified.js';
import { NotificationChip } from '../components/case-words.js';
import { ScreenOut } from '../components/screen-out.js';
import { prepareForms } from './ahead.js';

const ALERT = ['asks_for', 'concern', 'description', 'received_on', 'place', 'address_note', 'channel', 'acknowledgement', 'decision_reason'];
/** How to reach them safely is read before any number opens. */
const SAFE = ['notifier_safe_contact'];
const NOTIFIER = ['notifier_kind', 'notifier_name', 'notifier_contact'];

export default function Notification({ parts }) {
  const id = parts[0];
  const resource = useResource(`/api/v1/notifications/${id}`);
  const { data } = resource;
  useEffect(() => { prepareForms(); }, []);
  return html`<${PageHead} title=${t('triage.title')} back="#/notifications" />
    <div><${Waiting} resource=${resource} />${data && html`<${Triage} key=${id} data=${data} />`}</div>`;
}

function Triage({ data }) {
  const { record, children, mayTriage } = data;
  const form = useForm('notification').data;
  const places = usePlaces();
  const [sheet, setSheet] = useState(false);
  const [waiting, setWaiting] = useState(null);
  const save = useValue(saves).find((one) => one.id === waiting);
  const unsettled = children.filter((child) => !isSettled(child));
  const fresh = record.status === 'new' || !record.status;
  const proposed = record.status === 'screening_out';
  // Registering one child decides the alert; its brothers and sisters may still follow.
  // A family that came for a service: nothing has to be screened out, the service may be given once.
  const asksOnly = (record.fields.asks_for || []).length > 0 && !(record.fields.concern || []).length;
  const open = fresh || proposed || (record.status !== 'screened_out' && unsettled.length > 0);

  const send = async (entries, label) => {
    const saveId = enqueue({ entries, about: { label, hash: `#/notification/${record.id}` } });
    setWaiting(saveId);
    await settled(saveId);
  };
  const link = (child, dossier) => {
    const entries = [amendEntry(child, { linked_dossier: dossier })];
    if ((fresh || proposed) && unsettled.length <= 1) entries.push(amendEntry(record, {}, { op: 'decide', status: 'linked' }));
    return send(entries, t('triage.link'));
  };
  const decide = (status, label) => send([amendEntry(record, {}, { op: 'decide', status })], label);
  const busy = save && save.state !== 'box' && save.state !== 'refused';

  return html`<div class="stack two even">
    <div class="stack">
      <${Card} title=${t('triage.alert')} tools=${html`<span class="row">${record.fields.urgent === 'yes' && html`<${Chip} kind="urgent">${t('notification.urgent')}<//>`}<${NotificationChip} status=${asksOnly && record.status === 'screened_out' ? 'served' : record.status || 'new'} /></span>`}>
        ${record.fields.call_back === 'yes' && open && html`<${Banner} kind="due" icon="phone" title=${t('triage.callBack')}><p>${t('triage.callBackHint')}</p><//>`}
        <${Facts} form=${form} record=${record} names=${ALERT} places=${places} />
        ${record.fields.notifier_safe_contact && html`<${Facts} form=${form} record=${record} names=${SAFE} places=${places} />`}
        <details><summary>${t('triage.notifier')}</summary><${Facts} form=${form} record=${record} names=${NOTIFIER} places=${places} /></details>
      <//>
    </div>
    <div class="stack">
      ${save && save.state === 'refused' && html`<${ErrorBox} problem=${save.problem}><${Button} onClick=${() => { withdraw(save.id); setWaiting(null); }}>${t('do.understood')}<//><//>`}
      ${save && save.state === 'device' && html`<${WaitingHere} />`}
      ${children.map((child) => html`<${NotifiedChild} key=${child.id} child=${child} notification=${record} canAct=${mayTriage && open} onLink=${link} busy=${busy} />`)}
      ${!children.length && html`<${Card} title=${t('notification.noChild')}><div class="stack"><p>${t('triage.noChildHint')}</p>
        ${mayTriage && open && can('create:child') && html`<${LinkButton} kind="main" icon="child" href=${`#/register/${record.id}`}>${t('triage.register')}<//>`}</div><//>`}
      ${mayTriage && fresh && html`<div class="actions"><${Button} icon=${asksOnly ? 'done' : 'close'} onClick=${() => setSheet(true)}>${asksOnly ? t('triage.served') : can('confirms_screening') ? t('triage.screenOut') : t('triage.proposeOut')}<//></div>`}
      ${mayTriage && proposed && html`<${Banner}><p>${t(asksOnly ? 'triage.servedWaits' : 'triage.outWaits')}</p><//><div class="row">
        ${can('confirms_screening') && html`<${Button} busy=${busy} onClick=${() => decide('screened_out', t('triage.outConfirm'))}>${t('triage.outConfirm')}<//>`}
        <${Button} busy=${busy} onClick=${() => decide('new', t('triage.outBack'))}>${t('triage.outBack')}<//></div>`}
      ${!mayTriage && open && html`<${Banner}><p>${t('triage.notYours')}</p><//>`}
    </div>
    ${sheet && html`<${ScreenOut} record=${record} asksOnly=${asksOnly} onClose=${() => setSheet(false)} />`}
  </div>`;
}

function NotifiedChild({ child, notification, canAct, onLink, busy }) {
  const { fields } = child;
  const [others, setOthers] = useState([]);
  const done = fields.linked_dossier;
  return html`<${Card} title=${html`<${Name} name=${fullName(fields)} />`} tools=${html`<span class="quiet">${ageAndSex({ age: fields.age_years, sex: fields.sex })}</span>`}>
    <div class="stack">
      ${fields.whereabouts && html`<p><span class="quiet">${t('triage.whereabouts')}</span> <span class="person"><bdi>${fields.whereabouts}</bdi></span></p>`}
      ${done ? html`<${Banner} kind="done"><p><a href=${`#/dossier/${done}`}>${t('triage.openDossier')}</a></p><//>`
      : isSettled(child) ? html`<${Banner} kind="done"><p>${t('triage.elsewhere')}</p><//>`
      : html`<${Matches} fields=${{ place: notification.fields.place, ...fields }} canLink=${canAct} busy=${busy} onLink=${(dossier) => onLink(child, dossier)}
          skip=${others} onOther=${canAct ? (dossier) => setOthers([...others, dossier]) : null} />
        ${canAct && can('create:child') && html`<${LinkButton} kind="main" icon="child" href=${`#/register/${notification.id}/${child.id}`}>${t('triage.register')}<//>`}`}
    </div>
  <//>`;
}
