// Register a child from an alert and open the case, without writing again what the alert says.
import { html, useMemo, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { go } from '../lib/router.js';
import { uuid7 } from '../lib/uuid.js';
import { today } from '../lib/time.js';
import { bornAbout } from '../lib/edtf.js';
import { can } from '../api/session.js';
import { useResource } from '../store/resource.js';
import { answered, amendEntry, createEntry } from '../store/entries.js';
import { useDraft } from '../store/drafts.js';
import { joinFamily } from '../store/family.js';
import { useSubmission } from '../store/submission.js';
import { fieldOf, useForm, usePlaces } from '../store/forms.js';
import { Banner } from '../components/banner.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { Choice } from '../components/choice.js';
import { ErrorBox } from '../components/error-box.js';
import { FieldShell } from '../components/field.js';
import { FormFields, focusFirst, missing, writable } from '../components/form-fields.js';
import { fullName, Name } from '../components/person.js';
import { PageHead } from '../components/page-head.js';
import { DraftState } from '../components/save-state.js';
import { Waiting, WaitingHere } from '../components/states.js';

const FIRST = ['given_name', 'family_name', 'sex', 'birth_date', 'place', 'lives_with'];
const CASE = ['concern', 'risk_level'];

export default function Register({ parts }) {
  const [notification, childId] = parts;
  const resource = useResource(`/api/v1/notifications/${notification}`);
  const forms = { child: useForm('child'), case: useForm('case'), risk: useForm('risk_assessment'), family: useForm('family'), member: useForm('family_member') };
  const first = [resource, ...Object.values(forms)].find((one) => !one.data);
  return html`<${PageHead} title=${t('register.title')} back=${`#/notification/${notification}`} />
    ${first && html`<${Waiting} resource=${first} />`}
    ${!first && html`<${Registration} key=${childId} alert=${resource.data} childId=${childId}
      forms=${Object.fromEntries(Object.entries(forms).map(([name, form]) => [name, form.data]))} />`}`;
}

/** What the alert already says, as answers about the child and the case. Risk is never filled in. */
function fromAlert(record, child) {
  const said = child ? child.fields : {};
  const about = record.fields;
  return {
    given_name: said.given_name, family_name: said.family_name, sex: said.sex,
    birth_date: said.birth_date || (Number.isInteger(said.age_years) ? bornAbout(said.age_years) : undefined),
    address: said.whereabouts || about.address_note, place: about.place, concern: about.concern,
  };
}

function Registration({ alert, childId, forms }) {
  const { record } = alert;
  const child = alert.children.find((one) => one.id === childId);
  const key = `register/${record.id}/${childId || 'new'}`;
  const ids = useMemo(() => ({ dossier: uuid7(), case: uuid7() }), [key]);
  const draft = useDraft(key, fromAlert(record, child));
  const submission = useSubmission(key);
  const [shown, setShown] = useState({});
  const [done, setDone] = useState(null);
  const places = usePlaces();
  const main = FIRST.map((name) => fieldOf(forms.child, name)).filter(Boolean).map((field) => ({ ...field, group: undefined }));
  const more = writable(forms.child).filter((field) => !FIRST.includes(field.name) && field.name !== 'birth_estimated');
  // In the register the case needs its reason and a first judgement of risk; "not yet assessed" is an answer.
  const about = CASE.map((name) => fieldOf(forms.case, name)).filter(Boolean).map((field) => ({ ...field, required: true, readOnly: false, hint: field.name === 'risk_level' ? undefined : field.hint }));
  const answers = draft.fields;
  const faults = { ...submission.faults, ...shown };
  // A child of the same alert who is registered already may be a brother or a sister.
  const before = alert.children.find((one) => one.id !== childId && one.fields.linked_dossier);
  const sibling = useResource(before && can('create:family') ? `/api/v1/dossiers/${before.fields.linked_dossier}` : null).data;
  const rest = alert.children.filter((one) => one.id !== childId && !one.fields.linked_dossier);

  if (done || (child && child.fields.linked_dossier)) return html`<${Done} dossier=${done || child.fields.linked_dossier} name=${fullName(answers)} rest=${rest} notification=${record.id} />`;

  const submit = async (event) => {
    event.preventDefault();
    if (submission.busy) return;
    const found = { ...missing(forms.child, main, answers), ...missing(forms.case, about, answers) };
    setShown(found);
    if (Object.keys(found).length) {
      focusFirst(found);
      return;
    }
    const save = await submission.submit({
      entries: entriesOf({ answers, forms, ids, record, child, sibling: answers.same_family === 'yes' ? sibling : null }),
      about: { label: t('register.title'), hash: `#/register/${record.id}${childId ? `/${childId}` : ''}`, dossier: ids.dossier },
    });
    if (save.state === 'box') {
      if (rest.length) setDone(ids.dossier);
      else go(`#/dossier/${ids.dossier}`);
    } else if (save.problem) focusFirst(save.problem.faults.reduce((all, fault) => ({ ...all, [fault.field]: 1 }), {}));
  };
  const common = { answers, onChange: (name, value) => { draft.set(name, value); if (shown[name]) setShown({ ...shown, [name]: undefined }); }, faults, places };

  return html`<form class="stack" onSubmit=${submit} novalidate>
    <${Banner}><p>${t('register.hint')}</p><//>
    <div class="two even">
      <${Card} title=${t('register.child')}><${FormFields} form=${forms.child} fields=${main} ...${common} />
        ${sibling && html`<${FieldShell} id="f-same_family" group label=${html`${t('register.family')} <${Name} name=${sibling.summary.name} />`}>${() => html`<${Choice} name="same_family"
          options=${[{ value: 'yes', label: t('value.yes') }, { value: 'no', label: t('value.no') }]} value=${answers.same_family} onChange=${(value) => draft.set('same_family', value)} />`}<//>`}
        <details><summary>${t('register.more')}</summary><${FormFields} form=${forms.child} fields=${more} ...${common} /></details><//>
      <${Card} title=${t('register.case')}><${FormFields} form=${forms.case} fields=${about} ...${common} /><//>
    </div>
    <${ErrorBox} problem=${submission.problem} />
    ${submission.waiting && html`<${WaitingHere} />`}
    <div class="form-foot"><${Button} kind="main" type="submit" busy=${submission.busy}>${t('register.do')}<//><${DraftState} touchedAt=${draft.touchedAt} /></div>
  </form>`;
}

/** One save: the child, the case, the first risk where it was judged, the family, and the alert's own decision. */
function entriesOf({ answers, forms, ids, record, child, sibling }) {
  const mine = (form) => Object.fromEntries(Object.entries(answers).filter(([name]) => fieldOf(form, name)));
  const childFields = answered(mine(forms.child));
  if (/[~?%]$/.test(childFields.birth_date || '')) childFields.birth_estimated = 'yes';
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
