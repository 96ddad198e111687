// A case that has ended, or is watched over after its end: open it again, or end the watching. Asked once more, for a slip of the thumb.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { can } from '../api/session.js';
import { amendEntry } from '../store/entries.js';
import { useSubmission } from '../store/submission.js';
import { Button } from './button.js';
import { ErrorBox } from './error-box.js';
import { WaitingHere } from './states.js';
import { Sheet } from './sheet.js';

/** Which steps lead on from a status, and whose function takes them; the box judges them again. */
const STEPS = {
  closed: [{ name: 'reopen', to: 'open', by: ['approves', 'verifies_closure'] }],
  monitoring: [{ name: 'reopen', to: 'open', by: ['approves', 'works_case'] }, { name: 'end', to: 'closed', by: ['approves', 'works_case'] }],
};

const words = (step) => (step.name === 'reopen' ? { title: t('case.reopen'), hint: t('case.reopenHint') } : { title: t('case.end'), hint: t('case.endHint') });

export function CaseSteps({ record }) {
  const [asked, setAsked] = useState(null);
  const steps = (STEPS[record.status] || []).filter((step) => record.may && (record.may.decide || record.may.edit.length > 0) && step.by.some(can));
  if (!steps.length) return null;
  return html`<p class="row">${steps.map((step) => html`<${Button} key=${step.name} id=${`case-${step.name}`} onClick=${() => setAsked(step)}>${words(step).title}<//>`)}</p>
    ${asked && html`<${Confirm} record=${record} step=${asked} onClose=${() => setAsked(null)} />`}`;
}

function Confirm({ record, step, onClose }) {
  const submission = useSubmission(`case-step/${record.id}`);
  const { title, hint } = words(step);
  const take = async () => {
    const entries = [amendEntry(record, {}, { op: record.may.decide ? 'decide' : 'amend', status: step.to })];
    const save = await submission.submit({ entries, about: { label: title, hash: `#/dossier/${record.dossier}`, dossier: record.dossier } });
    if (save && save.state === 'box') onClose();
  };
  return html`<${Sheet} title=${title} onClose=${onClose}>
    <p>${hint}</p>
    <${ErrorBox} problem=${submission.problem} />
    ${submission.waiting && html`<${WaitingHere} />`}
    <${Button} kind="main" busy=${submission.busy} onClick=${take}>${title}<//>
  <//>`;
}
