// What the supervisor asks about a case: the open reviews and comments of a dossier, and the comments beside one record. Never printed with it.
import { html, useState } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { today } from '../lib/time.js';
import { createEntry } from '../store/entries.js';
import { useDraft } from '../store/drafts.js';
import { useForm } from '../store/forms.js';
import { useSubmission } from '../store/submission.js';
import { Button } from './button.js';
import { Card } from './card.js';
import { ErrorBox } from './error-box.js';
import { FieldShell } from './field.js';
import { Held } from './held.js';
import { ListRow } from './list-row.js';
import { ReviewChip, reviewState, ReviewSteps } from './review-steps.js';
import { Sheet } from './sheet.js';
import { WaitingHere } from './states.js';
import { When } from './when.js';

const FORMS = ['quality_review', 'review_comment'];

/** Open and answered ones of the whole dossier; each opens what is asked. */
export function ReviewsCard({ dossier }) {
  const review = useForm('quality_review').data;
  const waiting = dossier.records.filter((one) => FORMS.includes(one.form) && reviewState(one) !== 'closed');
  if (!waiting.length) return null;
  return html`<div class="no-print"><${Card} flush id="reviews" title=${html`${t('review.title')} <span class="count number">${waiting.length}</span>`}>
    <ul>${waiting.map((one) => html`<li key=${one.id}><${ListRow} href=${`#/dossier/${dossier.id}/record/${one.id}`} icon="note"
      title=${one.form === 'review_comment' ? html`<bdi>${one.fields.comment}</bdi>` : review ? local(review.title) : t('review.title')}
      sub=${one.fields.due_on ? html`${t('review.due')} <${When} day=${one.fields.due_on} />` : null} end=${html`<${ReviewChip} record=${one} />`} /></li>`)}</ul><//></div>`;
}

/** Comments about one record, with their steps, and the way to write another. */
export function CommentsBeside({ dossier, record }) {
  const [writing, setWriting] = useState(false);
  const comments = dossier.records.filter((one) => one.form === 'review_comment' && one.fields.about_record === record.id);
  const may = dossier.may.create.includes('review_comment');
  if (!comments.length && !may) return null;
  return html`<div class="no-print"><${Card} id="comments" title=${t('review.comments')}><div class="stack">
    ${comments.map((one) => html`<div key=${one.id} class="stack-tight"><p class="strong"><bdi>${one.fields.comment}</bdi></p>
      ${one.fields.due_on && html`<p class="small quiet">${t('review.due')} <${When} day=${one.fields.due_on} /></p>`}<${ReviewSteps} record=${one} /></div>`)}
    ${may && html`<div><${Button} icon="note" onClick=${() => setWriting(true)}>${t('review.comment')}<//></div>`}</div><//>
    ${writing && html`<${NewComment} dossier=${dossier} record=${record} onClose=${() => setWriting(false)} />`}</div>`;
}

function NewComment({ dossier, record, onClose }) {
  const key = `comment/${record.id}`;
  const form = useForm('review_comment').data;
  const draft = useDraft(key, { comment: '', due: '' });
  const submission = useSubmission(key);
  const [fault, setFault] = useState(null);
  const submit = async (event) => {
    event.preventDefault();
    const comment = (draft.fields.comment || '').trim(), due = draft.fields.due;
    if (!comment) return setFault('required');
    if (submission.busy || !form) return undefined;
    const parent = dossier.cases.find((one) => one.status !== 'closed');
    const entry = createEntry(form, { dossier: dossier.id, parent: parent && parent.id, fields: { commented_on: today(), about_record: record.id, comment, ...(due ? { due_on: due } : {}) } });
    const save = await submission.submit({ entries: [entry], about: { label: t('review.comment'), hash: `#/dossier/${dossier.id}/record/${record.id}`, dossier: dossier.id } });
    if (save && save.state === 'box') onClose();
    return undefined;
  };
  return html`<${Sheet} title=${t('review.comment')} onClose=${onClose} kept><form class="stack" onSubmit=${submit}>
    <${ErrorBox} problem=${submission.problem} />
    ${submission.waiting && html`<${WaitingHere} />`}
    <${Held} when=${submission.busy}><${FieldShell} id="comment" label=${t('review.comment')} hint=${t('review.commentHint')} required fault=${fault}>${(about) => html`<textarea id="comment" class="input" dir="auto" maxlength="2000"
      aria-describedby=${about} aria-invalid=${fault ? 'true' : undefined} value=${draft.fields.comment} onInput=${(e) => draft.set('comment', e.target.value)}></textarea>`}<//>
    <${FieldShell} id="comment-due" label=${t('review.by')}>${(about) => html`<input id="comment-due" class="input" type="date" min=${today()} aria-describedby=${about} value=${draft.fields.due} onInput=${(e) => draft.set('due', e.target.value)} />`}<//><//>
    <div><${Button} kind="main" type="submit" busy=${submission.busy || !form}>${t('do.save')}<//></div>
  </form><//>`;
}
