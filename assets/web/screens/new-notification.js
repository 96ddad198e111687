// A concern written down by a worker: by telephone, at the desk, from paper.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { today } from '../lib/time.js';
import { answered } from '../store/entries.js';
import { dropDraft, useDraft } from '../store/drafts.js';
import { useSubmission } from '../store/submission.js';
import { useForm, usePlaces } from '../store/forms.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { ErrorBox } from '../components/error-box.js';
import { FormFields, firstAnswers, focusFirst, missing, writable } from '../components/form-fields.js';
import { PageHead } from '../components/page-head.js';
import { DraftState } from '../components/save-state.js';
import { Waiting, WaitingHere } from '../components/states.js';

const KEY = 'notification/new';

export default function NewNotification() {
  const form = useForm('notification');
  const child = useForm('notified_child');
  const [done, setDone] = useState(null);
  const first = [form, child].find((one) => !one.data);
  return html`<${PageHead} title=${t('new.concern')} back="#/new" />
    ${first && html`<${Waiting} resource=${first} />`}
    ${!first && (done ? html`<${Acknowledged} receipt=${done} onAnother=${() => setDone(null)} />`
      : html`<${Concern} form=${form.data} childForm=${child.data} onDone=${setDone} />`)}`;
}

function Concern({ form, childForm, onDone }) {
  const draft = useDraft(KEY, { ...firstAnswers(form, { today: today() }), children: [{}] });
  const submission = useSubmission(KEY);
  const [shown, setShown] = useState({});
  const places = usePlaces();
  const { children, ...answers } = draft.fields;
  const fields = writable(form).filter((field) => field.name !== 'decision_reason');
  const setChild = (at, name, value) => draft.set('children', children.map((one, index) => (index === at ? { ...one, [name]: value } : one)));

  const submit = async (event) => {
    event.preventDefault();
    if (submission.busy) return;
    const found = missing(form, fields, answers);
    setShown(found);
    if (Object.keys(found).length) {
      focusFirst(found);
      return;
    }
    const body = { fields: answered(answers), children: children.map(answered).filter((one) => Object.keys(one).length) };
    const save = await submission.submit({ request: { method: 'POST', path: '/api/v1/notifications', body }, about: { label: t('new.concern'), hash: '#/new/notification' } });
    if (save.state === 'box') {
      dropDraft(KEY);
      onDone(save.receipt);
    }
  };

  return html`<form class="stack" onSubmit=${submit} novalidate>
    <div class="two even">
      <${Card}><${FormFields} form=${form} fields=${fields} answers=${answers} places=${places} faults=${{ ...submission.faults, ...shown }}
        onChange=${(name, value) => { draft.set(name, value); if (shown[name]) setShown({ ...shown, [name]: undefined }); }} /><//>
      <div class="stack">
        ${children.map((one, at) => html`<${Card} key=${at} title=${t('new.child', { n: at + 1 })}
          tools=${children.length > 1 && html`<${Button} kind="plain" icon="close" onClick=${() => draft.set('children', children.filter((_, index) => index !== at))}>${t('do.remove')}<//>`}>
          <${FormFields} form=${childForm} fields=${writable(childForm)} answers=${one} places=${places} prefix=${`child${at}-`} onChange=${(name, value) => setChild(at, name, value)} /><//>`)}
        ${children.length < 20 && html`<${Button} icon="new" onClick=${() => draft.set('children', [...children, {}])}>${t('new.addChild')}<//>`}
      </div>
    </div>
    <${ErrorBox} problem=${submission.problem} />
    ${submission.waiting && html`<${WaitingHere} />`}
    <div class="form-foot"><${Button} kind="main" type="submit" busy=${submission.busy}>${t('new.send')}<//><${DraftState} touchedAt=${draft.touchedAt} /></div>
  </form>`;
}

function Acknowledged({ receipt, onAnother }) {
  return html`<${Card} title=${t('new.received')}><div class="stack">
    <p>${t('new.tellNumber')}</p>
    <p class="acknowledgement"><bdi dir="ltr">${receipt.acknowledgement}</bdi></p>
    <div class="row">
      ${receipt.id && html`<${LinkButton} kind="main" href=${`#/notification/${receipt.id}`}>${t('new.triageNow')}<//>`}
      <${Button} onClick=${onAnother}>${t('new.another')}<//>
    </div></div><//>`;
}
