// One provider or service: what is known of it, and the form to add or change it. It lies in no dossier.
import { html, useState } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { can } from '../api/session.js';
import { useValue } from '../lib/observable.js';
import { useDirectory } from '../store/directory.js';
import { draftsReady } from '../store/drafts.js';
import { useForm, usePlaces } from '../store/forms.js';
import { ownEntriesOf, withOwn } from '../store/queue.js';
import { useResource } from '../store/resource.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { EarlierAnswers } from '../components/earlier.js';
import { ErrorBox } from '../components/error-box.js';
import { Facts } from '../components/facts.js';
import { FieldHistory } from '../components/field-history.js';
import { PageHead } from '../components/page-head.js';
import { Waiting } from '../components/states.js';
import { LooseForm } from './loose-form.js';
import { Rows } from './providers.js';

function useRecord(id) {
  const resource = useResource(id ? `/api/v1/records/${id}` : null);
  return { ...resource, data: resource.data && withOwn(resource.data, ownEntriesOf(id)) };
}

export function InDirectory({ form: name, id }) {
  const record = useRecord(id);
  const form = useForm(name);
  const places = usePlaces();
  const [asked, setAsked] = useState(null);
  const data = record.data;
  return html`<${PageHead} title=${data ? data.fields[`${name}_name`] || t('directory.title') : t('state.loading')} back=${`#/providers/${name}`} />
    <div class="stack">
      <${Waiting} resource=${record} />
      ${data && html`<${Waiting} resource=${form} />`}
      ${data && form.data && html`<${Card} title=${local(form.data.title)} tools=${data.may.edit.length > 0 && html`<${LinkButton} icon="edit" href=${`#/providers/${name}/${id}/edit`}>${t('do.edit')}<//>`}>
        <${Facts} form=${form.data} record=${data} places=${places} onHistory=${setAsked} />
        <${EarlierAnswers} form=${form.data} record=${data} /><//>`}
      ${data && name === 'provider' && can('view:service') && html`<${Services} id=${id} />`}
    </div>
    ${asked && html`<${FieldHistory} form=${form.data} record=${data} name=${asked} places=${places} onClose=${() => setAsked(null)} />`}`;
}

function Services({ id }) {
  const { data, problem, busy, more, again } = useDirectory('service', '', id);
  return html`<${Card} flush title=${t('directory.services')} tools=${can('create:service') && html`<${LinkButton} icon="new" href=${`#/providers/service/add/${id}`}>${t('directory.addService')}<//>`}>
    <${ErrorBox} problem=${problem} again=${again} />
    ${data && (data.rows.length ? html`<${Rows} form="service" rows=${data.rows} />` : html`<p class="empty">${t('facts.none')}</p>`)}
    ${data && data.next && html`<${Button} kind="plain" wide busy=${busy} onClick=${more}>${t('do.more')}<//>`}<//>`;
}

export function AddToDirectory({ form: name, provider }) {
  const form = useForm(name);
  const ready = useValue(draftsReady);
  const back = provider ? `#/providers/provider/${provider}` : `#/providers/${name}`;
  const opened = (id) => `#/providers/${name}/${id}`;
  return html`<${PageHead} title=${form.data ? local(form.data.title) : t('state.loading')} back=${back} />
    <div><${Waiting} resource=${form} />
    ${form.data && ready && html`<${LooseForm} form=${form.data} draftKey=${`add/${provider || 'directory'}/${name}`} hash=${`#/providers/${name}/add${provider ? `/${provider}` : ''}`} more=${provider && { provider }} back=${back} opened=${provider ? null : opened} />`}</div>`;
}

export function EditInDirectory({ form: name, id }) {
  const record = useRecord(id);
  const form = useForm(name);
  const ready = useValue(draftsReady);
  const back = `#/providers/${name}/${id}`;
  return html`<${PageHead} title=${form.data ? t('edit.title', { form: local(form.data.title) }) : t('state.loading')} back=${back} />
    <div><${Waiting} resource=${record} /><${Waiting} resource=${form} />
    ${record.data && form.data && ready && html`<${LooseForm} form=${form.data} record=${record.data} draftKey=${`edit/${id}`} hash=${`#/providers/${name}/${id}/edit`} back=${back} />`}</div>`;
}
