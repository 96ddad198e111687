// One decision, and nothing else on the page: what is asked, what the child wants, brothers and sisters, decide with words.
import { html, useRef, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { go } from '../lib/router.js';
import { today } from '../lib/time.js';
import { useValue } from '../lib/observable.js';
import { useColleagues } from '../store/colleagues.js';
import { answered, amendEntry, differences } from '../store/entries.js';
import { refusedTogether } from '../store/asked-together.js';
import { draftsReady, useDraft } from '../store/drafts.js';
import { askable, useForm, usePlaces } from '../store/forms.js';
import { leadingNames, leads } from '../store/leading.js';
import { useFilling } from '../store/filling.js';
import { useResource } from '../store/resource.js';
import { useSubmission } from '../store/submission.js';
import { Banner } from '../components/banner.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { ChildHead } from '../components/child-head.js';
import { Choice } from '../components/choice.js';
import { DecisionRow } from '../components/decision-row.js';
import { ErrorBox } from '../components/error-box.js';
import { Facts } from '../components/facts.js';
import { FieldShell } from '../components/field.js';
import { firstFault, FormBody } from '../components/form/form-body.js';
import { FormGate } from '../components/form/gate.js';
import { Held } from '../components/held.js';
import { Lazy } from '../components/lazy.js';
import { PageHead } from '../components/page-head.js';
import { fullName, Name } from '../components/person.js';
import { SafeContact } from '../components/safe-contact.js';
import { DraftState } from '../components/save-state.js';
import { EmptyState, Waiting, WaitingHere } from '../components/states.js';

const carePlace = () => import('../components/care-place.js');
const decideTogether = () => import('../components/decide-together.js');
const shareCheck = () => import('../components/share-check.js');

export default function Decide({ parts }) {
  const [id] = parts;
  const resource = useResource(`/api/v1/decisions/${id}`);
  const ready = useValue(draftsReady);
  const { data, problem } = resource;
  const form = useForm(data ? data.record.form : null);
  const gone = problem && problem.status === 404;
  return html`<${PageHead} title=${data ? t(`decision.kind.${data.record.form}`) : t('decision.title')} back="#/decisions" />
    <div>${gone ? html`<${Card}><${EmptyState} title=${t('decision.gone')}><p><a href="#/decisions">${t('decision.all')}</a></p><//><//>` : html`<${Waiting} resource=${resource} />`}
    ${data && !gone && html`<${Waiting} resource=${form} />`}
    ${data && !gone && form.data && ready && html`<${Sheet} key=${`${id}v${data.record.version}`} data=${data} form=${form.data} />`}</div>`;
}

function Sheet({ data, form }) {
  const { record } = data;
  const places = usePlaces();
  useColleagues(record.form === 'transfer', 'receiver');
  const dossier = useResource(record.dossier ? `/api/v1/dossiers/${record.dossier}` : null).data;
  const shown = askable(form).filter((field) => field.type !== 'note').map((field) => field.name)
    .filter((name) => !(dossier && leads(form, name))).filter((name) => record.hidden.includes(name) || (record.fields[name] !== undefined && !(data.open && data.asked.includes(name))));
  return html`<div class="stack two even">
    <div class="stack">
      ${!dossier && record.form === 'transfer' && html`<p class="quiet">${t('decision.transfer.unnamed')}</p>`}
      ${dossier && html`<p class="strong"><${Name} name=${dossier.summary.name || fullName(dossier.child.fields)} /></p><${ChildHead} dossier=${dossier} />`}
      ${dossier && leadingNames(form, record).length > 0 && html`<${SafeContact} form=${form} child=${dossier.child} record=${record} places=${places} />`}
      <${Card} title=${t('decision.request')}><${Facts} form=${form} record=${record} names=${shown} places=${places} />
        ${record.fields[data.reasonField] && html`<p><span class="quiet">${t('decision.wordsBefore')}</span> <bdi class="person">${record.fields[data.reasonField]}</bdi></p>`}<//>
      ${record.form === 'placement' && record.fields.provider && html`<${Lazy} from=${carePlace} name="PlaceConcerns" provider=${record.fields.provider} dossier=${record.dossier} />`}
      ${record.form === 'referral' && record.dossier && html`<${Lazy} from=${shareCheck} name="ShareCheck" dossier=${record.dossier} service=${record.fields.service} deciding />`}
      ${record.form === 'transfer' && dossier && html`<${Lazy} from=${shareCheck} name="ShareCheck" dossier=${record.dossier} handedTo=${record.fields.handed_to || ''} deciding />`}
      ${dossier && html`<p><${LinkButton} href=${`#/dossier/${record.dossier}`}>${t('triage.openDossier')}<//></p>`}
      ${data.siblings.length > 0 && html`<${Card} flush title=${t('decision.siblings')}><ul>${data.siblings.map((row) => html`<li key=${row.record}><${DecisionRow} row=${row} form=${form} /></li>`)}</ul><//>`}
    </div>
    <div class="stack">${data.open ? html`<${Deciding} data=${data} form=${form} places=${places} />` : html`<${Banner} kind="done"><p>${t('decision.done')}</p><//>`}</div>
  </div>`;
}

function Deciding({ data, form, places }) {
  const { record, outcomes, asked, dayField, reasonField } = data;
  const key = `decide/${record.id}`;
  const hash = `#/decide/${record.id}`;
  const draft = useDraft(key, {}, { label: t(`decision.kind.${record.form}`), hash });
  const submission = useSubmission(key);
  const [all, setAll] = useState(false);
  const { outcome: code, words = '', answers = {}, also = [] } = draft.fields;
  // Requests of brothers and sisters as they were read on this page; a tick without one waits until it is read again.
  const others = useRef({});
  // "Not decided yet" is no answer to today's question; what is agreed begins today unless somebody says otherwise.
  const proposed = { ...(asked.includes('decided_by') && { decided_by: undefined }), ...(asked.includes('start_on') && !record.fields.start_on && { start_on: today() }) };
  const filling = useFilling(form, { answers: { ...record.fields, ...proposed, ...((outcomes.find((one) => one.code === code) || {}).fields || {}), ...answers }, touched: Object.keys(answers) });
  const { open } = filling;
  const outcome = outcomes.find((one) => one.code === code);
  // What an outcome says in the form's own words decides what else the form asks.
  const choose = (value) => {
    const { fields = {} } = outcomes.find((one) => one.code === value) || {};
    if (open) for (const [name, said] of Object.entries(fields)) open.set(name, said);
    change({ outcome: value });
  };
  const asks = outcome && outcome.grants ? asked : [];
  if (asked.length && !open) return html`<${FormGate} filling=${filling} />`;

  const change = (values) => draft.replace({ ...draft.fields, ...values });
  const typed = () => { const all_ = open.answers(); return Object.fromEntries(asked.map((name) => [name, all_[name] ?? null])); };
  const tick = (id, other) => {
    others.current[id] = other;
    const ids = draft.now().also || [];
    if (ids.includes(id) !== Boolean(other)) draft.set('also', other ? [...ids, id] : ids.filter((one) => one !== id));
  };
  const lacks = outcome && outcome.needsReason && !words.trim();
  const submit = async (event) => {
    event.preventDefault();
    if (submission.busy || !outcome) return setAll(true);
    setAll(true);
    if (lacks || (asks.length && firstFault(filling, { names: asks, may: asks }))) return undefined;
    if (also.some((one) => !others.current[one])) return undefined;
    const decided = (one) => amendEntry(one, answered({
      ...(asks.length ? differences(one.fields, typed()) : {}), ...outcome.fields, ...(dayField && outcome.status && { [dayField]: today() }), ...(words.trim() && { [reasonField]: words.trim() }),
    }), { op: 'decide', status: outcome.status });
    const save = await submission.submit({ entries: [record, ...also.map((one) => others.current[one])].map(decided), about: { label: t(`decision.kind.${record.form}`), hash, dossier: record.dossier } });
    if (save.state === 'box' && location.hash === hash) go('#/decisions');
    return undefined;
  };
  return html`<form class="stack" onSubmit=${submit} novalidate><${Card} title=${t('decision.yours')} tools=${html`<${DraftState} draft=${draft} />`}><div class="stack">
    <${ErrorBox} problem=${submission.problem} />
    ${submission.waiting && html`<${WaitingHere} />`}
    <${Held} when=${submission.busy}><div class="fields">
      <fieldset class="field" id="decision-outcome"><legend>${t('decision.question')}</legend>
        <${Choice} name="outcome" options=${outcomes.map((one) => ({ value: one.code, label: t(`decision.${record.form}.${one.code}`) }))} value=${code} onChange=${choose} />
        ${all && !outcome && html`<p class="fault">${t('fault.required')}</p>`}</fieldset>
      ${asks.length > 0 && html`<${FormBody} filling=${filling} names=${asks} may=${asks} places=${places} faults=${submission.faults} all=${all} plain onChange=${() => change({ answers: typed() })} />`}
      <${FieldShell} id="decision-words" label=${t('decision.words')} required=${Boolean(outcome && outcome.needsReason)} fault=${all && lacks ? 'required' : null}>${(about) => html`<textarea id="decision-words" class="input" dir="auto" maxlength="4000" aria-describedby=${about} aria-invalid=${all && lacks ? 'true' : undefined} value=${words} onInput=${(event) => change({ words: event.target.value })}></textarea>`}<//>
      ${outcome && data.siblings.length > 0 && html`<${Lazy} from=${decideTogether} name="DecideTogether" rows=${data.siblings} ...${{ form, code, places }} chosen=${also} refused=${refusedTogether(submission.save)} onTick=${tick} />`}
    </div><//>
    <p class="small quiet">${t('decision.kept')}</p>
    <${Button} kind="main" type="submit" busy=${submission.busy}>${t('decision.do')}<//>
  </div><//></form>`;
}
