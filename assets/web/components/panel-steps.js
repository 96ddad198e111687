// The steps of whoever leads a panel: it meets, is put off, called off, or decides; the decision makes actions of the care plan.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { today } from '../lib/time.js';
import { uuid7 } from '../lib/uuid.js';
import { useDraft } from '../store/drafts.js';
import { amendEntry, createEntry } from '../store/entries.js';
import { fieldOf, useForm } from '../store/forms.js';
import { useSubmission } from '../store/submission.js';
import { Banner } from './banner.js';
import { Button } from './button.js';
import { Card } from './card.js';
import { ErrorBox } from './error-box.js';
import { Field, FieldShell } from './field.js';
import { Held } from './held.js';
import { aboutPanel } from './panel-words.js';
import { WaitingHere } from './states.js';

const MOST = 9;
const ASKED = ['action', 'responsible', 'due_on'];

export function PanelSteps({ data, again }) {
  const [ending, setEnding] = useState(false);
  const stop = data.steps.find((one) => one === 'called_off' || one === 'called');
  return html`<div class="stack">
    ${data.steps.includes('in_session') && data.lacks.length === 0 && html`<${Meet} data=${data} again=${again} />`}
    ${data.steps.includes('decided') && data.lacks.length === 0 && html`<${Decide} data=${data} again=${again} />`}
    ${stop && !ending && html`<div><${Button} id="panel-stop" onClick=${() => setEnding(true)}>${stop === 'called' ? t('panel.putOff') : t('panel.callOff')}<//></div>`}
    ${stop && ending && html`<${Stop} data=${data} to=${stop} again=${again} />`}
  </div>`;
}

function Meet({ data, again }) {
  const submission = useSubmission(`panel/meet/${data.panel.id}`);
  const submit = async (event) => {
    event.preventDefault();
    if (submission.busy) return;
    const save = await submission.submit({ entries: [amendEntry(data.panel, {}, { status: 'in_session' })], about: aboutPanel(data, t('panel.meet')) });
    if (save && save.state === 'box') again();
  };
  return html`<form onSubmit=${submit}><${Card} title=${t('panel.meet')} id="panel-meet"><div class="stack"><${ErrorBox} problem=${submission.problem} />${submission.waiting && html`<${WaitingHere} />`}
    <p>${t('panel.meetHint')}</p><div><${Button} kind="main" type="submit" busy=${submission.busy}>${t('panel.meet')}<//></div></div><//></form>`;
}

function Stop({ data, to, again }) {
  const key = `panel/stop/${data.panel.id}`;
  const draft = useDraft(key, { words: '' });
  const submission = useSubmission(key);
  const [all, setAll] = useState(false);
  const words = (draft.fields.words || '').trim();
  const title = to === 'called' ? t('panel.putOff') : t('panel.callOff');
  const submit = async (event) => {
    event.preventDefault();
    setAll(true);
    if (submission.busy || !words) return;
    const save = await submission.submit({ entries: [amendEntry(data.panel, { put_off_why: words }, { status: to })], about: aboutPanel(data, title) });
    if (save && save.state === 'box') again();
  };
  return html`<form onSubmit=${submit} novalidate><${Card} title=${title}><div class="stack"><${ErrorBox} problem=${submission.problem} />${submission.waiting && html`<${WaitingHere} />`}
    <${Held} when=${submission.busy}><${FieldShell} id="panel-why" label=${t('panel.why')} hint=${to === 'called' ? t('panel.putOffHint') : t('panel.callOffHint')} required fault=${all && !words ? 'required' : null}>${(about) => html`<textarea id="panel-why" class="input" dir="auto" maxlength="2000" aria-describedby=${about} value=${draft.fields.words} onInput=${(event) => draft.set('words', event.target.value)}></textarea>`}<//><//>
    <div><${Button} kind="main" type="submit" busy=${submission.busy}>${title}<//></div></div><//></form>`;
}

function Decide({ data, again }) {
  const key = `panel/decide/${data.panel.id}`;
  const plan = useForm('care_plan').data;
  const [first] = useState(uuid7);
  const draft = useDraft(key, {}, aboutPanel(data, t('panel.decide')));
  const submission = useSubmission(key);
  const [all, setAll] = useState(false);
  const { words = '', goal = '', actions = [{ id: first }] } = draft.fields;
  const change = (values) => draft.replace({ words, goal, actions, ...values });
  const set = (id, part) => change({ actions: actions.map((one) => (one.id === id ? { ...one, ...part } : one)) });
  const missing = (one, name) => !String(one[name] || '').trim();
  const submit = async (event) => {
    event.preventDefault();
    setAll(true);
    if (submission.busy || !plan || !words.trim() || !goal.trim() || actions.some((one) => ASKED.some((name) => missing(one, name)))) return;
    const made = actions.map((one) => createEntry(plan, { record: one.id, dossier: data.panel.dossier, parent: data.panel.parent, fields: {
      goal: goal.trim(), action: one.action, responsible: one.responsible.trim(), due_on: one.due_on, status: 'planned', bi_panel: data.panel.id } }));
    const decision = amendEntry(data.panel, { panel_choice: String(data.chosen), panel_reason: words.trim(), panel_decided_on: today() }, { status: 'decided' });
    const save = await submission.submit({ entries: [decision, ...made], about: aboutPanel(data, t('panel.decide')) });
    if (save && save.state === 'box') again();
  };
  const text = (id, label, hint, value, name) => html`<${FieldShell} id=${id} label=${label} hint=${hint} required fault=${all && !value.trim() ? 'required' : null}>${(about) => html`<textarea id=${id} class="input" dir="auto" maxlength="2000" aria-describedby=${about} value=${value} onInput=${(event) => change({ [name]: event.target.value })}></textarea>`}<//>`;
  return html`<form onSubmit=${submit} novalidate><${Card} title=${t('panel.decide')} id="panel-decide"><div class="stack">
    <${ErrorBox} problem=${submission.problem} />
    ${submission.waiting && html`<${WaitingHere} />`}
    <p>${t('panel.decideFor', { number: String(data.chosen) })}</p>
    ${data.planned === 0 ? html`<${Banner}><p>${t('panel.noPlan')}</p><//>` : html`<p class="small quiet">${t('panel.toPlan')}</p>`}
    <${Held} when=${submission.busy}><div class="fields">
      ${text('panel-reason', t('panel.reason'), t('panel.reasonHint'), words, 'words')}
      ${text('panel-goal', t('panel.goal'), t('panel.goalHint'), goal, 'goal')}
      ${plan && actions.map((one, index) => html`<fieldset class="stack" key=${one.id}><legend class="strong">${t('panel.action', { number: String(index + 1) })}</legend>
        ${ASKED.map((name) => fieldOf(plan, name)).filter(Boolean).map((field) => html`<${Field} key=${field.name} form=${plan} field=${field} prefix=${`act-${index}-`} required value=${one[field.name]} onChange=${(value) => set(one.id, { [field.name]: value })} fault=${all && missing(one, field.name) ? 'required' : ''} />`)}
        ${actions.length > 1 && html`<div><${Button} kind="plain" icon="close" onClick=${() => change({ actions: actions.filter((other) => other.id !== one.id) })}>${t('panel.actionAway')}<//></div>`}</fieldset>`)}
      ${actions.length < MOST && html`<div><${Button} icon="new" onClick=${() => change({ actions: [...actions, { id: uuid7() }] })}>${t('panel.actionMore')}<//></div>`}
    </div><//>
    <div><${Button} kind="main" type="submit" busy=${submission.busy || !plan}>${t('panel.decide')}<//></div>
  </div><//></form>`;
}
