// Whoever calls a panel asks its members: people who can sit on one, without those who wrote the assessment.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useColleagues } from '../store/colleagues.js';
import { useDraft } from '../store/drafts.js';
import { createEntry } from '../store/entries.js';
import { useForm } from '../store/forms.js';
import { useSubmission } from '../store/submission.js';
import { Button } from './button.js';
import { Card } from './card.js';
import { Choice } from './choice.js';
import { ErrorBox } from './error-box.js';
import { Held } from './held.js';
import { aboutPanel } from './panel-words.js';
import { WaitingHere } from './states.js';

export function AskMembers({ data, again }) {
  const key = `panel/ask/${data.panel.id}`;
  const form = useForm('best_interest_seat').data;
  const people = useColleagues(true, 'panel') || [];
  const draft = useDraft(key, { members: [] });
  const submission = useSubmission(key);
  const [missing, setMissing] = useState(false);
  const seated = new Set([...data.seats.map((one) => one.owner && one.owner.id), ...data.prepared]);
  const options = people.filter((one) => !seated.has(one.id)).map((one) => ({ value: one.id, label: html`<bdi class="person">${one.name}</bdi>` }));
  const members = (draft.fields.members || []).filter((id) => !seated.has(id));
  const submit = async (event) => {
    event.preventDefault();
    if (submission.busy || !form) return;
    setMissing(!members.length);
    if (!members.length) return;
    const entries = members.map((member) => createEntry(form, { dossier: data.panel.dossier, parent: data.panel.id, fields: { bi_panel: data.panel.id, member } }));
    const save = await submission.submit({ entries, about: aboutPanel(data, t('panel.ask')) });
    if (save && save.state === 'box') { draft.replace({ members: [] }); again(); }
  };
  return html`<form onSubmit=${submit} novalidate><${Card} title=${t('panel.ask')} id="panel-ask"><div class="stack">
    <p class="small quiet">${t('panel.askHint')}</p>
    <${ErrorBox} problem=${submission.problem} />
    ${submission.waiting && html`<${WaitingHere} />`}
    <${Held} when=${submission.busy}><fieldset class="field"><legend class="hidden">${t('panel.ask')}</legend><${Choice} name="members" many options=${options} value=${members} onChange=${(next) => draft.set('members', next)} /></fieldset><//>
    ${missing && html`<p class="fault">${t('fault.required')}</p>`}
    <div><${Button} kind="main" type="submit" busy=${submission.busy || !form}>${t('panel.askDo')}<//></div>
  </div><//></form>`;
}
