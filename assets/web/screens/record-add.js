// A new paper in a dossier: visit, note, plan, referral. What is known is filled in; safety answers never are.
import { html, useMemo, useState } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { go } from '../lib/router.js';
import { useValue } from '../lib/observable.js';
import { answered, createEntry } from '../store/entries.js';
import { draftsReady, dropDraft, useDraft } from '../store/drafts.js';
import { useFilling } from '../store/filling.js';
import { knownFrom, useTitles } from '../store/known.js';
import { useSubmission } from '../store/submission.js';
import { useForm, usePlaces } from '../store/forms.js';
import { Button, LinkButton } from '../components/button.js';
import { DraftBanner } from '../components/draft-banner.js';
import { ErrorBox } from '../components/error-box.js';
import { firstFault, FormBody } from '../components/form/form-body.js';
import { FormGate } from '../components/form/gate.js';
import { FormLanguage } from '../components/form/language.js';
import { fullName, Name } from '../components/person.js';
import { PageHead } from '../components/page-head.js';
import { DraftState } from '../components/save-state.js';
import { Waiting, WaitingHere } from '../components/states.js';

export function AddRecord({ dossier, paper }) {
  const form = useForm(paper);
  const ready = useValue(draftsReady);
  const title = form.data ? local(form.data.title) : t('state.loading');
  return html`<${PageHead} title=${title} back=${`#/dossier/${dossier.id}`} />
    <${Waiting} resource=${form} />
    ${form.data && ready && html`<${NewPaper} dossier=${dossier} form=${form.data} />`}`;
}

function NewPaper({ dossier, form }) {
  const key = `add/${dossier.id}/${form.name}`;
  const hash = `#/dossier/${dossier.id}/add/${form.name}`;
  const draft = useDraft(key, {}, { label: local(form.title), name: dossier.summary.name, hash });
  const submission = useSubmission(key);
  const [all, setAll] = useState(false);
  const [seek, setSeek] = useState(null);
  const places = usePlaces();
  const titles = useTitles();
  const { known, beside } = useMemo(() => knownFrom(dossier, form), [form]);
  // What was typed before is the record as it was left: nothing fills itself over it.
  const typed = Boolean(draft.touchedAt);
  const filling = useFilling(form, { answers: draft.fields, marks: draft.marks, known, isNew: !typed });
  const { open } = filling;
  if (!open) return html`<${FormGate} filling=${filling} />`;

  const changed = () => draft.replace(open.answers(), open.marks);
  const anew = () => {
    dropDraft(key);
    setAll(false);
    filling.again();
  };
  const submit = async (event) => {
    event.preventDefault();
    if (submission.busy) return;
    const fault = firstFault(filling);
    setAll(true);
    if (fault) {
      setSeek({ key: fault.key });
      return;
    }
    const parent = dossier.cases.find((one) => one.status !== 'closed');
    const entry = createEntry(form, { dossier: dossier.id, parent: parent ? parent.id : undefined, fields: answered(open.answers()) });
    const save = await submission.submit({ entries: [entry], about: { label: local(form.title), hash, dossier: dossier.id } });
    if (save.state === 'box') go(`#/dossier/${dossier.id}`);
    else if (save.problem && save.problem.faults.length) setSeek({ key: save.problem.faults[0].field });
  };
  return html`<form class="stack" onSubmit=${submit} novalidate>
    <${DraftBanner} draft=${draft} onAnew=${anew} />
    <div class="spread"><p class="quiet row"><${Name} name=${dossier.summary.name || fullName(dossier.child.fields)} /> <${DraftState} draft=${draft} /></p>
      <${FormLanguage} filling=${filling} languages=${form.languages} /></div>
    <${FormBody} filling=${filling} places=${places} faults=${submission.faults} all=${all} beside=${beside} titles=${titles} seek=${seek} paged onChange=${changed}
      save=${html`<${Button} key="save" kind="main" type="submit" busy=${submission.busy}>${t('do.save')}<//>`}>
      <${ErrorBox} problem=${submission.problem} />
      ${submission.waiting && html`<${WaitingHere} />`}
    <//>
    <div><${LinkButton} kind="plain" icon="print" href=${`#/print/${form.name}`}>${t('print.blank')}<//></div>
  </form>`;
}
