// Two people changed the same answer: both values side by side, who, when; choose, or write a third.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { go } from '../lib/router.js';
import { useResource } from '../store/resource.js';
import { useDraft } from '../store/drafts.js';
import { useSubmission } from '../store/submission.js';
import { fieldLabel, fieldOf, useForm, usePlaces, valueWords } from '../store/forms.js';
import { same } from '../store/entries.js';
import { Banner } from '../components/banner.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { ErrorBox } from '../components/error-box.js';
import { Field } from '../components/field.js';
import { Held } from '../components/held.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState, Waiting, WaitingHere } from '../components/states.js';
import { When } from '../components/when.js';

const PROTECTIVE = /^(risk_level$|consent|contact_restriction)/;

export default function Conflict({ parts }) {
  const task = useResource(`/api/v1/records/${parts[0]}`);
  const { data, problem } = task;
  const back = data && data.dossier ? `#/dossier/${data.dossier}` : '#/day';
  // A task goes by itself once it is decided.
  const gone = problem && problem.status === 404;
  return html`<${PageHead} title=${t('conflict.title')} back=${back} />
    <div>${gone ? html`<${Card}><${EmptyState} title=${t('conflict.gone')}><p><a href=${back}>${t('go.back')}</a></p><//><//>` : html`<${Waiting} resource=${task} />`}
    ${data && !gone && html`<div class="stack"><${Task} task=${data} back=${back} /></div>`}</div>`;
}

function Task({ task, back }) {
  const { fields } = task;
  const form = useForm(fields.target_kind).data;
  const target = useResource(fields.target ? `/api/v1/records/${fields.target}` : null).data;
  const history = useResource(fields.target ? `/api/v1/records/${fields.target}/history` : null).data;
  const names = fields.conflicting_fields || [fields.field];
  const may = !task.may || task.may.decide;
  return html`
    <p>${t('conflict.hint')}</p>
    ${names.map((name) => html`<${Dispute} key=${name} name=${name} sides=${(fields.sides || {})[name] || []} ...${{ task, form, target, history, may, last: names.length === 1, back }} />`)}
    ${!may && html`<${Banner}><p>${t('conflict.notYours')}</p><//>`}
    <p class="small quiet">${t('conflict.both')}</p>`;
}

function Dispute({ name, sides, task, form, target, history, may, last, back }) {
  const key = `conflict/${task.id}/${name}`;
  const places = usePlaces();
  const draft = useDraft(key, {});
  const submission = useSubmission(key);
  const field = fieldOf(form, name);
  const made = (history && history.fields[name]) || [];
  const third = draft.fields.third;
  const decide = async (value) => {
    if (submission.busy) return;
    const request = { method: 'POST', path: `/api/v1/conflicts/${task.id}/decision`, body: { field: name, value: value ?? null } };
    const save = await submission.submit({ request, about: { label: t('conflict.title'), hash: `#/conflict/${task.id}`, dossier: task.dossier } });
    if (save.state === 'box' && last) go(back);
  };
  // What the record hides from this person the task hides too: they are told, and decide nothing they cannot see.
  if (!sides.length) return html`<${Card} title=${fieldLabel(form, name)}><${Banner} icon="lock"><p>${t('conflict.unseen')}</p><//><//>`;
  return html`<${Card} title=${fieldLabel(form, name)}><div class="stack">
    ${PROTECTIVE.test(name) && html`<${Banner} kind="due"><p>${t('conflict.protective')}</p><//>`}
    <${ErrorBox} problem=${submission.problem} />
    ${submission.waiting && html`<${WaitingHere} />`}
    <div class="sides">${sides.map((side) => {
      const now = target && same(target.fields[name], side.value);
      const title = t(now ? 'conflict.kept' : 'conflict.other');
      const who = (made.find((one) => one.entry === side.entry) || {}).actor;
      return html`<section class="card" key=${side.entry} aria-label=${title}>
        <h3>${title}</h3>
        <p class="strong person"><bdi>${valueWords(form, name, side.value, places) || t('history.cleared')}</bdi></p>
        <p class="small quiet">${who && html`<bdi>${who.name}</bdi> · `}<${When} at=${side.at} />${side.device && html` · ${t('history.device')} <bdi class="number">${side.device.slice(0, 8)}</bdi>`}</p>
        ${may && html`<${Button} kind="main" busy=${submission.busy} onClick=${() => decide(side.value)}>${t('conflict.take')}<//>`}</section>`;
    })}</div>
    ${may && field && html`<details><summary>${t('conflict.third')}</summary><${Held} when=${submission.busy}><div class="stack">
      <${Field} form=${form} field=${{ ...field, readOnly: false }} value=${third} places=${places} prefix="third-" required onChange=${(value) => draft.set('third', value)} />
      <${Button} busy=${submission.busy || third === undefined || third === null || third === ''} onClick=${() => decide(third)}>${t('conflict.takeThird')}<//></div><//></details>`}
  </div><//>`;
}
