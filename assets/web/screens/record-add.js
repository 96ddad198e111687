// A new paper in a dossier: visit, note, plan, referral. What is known is filled in; safety answers never are.
import { html, useState } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { go } from '../lib/router.js';
import { today } from '../lib/time.js';
import { answered, createEntry } from '../store/entries.js';
import { useDraft } from '../store/drafts.js';
import { useSubmission } from '../store/submission.js';
import { fieldLabel, useForm, usePlaces, valueWords } from '../store/forms.js';
import { Banner } from '../components/banner.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { ErrorBox } from '../components/error-box.js';
import { FormFields, firstAnswers, focusFirst, missing, writable } from '../components/form-fields.js';
import { fullName, Name } from '../components/person.js';
import { PageHead } from '../components/page-head.js';
import { DraftState } from '../components/save-state.js';
import { Waiting, WaitingHere } from '../components/states.js';

export function AddRecord({ dossier, name }) {
  const form = useForm(name);
  const title = form.data ? local(form.data.title) : t('state.loading');
  return html`<${PageHead} title=${title} back=${`#/dossier/${dossier.id}`} />
    <p class="quiet"><${Name} name=${dossier.summary.name || fullName(dossier.child.fields)} /></p>
    <${Waiting} resource=${form} />
    ${form.data && html`<${NewPaper} dossier=${dossier} form=${form.data} />`}`;
}

/** What was promised last and how the child was last: it stands beside the questions, it does not answer them. */
function LastTime({ dossier, form }) {
  const before = dossier.records.filter((record) => record.form === form.name).sort((a, b) => String(b.fields.seen_on || '').localeCompare(String(a.fields.seen_on || '')))[0];
  if (!before || form.name !== 'visit') return null;
  const shown = ['promise', 'promise_due_on', 'well_being_safe'].filter((name) => valueWords(form, name, before.fields[name]));
  if (!shown.length) return null;
  return html`<${Banner} kind="due" title=${t('visit.last')}>${shown.map((name) => html`<p><span class="quiet">${fieldLabel(form, name)}</span> <bdi>${valueWords(form, name, before.fields[name])}</bdi></p>`)}<//>`;
}

function NewPaper({ dossier, form }) {
  const key = `add/${dossier.id}/${form.name}`;
  const draft = useDraft(key, firstAnswers(form, { today: today() }));
  const submission = useSubmission(key);
  const [shown, setShown] = useState({});
  const places = usePlaces();
  const fields = writable(form);
  const submit = async (event) => {
    event.preventDefault();
    if (submission.busy) return;
    const found = missing(form, fields, draft.fields);
    setShown(found);
    if (Object.keys(found).length) {
      focusFirst(found);
      return;
    }
    const open = dossier.cases.find((one) => one.status !== 'closed');
    const entry = createEntry(form, { dossier: dossier.id, parent: open ? open.id : undefined, fields: answered(draft.fields) });
    const save = await submission.submit({ entries: [entry], about: { label: local(form.title), hash: `#/dossier/${dossier.id}/add/${form.name}`, dossier: dossier.id } });
    if (save.state === 'box') go(`#/dossier/${dossier.id}`);
    else if (save.problem) focusFirst(save.problem.faults.reduce((all, fault) => ({ ...all, [fault.field]: 1 }), {}));
  };
  return html`<form class="stack" onSubmit=${submit} novalidate>
    <${LastTime} dossier=${dossier} form=${form} />
    <${Card}><${FormFields} form=${form} fields=${fields} answers=${draft.fields} places=${places} faults=${{ ...submission.faults, ...shown }}
      onChange=${(name, value) => { draft.set(name, value); if (shown[name]) setShown({ ...shown, [name]: undefined }); }} /><//>
    <${ErrorBox} problem=${submission.problem} />
    ${submission.waiting && html`<${WaitingHere} />`}
    <div class="form-foot"><${Button} kind="main" type="submit" busy=${submission.busy}>${t('do.save')}<//><${DraftState} touchedAt=${draft.touchedAt} /></div>
  </form>`;
}
