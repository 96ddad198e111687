// A record that lies in no dossier: the form to add or change it, saved as a whole, with its draft.
import { html, useMemo, useRef, useState } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { uuid7 } from '../lib/uuid.js';
import { go } from '../lib/router.js';
import { amendEntry, answered, createEntry, differences } from '../store/entries.js';
import { aboutDraft, dropDraft, useDraft } from '../store/drafts.js';
import { useFilling } from '../store/filling.js';
import { usePlaces } from '../store/forms.js';
import { useSubmission } from '../store/submission.js';
import { Button } from '../components/button.js';
import { DraftBanner } from '../components/draft-banner.js';
import { ErrorBox } from '../components/error-box.js';
import { firstFault, FormBody } from '../components/form/form-body.js';
import { FormGate } from '../components/form/gate.js';
import { FormLanguage } from '../components/form/language.js';
import { DraftState } from '../components/save-state.js';
import { WaitingHere } from '../components/states.js';

/** The form, new or of `record`; saved as a whole. `more`: answers that a new record has beside those of the form; `parent`: the record it hangs below. `opened(id)`: where to go when it is saved; back unless told. */
export function LooseForm({ form, record, draftKey, hash, more, parent, back, opened }) {
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
  const entryOf = (fields) => (seen ? amendEntry(seen, fields) : createEntry(form, { record: id, parent, fields: { ...fields, ...more } }));
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
    if (save.state === 'box') go(opened ? opened(id) : back);
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
