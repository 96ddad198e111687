// Register a child from an alert and open the case, without writing again what the alert says.
import { html, useMemo, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useValue } from '../lib/observable.js';
import { go } from '../lib/router.js';
import { uuid7 } from '../lib/uuid.js';
import { today } from '../lib/time.js';
import { bornAbout } from '../lib/edtf.js';
import { can } from '../api/session.js';
import { useResource } from '../store/resource.js';
import { answered, amendEntry, createEntry } from '../store/entries.js';
import { draftsReady, dropDraft, useDraft } from '../store/drafts.js';
import { joinFamily } from '../store/family.js';
import { useFilling } from '../store/filling.js';
import { useTitles } from '../store/known.js';
import { useSubmission } from '../store/submission.js';
import { isSettled } from '../store/notified.js';
import { askable, fieldOf, useForm, usePlaces } from '../store/forms.js';
import { Banner } from '../components/banner.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { Choice } from '../components/choice.js';
import { ErrorBox } from '../components/error-box.js';
import { FieldShell } from '../components/field.js';
import { DraftBanner } from '../components/draft-banner.js';
import { firstFault, FormBody } from '../components/form/form-body.js';
import { Held } from '../components/held.js';
import { FormGate } from '../components/form/gate.js';
import { Matches } from '../components/matches.js';
import { fullName, Name } from '../components/person.js';
import { PageHead } from '../components/page-head.js';
import { DraftState } from '../components/save-state.js';
import { Waiting, WaitingHere } from '../components/states.js';

const NAMES = ['given_name', 'family_name'];
const FIRST = [...NAMES, 'sex', 'birth_date', 'adult_right', 'place', 'lives_with'];
const CASE = ['concern', 'risk_level'];

export default function Register({ parts }) {
  const [notification, childId] = parts;
  const resource = useResource(`/api/v1/notifications/${notification}`);
  const forms = { child: useForm('child'), case: useForm('case'), risk: useForm('risk_assessment'), family: useForm('family'), member: useForm('family_member') };
  const ready = useValue(draftsReady);
  const [round, setRound] = useState(0);
  const first = [resource, ...Object.values(forms)].find((one) => !one.data);
  return html`<${PageHead} title=${t('register.title')} back=${`#/notification/${notification}`} />
    <div>${first && html`<${Waiting} resource=${first} />`}
    ${!first && ready && html`<${Registration} key=${`${childId} ${round}`} alert=${resource.data} childId=${childId} onAnew=${() => setRound(round + 1)}
      forms=${Object.fromEntries(Object.entries(forms).map(([name, form]) => [name, form.data]))} />`}</div>`;
}

/** What the alert already says, as answers about the child and the case. Risk is never filled in. */
function fromAlert(record, child) {
  const said = child ? child.fields : {};
  const about = record.fields;
  return answered({
    given_name: said.given_name, family_name: said.family_name, sex: said.sex,
    birth_date: said.birth_date || (Number.isInteger(said.age_years) ? bornAbout(said.age_years) : undefined),
    address: said.whereabouts || about.address_note, place: about.place, concern: about.concern,
  });
}

/** The forms as they are asked here. The case needs its reason and a first judgement of risk; "not yet assessed" is an answer. */
function forRegister(forms) {
  const change = (field) => (CASE.includes(field.name) ? { ...field, required: true, requiredIf: undefined, readOnly: false, hint: field.name === 'risk_level' ? undefined : field.hint } : field);
  return { ...forms.case, fields: forms.case.fields.map(change) };
}

function pick(form, answers) {
  return Object.fromEntries(Object.entries(answers).filter(([name]) => fieldOf(form, name)));
}

function asMarks(answers) {
  return Object.fromEntries(Object.entries(answers).map(([name, value]) => [name, { from: 'notification', value: Array.isArray(value) ? value.join(' ') : String(value) }]));
}

function Registration({ alert, childId, forms, onAnew }) {
  const { record } = alert;
  const child = alert.children.find((one) => one.id === childId);
  const key = `register/${record.id}/${childId || 'new'}`;
  const hash = `#/register/${record.id}${childId ? `/${childId}` : ''}`;
  const ids = useMemo(() => ({ dossier: uuid7(), case: uuid7() }), [key]);
  const known = useMemo(() => fromAlert(record, child), [key]);
  const draft = useDraft(key, known, { label: t('register.title'), name: fullName(known), hash });
  const submission = useSubmission(key);
  const [all, setAll] = useState(false);
  const [seek, setSeek] = useState({});
  const [done, setDone] = useState(null);
  const places = usePlaces();
  const titles = useTitles();
  const caseForm = useMemo(() => forRegister(forms), [forms.case]);
  const marks = draft.touchedAt ? draft.marks : asMarks(known);
  const isNew = !draft.touchedAt;
  const filling = useFilling(forms.child, { answers: pick(forms.child, draft.fields), marks: { ...marks }, isNew });
  const about = useFilling(caseForm, { answers: pick(forms.case, draft.fields), marks: { ...marks }, isNew });
  // A child of the same alert who is registered already may be a brother or a sister: first of all one of the same name.
  const linked = alert.children.filter((one) => one.id !== childId && one.fields.linked_dossier);
  const before = linked.find((one) => child && one.fields.family_name && one.fields.family_name === child.fields.family_name) || linked[0];
  const sibling = useResource(before && can('create:family') ? `/api/v1/dossiers/${before.fields.linked_dossier}` : null).data;
  const rest = alert.children.filter((one) => one.id !== childId && !isSettled(one));

  const answers = draft.fields;
  if (done || (child && child.fields.linked_dossier)) return html`<${Done} dossier=${done || child.fields.linked_dossier} name=${fullName(answers)} rest=${rest} notification=${record.id} />`;

  if (!filling.open || !about.open) return html`<${FormGate} filling=${filling.open ? about : filling} />`;
  const more = askable(forms.child).map((field) => field.name).filter((name) => !FIRST.includes(name) && name !== 'birth_estimated');
  const everything = () => ({ ...pick(forms.case, about.open.answers()), ...filling.open.answers(), same_family: draft.now().same_family, not_same: draft.now().not_same });
  const changed = () => draft.replace(everything(), { ...about.open.marks, ...filling.open.marks });

  const submit = async (event) => {
    event.preventDefault();
    if (submission.busy) return;
    const fault = firstFault(filling, { names: [...FIRST, ...more] }) || firstFault(about, { names: CASE });
    setAll(true);
    if (fault) {
      setSeek({ [CASE.includes(fault.field.name) ? 'case' : 'child']: { key: fault.key } });
      return;
    }
    const save = await submission.submit({
      entries: entriesOf({ answers: { ...filling.open.answers(), concern: about.open.answers().concern, risk_level: about.open.answers().risk_level }, forms, ids, record, child, sibling: answers.same_family === 'yes' ? sibling : null }),
      about: { label: t('register.title'), hash, dossier: ids.dossier },
    });
    if (save.state === 'box') {
      if (rest.length) setDone(ids.dossier);
      else go(`#/dossier/${ids.dossier}`);
    } else if (save.problem && save.problem.faults.length) setSeek({ child: { key: save.problem.faults[0].field } });
  };
  // Linking decides the child of the alert; what was typed here is no longer needed.
  const link = async (dossier) => {
    const entries = [amendEntry(child, { linked_dossier: dossier })];
    if (!rest.length && ['new', 'screening_out'].includes(record.status || 'new')) entries.push(amendEntry(record, {}, { op: 'decide', status: 'linked' }));
    const save = await submission.submit({ entries, about: { label: t('triage.link'), hash, dossier } });
    if (save.state !== 'box') return;
    dropDraft(key);
    go(rest.length ? `#/notification/${record.id}` : `#/dossier/${dossier}`);
  };
  const others = answers.not_same || [];
  const common = { places, faults: submission.faults, all, titles, plain: true, onChange: changed };

  return html`<form class="stack" onSubmit=${submit} novalidate>
    <${Banner}><p>${t('register.hint')}</p><//>
    <${DraftBanner} draft=${draft} onAnew=${() => { dropDraft(key); onAnew(); }} />
    <${Held} when=${submission.busy}><div class="two even">
      <${Card} title=${t('register.child')}><${FormBody} filling=${filling} names=${NAMES} seek=${seek.child} ...${common} />
        <${Matches} fields=${filling.open.answers()} isQuiet canLink=${Boolean(child) && alert.mayTriage} busy=${submission.busy} onLink=${link}
          skip=${others} onOther=${(dossier) => draft.set('not_same', [...others, dossier])} />
        <${FormBody} filling=${filling} names=${FIRST.slice(NAMES.length)} seek=${seek.child} ...${common} />
        ${sibling && html`<${FieldShell} id="f-same_family" group label=${html`${t('register.family')} <${Name} name=${sibling.summary.name} />`}>${() => html`<${Choice} name="same_family"
          options=${[{ value: 'yes', label: t('value.yes') }, { value: 'no', label: t('value.no') }]} value=${answers.same_family} onChange=${(value) => draft.set('same_family', value)} />`}<//>`}
        <details><summary>${t('register.more')}</summary><${FormBody} filling=${filling} may=${more} ...${common} /></details><//>
      <${Card} title=${t('register.case')}><${FormBody} filling=${about} names=${CASE} seek=${seek.case} ...${common} /><//>
    </div><//>
    <${ErrorBox} problem=${submission.problem} />
    ${submission.waiting && html`<${WaitingHere} />`}
    <div class="form-foot"><${Button} kind="main" type="submit" busy=${submission.busy}>${t('register.do')}<//><${DraftState} draft=${draft} /></div>
  </form>`;
}

/** One save: the child, the case, the first risk where it was judged, the family, and the alert's own decision. */
function entriesOf({ answers, forms, ids, record, child, sibling }) {
  const mine = (form) => Object.fromEntries(Object.entries(answers).filter(([name]) => fieldOf(form, name)));
  const childFields = answered(mine(forms.child));
  // The mark on the date leads, as it does in the form when somebody changes the date.
  if (childFields.birth_date) childFields.birth_estimated = /[~?%]$/.test(childFields.birth_date) ? 'yes' : 'no';
  const { dossier } = ids;
  const entries = [
    createEntry(forms.child, { record: dossier, dossier, fields: childFields }),
    createEntry(forms.case, { record: ids.case, dossier, fields: { opened_on: today(), ...answered({ concern: answers.concern, risk_level: answers.risk_level }), notification: record.id } }),
  ];
  if (answers.risk_level && answers.risk_level !== 'unassessed') {
    entries.push(createEntry(forms.risk, { dossier, fields: { assessed_on: today(), risk_level: answers.risk_level } }));
  }
  if (sibling) entries.push(...joinFamily({ forms, sibling, dossier, answers }));
  if (child) entries.push(amendEntry(child, { linked_dossier: dossier }));
  entries.push(amendEntry(record, {}, { op: 'decide', status: 'registered' }));
  return entries;
}

function Done({ dossier, name, rest, notification }) {
  return html`<div class="stack">
    <${Banner} kind="done" live="polite" title=${html`<${Name} name=${name} />`}><p>${t('register.done')}</p><//>
    <div class="row">
      ${rest.map((child) => html`<${LinkButton} kind="main" icon="child" href=${`#/register/${notification}/${child.id}`}>${t('register.next')} <${Name} name=${fullName(child.fields)} /><//>`)}
      <${LinkButton} href=${`#/dossier/${dossier}`}>${t('triage.openDossier')}<//>
    </div>
  </div>`;
}
