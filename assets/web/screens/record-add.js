// A new paper in a dossier: visit, note, plan, referral. What is known is filled in; safety answers never are.
import { html, useMemo, useRef, useState } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { uuid7 } from '../lib/uuid.js';
import { exactDay, today } from '../lib/time.js';
import { goBehind } from '../lib/page-steps.js';
import { useValue } from '../lib/observable.js';
import { answered, createEntry } from '../store/entries.js';
import { unsent } from '../store/attachments.js';
import { can } from '../api/session.js';
import { aboutDraft, draftsReady, dropDraft, keepPage, useDraft } from '../store/drafts.js';
import { useFilling } from '../store/filling.js';
import { knownFrom, useTitles, useWithFamily } from '../store/known.js';
import { closedPromise } from '../store/promises.js';
import { togetherEntries, togetherKey, withoutService } from '../store/asked-together.js';
import { notSaid, seenEntries } from '../store/seen-together.js';
import { useSubmission } from '../store/submission.js';
import { useForm, usePlaces } from '../store/forms.js';
import { Button, LinkButton } from '../components/button.js';
import { Choice } from '../components/choice.js';
import { DraftBanner } from '../components/draft-banner.js';
import { ErrorBox } from '../components/error-box.js';
import { focusStillSending, StillSending } from '../components/form/attachment.js';
import { firstFault, FormBody } from '../components/form/form-body.js';
import { FormGate } from '../components/form/gate.js';
import { FormLanguage } from '../components/form/language.js';
import { Lazy } from '../components/lazy.js';
import { fullName, Name } from '../components/person.js';
import { PageHead } from '../components/page-head.js';
import { PlanProgress, progressEntries, progressKey } from '../components/plan-progress.js';
import { DraftState } from '../components/save-state.js';
import { Waiting, WaitingHere } from '../components/states.js';

const askedTogether = () => import('../components/asked-together.js');
const carePlace = () => import('../components/care-place.js');
const seenTogether = () => import('../components/seen-together.js');
const shareCheck = () => import('../components/share-check.js');
/** Papers for which somebody talks with the child. */
const MEETS = ['visit', 'initial_assessment', 'comprehensive_assessment', 'risk_assessment', 'consent', 'best_interest_assessment'];
const TO_CARE = ['placement', 'placement_move'];
/** What an authority says of a request is asked with its decision, not of whoever makes the request. */
const OF_DECISIONS = { placement: ['decided_by', 'decision', 'decided_on', 'decision_reason', 'review_due_on', 'more_answer'] };

export function AddRecord({ dossier, paper }) {
  const form = useForm(paper);
  const ready = useValue(draftsReady);
  const title = form.data ? local(form.data.title) : t('state.loading');
  return html`<${PageHead} title=${title} back=${`#/dossier/${dossier.id}`} />
    <div><${Waiting} resource=${form} />
    ${form.data && ready && html`<${NewPaper} dossier=${dossier} form=${form.data} />`}</div>`;
}

function NewPaper({ dossier, form }) {
  const key = `add/${dossier.id}/${form.name}`;
  const hash = `#/dossier/${dossier.id}/add/${form.name}`;
  // The record's id is part of the draft: attachments belong to it before it is saved.
  const fresh = useRef(uuid7());
  const record = aboutDraft(key).record || fresh.current;
  const { page } = aboutDraft(key);
  const about = { label: local(form.title), name: dossier.summary.name, hash, record, page };
  const draft = useDraft(key, {}, about);
  const progress = useDraft(progressKey(dossier), {}, { label: t('progress.title'), name: about.name, hash });
  const together = useDraft(togetherKey(dossier, form.name), {}, { label: t(form.name === 'visit' ? 'seen.siblings' : 'together.title'), name: about.name, hash });
  const submission = useSubmission(key);
  const [all, setAll] = useState(false);
  const [seek, setSeek] = useState(null);
  const [ends, setEnds] = useState(null);
  const [full, setFull] = useState(false);
  const places = usePlaces();
  const titles = useTitles();
  const { dossier: whole, ready } = useWithFamily(dossier, form);
  const { known, origins, beside } = useMemo(() => knownFrom(whole, form), [form, whole]);
  // What was typed before is the record as it was left: nothing fills itself over it.
  const typed = Boolean(draft.touchedAt);
  const filling = useFilling(form, { answers: draft.fields, marks: draft.marks, known, origins, isNew: !typed }, ready);
  const { open } = filling;
  if (!open) return html`<${FormGate} filling=${filling} />`;

  const live = dossier.cases.filter((one) => one.status !== 'closed');
  const ending = form.name === 'closure' && live.length > 1;
  const parent = ending ? live.find((one) => one.id === ends) : live[0];
  const unasked = [...(OF_DECISIONS[form.name] || []), ...(full || submission.faults.over_capacity_why ? [] : ['over_capacity_why'])];
  const may = OF_DECISIONS[form.name] && form.fields.map((field) => field.name).filter((name) => !unasked.includes(name));
  const changed = () => draft.replace(open.answers(), open.marks);
  const anew = () => {
    dropDraft(key);
    progress.drop();
    together.drop();
    fresh.current = uuid7();
    setAll(false);
    filling.again();
  };
  const submit = async (event) => {
    event.preventDefault();
    if (submission.busy) return;
    const fault = firstFault(filling, { may });
    setAll(true);
    if (ending && !parent) {
      document.querySelector('#closing-case input')?.focus();
      return;
    }
    if (fault) {
      setSeek({ key: fault.key });
      return;
    }
    const missing = form.name === 'referral' && withoutService(together.now())[0];
    if (missing) {
      [...document.querySelectorAll('.asked-together select[id$=f-service]')].find((one) => !one.value)?.focus();
      return;
    }
    const [unsaid] = form.name === 'visit' ? notSaid(together.now()) : [];
    if (unsaid) {
      document.getElementById(`with-${unsaid}-f-seen`)?.querySelector('input')?.focus();
      return;
    }
    if (unsent(record).length) {
      focusStillSending();
      return;
    }
    const answers = answered(open.answers());
    const goOn = { key: `edit/${record}`, about: { label: t('edit.title', { form: local(form.title) }), name: dossier.summary.name, hash: `#/dossier/${dossier.id}/edit/${record}` } };
    const entry = createEntry(form, { record, dossier: dossier.id, parent: parent ? parent.id : undefined, fields: answers });
    const reported = form.name === 'visit' ? progressEntries(dossier, progress.now(), answers.seen_on || today()) : [];
    const also = form.name === 'referral' ? togetherEntries(form, dossier, parent && parent.id, answers, together.now())
      : form.name === 'visit' ? seenEntries(form, answers, together.now()) : [];
    const save = await submission.submit({ entries: [entry, ...closedPromise(dossier, form, answers), ...reported, ...also], about: { label: local(form.title), hash, dossier: dossier.id, goOn } });
    if (save.state === 'box' && form.name === 'visit') progress.drop();
    if (save.state === 'box') together.drop();
    // Who went elsewhere meanwhile stays there.
    if (save.state === 'box' && location.hash === hash) goBehind(aboutDraft(goOn.key).rest ? goOn.about.hash : `#/dossier/${dossier.id}`);
    else if (save.problem && save.problem.faults.length) setSeek({ key: save.problem.faults[0].field });
  };
  return html`<form class="stack" onSubmit=${submit} novalidate>
    <${DraftBanner} draft=${draft} onAnew=${anew} />
    <div class="spread"><p class="quiet row"><${Name} name=${dossier.summary.name || fullName(dossier.child.fields)} /></p>
      <${FormLanguage} filling=${filling} languages=${form.languages} /><${DraftState} draft=${draft} /></div>
    ${form.name === 'referral' && html`<${Lazy} from=${shareCheck} name="ShareCheck" dossier=${dossier.id} service=${open.answers().service} />`}
    ${form.name === 'transfer' && html`<${Lazy} from=${shareCheck} name="ShareCheck" dossier=${dossier.id} handedTo=${open.answers().handed_to || ''} />`}
    ${ending && html`<fieldset class="field" id="closing-case"><legend>${t('closing.which')}</legend>
      <${Choice} name="closing-case" options=${live.map((one) => ({ value: one.id, label: [one.fields.case_number, one.fields.opened_on && exactDay(one.fields.opened_on)].filter(Boolean).join(' · ') }))} value=${ends} onChange=${setEnds} />
      ${all && !parent && html`<p class="fault">${t('fault.required')}</p>`}</fieldset>`}
    <${FormBody} filling=${filling} may=${may} places=${places} faults=${submission.faults} all=${all} beside=${beside} titles=${titles} seek=${seek} paged startPage=${page} onPage=${(to) => keepPage(key, to)} onChange=${changed}
      attach=${{ record, form: form.name, dossier: dossier.id, parent: parent && parent.id, draft: key, about }}
      save=${html`<${Button} key="save" kind="main" type="submit" busy=${submission.busy}>${filling.say('do.save')}<//>`}>
      ${form.name === 'visit' && html`<${PlanProgress} dossier=${dossier} about=${{ label: t('progress.title'), name: about.name, hash }} />
        <${Lazy} from=${seenTogether} name="SeenTogether" dossier=${dossier} form=${form} all=${all} save=${submission.save} about=${{ label: t('seen.siblings'), name: about.name, hash }} />`}
      ${form.name === 'referral' && html`<${Lazy} from=${askedTogether} name="AskedTogether" dossier=${dossier} form=${form} service=${open.answers().service} all=${all} save=${submission.save}
        about=${{ label: t('together.title'), name: about.name, hash }} />`}
      ${TO_CARE.includes(form.name) && html`<${Lazy} from=${carePlace} name="CarePlace" open=${open} dossier=${dossier.id} onChange=${changed} onFull=${setFull} />`}
      <${StillSending} record=${record} />
      <${ErrorBox} problem=${submission.problem} />
      ${submission.waiting && html`<${WaitingHere} more=${t('save.deviceMore')} />`}
    <//>
    <div class="row"><${LinkButton} kind="plain" icon="print" href=${`#/print/${form.name}`}>${t('print.blank')}<//>
      ${MEETS.includes(form.name) && can('create:visit') && html`<${LinkButton} kind="plain" icon="info" href="#/talk">${t('talk.open')}<//>`}
      ${form.name === 'consent' && can('create:visit') && html`<${LinkButton} kind="plain" icon="child" href=${`#/reader/${dossier.id}`}>${t('reader.open')}<//>`}</div>
  </form>`;
}
