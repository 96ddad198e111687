// A quality review or a comment of the supervisor: how it stands, the worker's answer, and the steps that lead on. The box judges them again.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { can } from '../api/session.js';
import { amendEntry } from '../store/entries.js';
import { useDraft } from '../store/drafts.js';
import { useSubmission } from '../store/submission.js';
import { Button } from './button.js';
import { Chip } from './chip.js';
import { ErrorBox } from './error-box.js';
import { FieldShell } from './field.js';
import { Held } from './held.js';
import { Sheet } from './sheet.js';
import { WaitingHere } from './states.js';

const WORDS = { open: () => t('review.open'), answered: () => t('review.answered'), closed: () => t('review.closed') };
const LOOK = { open: 'due', answered: 'waiting', closed: 'done' };

/** `field`: the words that the step needs. */
const STEPS = [
  { name: 'answer', from: ['open'], to: 'answered', field: 'worker_reply', may: (edit) => can('works_case') && edit.includes('worker_reply'), title: () => t('review.answer'), label: () => t('review.answerWords') },
  { name: 'close', from: ['open', 'answered'], to: 'closed', may: () => can('approves'), title: () => t('review.close'), label: () => t('review.closeHint') },
  { name: 'again', from: ['answered', 'closed'], to: 'open', field: 'returned_why', may: (edit) => can('approves') && edit.includes('returned_why'), title: () => t('review.again'), label: () => t('review.againWords') },
];

export const reviewState = (record) => record.status || 'open';

export function ReviewChip({ record }) {
  const state = reviewState(record);
  return WORDS[state] ? html`<${Chip} kind=${LOOK[state]}>${WORDS[state]()}<//>` : null;
}

export function ReviewSteps({ record }) {
  const [asked, setAsked] = useState(null);
  const edit = (record.may && record.may.edit) || [];
  const steps = edit.length ? STEPS.filter((step) => step.from.includes(reviewState(record)) && step.may(edit)) : [];
  return html`<div class="stack-tight no-print">
    ${record.fields.returned_why && reviewState(record) === 'open' && html`<p><span class="quiet">${t('review.againSaid')}</span> <bdi>${record.fields.returned_why}</bdi></p>`}
    ${record.fields.worker_reply && html`<p><span class="quiet">${t('review.answerSaid')}</span> <bdi>${record.fields.worker_reply}</bdi></p>`}
    <p class="row"><${ReviewChip} record=${record} />${steps.map((step) => html`<${Button} key=${step.name} id=${`review-${step.name}-${record.id}`} onClick=${() => setAsked(step)}>${step.title()}<//>`)}</p>
    ${asked && html`<${Step} key=${asked.name} record=${record} step=${asked} onClose=${() => setAsked(null)} />`}</div>`;
}

function Step({ record, step, onClose }) {
  const key = `review/${step.name}/${record.id}`;
  const draft = useDraft(key, { words: '' });
  const submission = useSubmission(key);
  const [fault, setFault] = useState(null);
  const submit = async (event) => {
    event.preventDefault();
    const words = (draft.fields.words || '').trim();
    if (step.field && !words) return setFault('required');
    if (submission.busy) return undefined;
    const entries = [amendEntry(record, step.field ? { [step.field]: words } : {}, { status: step.to })];
    const save = await submission.submit({ entries, about: { label: step.title(), hash: `#/dossier/${record.dossier}/record/${record.id}`, dossier: record.dossier } });
    if (save && save.state === 'box') onClose();
    return undefined;
  };
  return html`<${Sheet} title=${step.title()} onClose=${onClose} kept><form class="stack" onSubmit=${submit}>
    <${ErrorBox} problem=${submission.problem} />
    ${submission.waiting && html`<${WaitingHere} />`}
    ${step.field ? html`<${Held} when=${submission.busy}><${FieldShell} id="review-words" label=${step.label()} required fault=${fault}>${(about) => html`<textarea id="review-words" class="input" dir="auto" maxlength="2000"
      aria-describedby=${about} aria-invalid=${fault ? 'true' : undefined} value=${draft.fields.words} onInput=${(e) => draft.set('words', e.target.value)}></textarea>`}<//><//>` : html`<p>${step.label()}</p>`}
    <div><${Button} kind="main" type="submit" busy=${submission.busy}>${step.title()}<//></div>
  </form><//>`;
}
