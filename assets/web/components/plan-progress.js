// One visit reports on several actions of the plan: how far each is, and what happened, saved together with the visit.
import { html } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { amendEntry, differences } from '../store/entries.js';
import { useDraft } from '../store/drafts.js';
import { choiceLabel, choicesOf, fieldLabel, fieldOf, useForm } from '../store/forms.js';
import { Card } from './card.js';
import { Choice } from './choice.js';
import { FieldShell } from './field.js';
import { When } from './when.js';

const ENDED = ['done', 'cancelled'];
const LONGEST = 2000;

/** Actions of the plan that are not done and that this person may report on, by the day they are due. */
export function openActions(dossier) {
  return dossier.records.filter((one) => one.form === 'care_plan' && !ENDED.includes(one.fields.status) && one.may && one.may.edit.includes('status'))
    .sort((a, b) => String(a.fields.due_on || '9').localeCompare(String(b.fields.due_on || '9')));
}

/** What is typed on this, beside the draft of the visit. */
export function progressKey(dossier) {
  return `progress/${dossier.id}`;
}

/** The entries of a visit on `day` that report on actions; `said` is {record: {status, progress}}. Nothing where nothing changed. */
export function progressEntries(dossier, said, day) {
  return openActions(dossier).flatMap((plan) => {
    const changed = differences(plan.fields, said[plan.id] || {});
    if (!Object.keys(changed).length) return [];
    return [amendEntry(plan, changed.status === 'done' ? { ...changed, done_on: day } : changed)];
  });
}

export function PlanProgress({ dossier, about }) {
  const form = useForm('care_plan').data;
  const draft = useDraft(progressKey(dossier), {}, about);
  const actions = openActions(dossier);
  if (!form || !actions.length) return null;
  const states = choicesOf(form, fieldOf(form, 'status')).filter((one) => !one.retired).map((one) => ({ value: one.value, label: local(one.label) }));
  return html`<${Card} title=${t('progress.title')}><div class="stack"><p class="small quiet">${t('progress.hint')}</p>
    ${actions.map((plan) => {
      const said = draft.fields[plan.id] || {};
      const set = (part) => draft.set(plan.id, { ...said, ...part });
      return html`<fieldset class="stack" key=${plan.id} id=${`progress-${plan.id}`}>
        <legend class="strong"><bdi>${choiceLabel(form, 'action', plan.fields.action) || plan.fields.goal}</bdi>${plan.fields.due_on && html` · <${When} day=${plan.fields.due_on} brief />`}</legend>
        <${Choice} name=${`status-${plan.id}`} options=${states} value=${said.status || plan.fields.status} onChange=${(status) => set({ status })} />
        ${said.status && html`<${FieldShell} id=${`said-${plan.id}`} label=${fieldLabel(form, 'progress')}>${(hint) => html`<textarea id=${`said-${plan.id}`} class="input" dir="auto" maxlength=${LONGEST}
          aria-describedby=${hint} value=${said.progress ?? plan.fields.progress ?? ''} onInput=${(e) => set({ progress: e.target.value })}></textarea>`}<//>`}</fieldset>`;
    })}</div><//>`;
}
