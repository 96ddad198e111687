// A concern written down by a worker: by telephone, at the desk, from paper.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useValue } from '../lib/observable.js';
import { answered } from '../store/entries.js';
import { draftsReady, dropDraft, useDraft } from '../store/drafts.js';
import { useFilling } from '../store/filling.js';
import { useSubmission } from '../store/submission.js';
import { useForm, usePlaces } from '../store/forms.js';
import { Acknowledgement } from '../components/acknowledgement.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { DraftBanner } from '../components/draft-banner.js';
import { ErrorBox } from '../components/error-box.js';
import { ChildForms, useChildForms } from '../components/child-forms.js';
import { firstFault, FormBody } from '../components/form/form-body.js';
import { Held } from '../components/held.js';
import { FormGate } from '../components/form/gate.js';
import { FormLanguage } from '../components/form/language.js';
import { PageHead } from '../components/page-head.js';
import { DraftState } from '../components/save-state.js';
import { Waiting, WaitingHere } from '../components/states.js';

const KEY = 'notification/new';
const HASH = '#/new/notification';

export default function NewNotification() {
  const form = useForm('notification');
  const child = useForm('notified_child');
  const ready = useValue(draftsReady);
  const [done, setDone] = useState(null);
  const [round, setRound] = useState(0);
  const first = [form, child].find((one) => !one.data);
  return html`<${PageHead} title=${t('new.concern')} back="#/new" />
    <div>${first && html`<${Waiting} resource=${first} />`}
    ${!first && ready && (done ? html`<${Acknowledged} receipt=${done} onAnother=${() => setDone(null)} />`
      : html`<${Concern} key=${round} form=${form.data} childForm=${child.data} onDone=${setDone} onAnew=${() => { dropDraft(KEY); setRound(round + 1); }} />`)}</div>`;
}

function Concern({ form, childForm, onDone, onAnew }) {
  const draft = useDraft(KEY, { children: [{}] }, { label: t('new.concern'), hash: HASH });
  const submission = useSubmission(KEY);
  const [all, setAll] = useState(false);
  const [seek, setSeek] = useState(null);
  const places = usePlaces();
  const { children, ...answers } = draft.fields;
  const filling = useFilling(form, { answers, marks: draft.marks, isNew: !draft.touchedAt });
  const kids = useChildForms(childForm, children, () => changed());
  const { open } = filling;
  const changed = () => draft.replace({ ...open.answers(), children: kids.answers() }, open.marks);
  if (!open || !kids.ready) return html`<${FormGate} filling=${open ? kids : filling} />`;
  const may = form.fields.map((field) => field.name).filter((name) => name !== 'decision_reason');

  const submit = async (event) => {
    event.preventDefault();
    if (submission.busy) return;
    const fault = firstFault(filling, { may });
    setAll(true);
    const child = kids.fault();
    if (fault || child) {
      setSeek(fault ? { key: fault.key } : child);
      return;
    }
    const body = { fields: answered(open.answers()), children: kids.answers().map(answered).filter((one) => Object.keys(one).length) };
    const save = await submission.submit({ request: { method: 'POST', path: '/api/v1/notifications', body }, about: { label: t('new.concern'), hash: HASH } });
    if (save.state === 'box') {
      dropDraft(KEY);
      onDone(save.receipt);
    }
  };

  return html`<form class="stack" onSubmit=${submit} novalidate>
    <${DraftBanner} draft=${draft} onAnew=${onAnew} />
    <${FormLanguage} filling=${filling} languages=${form.languages} />
    <${Held} when=${submission.busy}><div class="two even">
      <div class="stack"><${FormBody} filling=${filling} may=${may} places=${places} faults=${submission.faults} all=${all} seek=${seek && seek.at === undefined ? seek : null} onChange=${changed} /></div>
      <div class="stack"><${ChildForms} kids=${kids} places=${places} all=${all} seek=${seek} language=${filling.language} /></div>
    </div><//>
    <${ErrorBox} problem=${submission.problem} />
    ${submission.waiting && html`<${WaitingHere} />`}
    <div class="form-foot"><${Button} kind="main" type="submit" busy=${submission.busy}>${t('new.send')}<//><${DraftState} draft=${draft} /></div>
  </form>`;
}

function Acknowledged({ receipt, onAnother }) {
  return html`<${Card} title=${t('new.received')}><div class="stack">
    <p>${t('new.tellNumber')}</p>
    <${Acknowledgement} number=${receipt.acknowledgement} />
    <div class="row">
      ${receipt.id && html`<${LinkButton} kind="main" href=${`#/notification/${receipt.id}`}>${t('new.triageNow')}<//>`}
      <${Button} onClick=${onAnother}>${t('new.another')}<//>
    </div></div><//>`;
}
