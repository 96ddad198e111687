// One provider or service: what is known of it, and the form to add or change it. It lies in no dossier.
import { html, useMemo, useRef, useState } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { can } from '../api/session.js';
import { uuid7 } from '../lib/uuid.js';
import { go } from '../lib/router.js';
import { useValue } from '../lib/observable.js';
import { amendEntry, answered, createEntry, differences } from '../store/entries.js';
import { useDirectory } from '../store/directory.js';
import { aboutDraft, draftsReady, dropDraft, useDraft } from '../store/drafts.js';
import { useFilling } from '../store/filling.js';
import { useForm, usePlaces } from '../store/forms.js';
import { ownEntriesOf, withOwn } from '../store/queue.js';
import { useResource } from '../store/resource.js';
import { useSubmission } from '../store/submission.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { DraftBanner } from '../components/draft-banner.js';
import { EarlierAnswers } from '../components/earlier.js';
import { ErrorBox } from '../components/error-box.js';
import { Facts } from '../components/facts.js';
import { FieldHistory } from '../components/field-history.js';
import { firstFault, FormBody } from '../components/form/form-body.js';
import { FormGate } from '../components/form/gate.js';
import { FormLanguage } from '../components/form/language.js';
import { PageHead } from '../components/page-head.js';
import { DraftState } from '../components/save-state.js';
import { Waiting, WaitingHere } from '../components/states.js';
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
  return html`<${PageHead} title=${form.data ? local(form.data.title) : t('state.loading')} back=${back} />
    <${Waiting} resource=${form} />
    ${form.data && ready && html`<${Filled} form=${form.data} draftKey=${`add/${provider || 'directory'}/${name}`} hash=${`#/providers/${name}/add${provider ? `/${provider}` : ''}`} provider=${provider} back=${back} />`}`;
}

export function EditInDirectory({ form: name, id }) {
  const record = useRecord(id);
  const form = useForm(name);
  const ready = useValue(draftsReady);
  const back = `#/providers/${name}/${id}`;
  return html`<${PageHead} title=${form.data ? t('edit.title', { form: local(form.data.title) }) : t('state.loading')} back=${back} />
    <${Waiting} resource=${record} /><${Waiting} resource=${form} />
    ${record.data && form.data && ready && html`<${Filled} form=${form.data} record=${record.data} draftKey=${`edit/${id}`} hash=${`#/providers/${name}/${id}/edit`} back=${back} />`}`;
}

/** The form, new or of `record`; saved as a whole. `provider`: whom a new service belongs to. */
function Filled({ form, record, draftKey, hash, provider, back }) {
  const fresh = useRef(uuid7());
  const id = record ? record.id : aboutDraft(draftKey).record || fresh.current;
  const about = { label: local(form.title), name: '', hash, record: id };
  const draft = useDraft(draftKey, {}, about);
  const submission = useSubmission(draftKey);
  const [all, setAll] = useState(false);
  const [seek, setSeek] = useState(null);
  const places = usePlaces();
  // The record as it was when the form was opened: who changes it meanwhile is met by the journal, not by a form that jumps.
  const seen = useMemo(() => record, []);
  const typed = Boolean(draft.touchedAt);
  const filling = useFilling(form, { answers: { ...(seen ? seen.fields : {}), ...draft.fields }, touched: seen ? Object.keys(draft.fields) : undefined, marks: seen ? undefined : draft.marks, isNew: !seen && !typed });
  const { open } = filling;
  if (!open) return html`<${FormGate} filling=${filling} />`;

  const written = () => {
    const answers = open.answers();
    return seen ? Object.fromEntries([...open.touched].map((one) => [one, answers[one] ?? null])) : answers;
  };
  const anew = () => {
    dropDraft(draftKey);
    fresh.current = uuid7();
    setAll(false);
    filling.again();
  };
  const entryOf = (fields) => (seen ? amendEntry(seen, fields) : createEntry(form, { record: id, fields: provider ? { ...fields, provider } : fields }));
  const submit = async (event) => {
    event.preventDefault();
    if (submission.busy) return;
    const fault = firstFault(filling);
    setAll(true);
    if (fault) {
      setSeek({ key: fault.key });
      return;
    }
    const fields = seen ? differences(seen.fields, written()) : answered(written());
    if (!Object.keys(fields).length) {
      dropDraft(draftKey);
      go(back);
      return;
    }
    const save = await submission.submit({ entries: [entryOf(fields)], about: { label: local(form.title), hash } });
    if (save.state === 'box') go(provider ? back : `#/providers/${form.name}/${id}`);
    else if (save.problem && save.problem.faults.length) setSeek({ key: save.problem.faults[0].field });
  };
  return html`<form class="stack" onSubmit=${submit} novalidate>
    <${DraftBanner} draft=${draft} onAnew=${anew} />
    <div class="spread"><${FormLanguage} filling=${filling} languages=${form.languages} /><${DraftState} draft=${draft} /></div>
    <${FormBody} filling=${filling} may=${seen ? seen.may.edit : undefined} places=${places} faults=${submission.faults} all=${all} seek=${seek} paged onChange=${() => draft.replace(written(), open.marks)}
      save=${html`<${Button} key="save" kind="main" type="submit" busy=${submission.busy}>${t('do.save')}<//>`}>
      <${ErrorBox} problem=${submission.problem} />
      ${submission.waiting && html`<${WaitingHere} />`}
    <//>
  </form>`;
}
