// One paper of a dossier with the history of each answer.
import { html, useState } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { can } from '../api/session.js';
import { useColleagues } from '../store/colleagues.js';
import { findRecord } from '../store/dossier-records.js';
import { askable, useForm, usePlaces } from '../store/forms.js';
import { leadingNames, leads } from '../store/leading.js';
import { LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { Chip } from '../components/chip.js';
import { EarlierAnswers } from '../components/earlier.js';
import { Facts } from '../components/facts.js';
import { FieldHistory } from '../components/field-history.js';
import { Lazy } from '../components/lazy.js';
import { fullName, Name } from '../components/person.js';
import { SafeContact } from '../components/safe-contact.js';
import { hasSteps, StepState } from '../components/step-state.js';
import { TransferState } from '../components/transfer-state.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState, Waiting } from '../components/states.js';

/** Fetched where there is one, or one may be written. */
const steps = () => import('../components/review-steps.js');
const comments = () => import('../components/review-comments.js');
const REVIEWS = ['quality_review', 'review_comment'];

/** A request to read the file that was granted, for who answers it; the box judges it again. */
const mayCopy = ({ form, fields, may }) => form === 'rights_request' && fields.right_kind === 'access' && ['granted', 'partly'].includes(fields.rights_answer) && may && may.edit.includes('rights_answer');

export function ShowRecord({ dossier, id, pending }) {
  const waiting = pending.find((entry) => entry.record === id && entry.op === 'create');
  const record = findRecord(dossier, id) || (waiting && { id, form: waiting.form, fields: waiting.fields, hidden: [], may: { edit: [] } });
  const form = useForm(record ? record.form : null);
  const places = usePlaces();
  useColleagues(dossier.may.create.includes('referral'));
  useColleagues(Boolean(record && record.form === 'transfer'), 'receiver');
  const [asked, setAsked] = useState(null);
  const names = form.data ? askable(form.data).filter((field) => field.type !== 'note' && !leads(form.data, field.name)).map((field) => field.name) : [];
  const leading = form.data && record ? leadingNames(form.data, record) : [];
  return html`<${PageHead} title=${form.data ? local(form.data.title) : t('state.loading')} back=${`#/dossier/${dossier.id}/forms`} />
    <div class="stack">${!record && html`<${EmptyState} icon="note" title=${t('forms.gone')} />`}
    ${record && html`<${Waiting} resource=${form} />`}
    ${leading.length > 0 && html`<${SafeContact} form=${form.data} child=${dossier.child} record=${record} places=${places} onHistory=${waiting ? undefined : setAsked} />`}
    ${record && form.data && html`<${Card} title=${html`<${Name} name=${dossier.summary.name || fullName(dossier.child.fields)} />`}
      tools=${html`<span class="row">${record.form === 'transfer' && !waiting && html`<${TransferState} record=${record} dossier=${dossier} may=${dossier.may.create.includes('transfer')} />`}${waiting && html`<${Chip} kind="waiting">${t('save.deviceShort')}<//>`}
        ${record.form === 'best_interest_panel' && !waiting && html`<${LinkButton} icon="people" href=${`#/panel/${record.id}`}>${t('panel.open')}<//>`}
        ${mayCopy(record) && !waiting && html`<${LinkButton} href=${`#/copy/${dossier.id}/${record.id}`}>${t('copy.open')}<//>`}
        <${LinkButton} icon="print" href=${`#/print/${record.form}/${dossier.id}/${record.id}`}>${t('do.print')}<//>
        ${record.may && record.may.edit.length > 0 && html`<${LinkButton} icon="edit" href=${`#/dossier/${dossier.id}/edit/${record.id}`}>${t('do.edit')}<//>`}</span>`}>
      ${hasSteps(record) && html`<${StepState} form=${form.data} record=${record} />`}
      <${Facts} form=${form.data} record=${record} names=${names} places=${places} onHistory=${waiting ? undefined : setAsked} />
      <${EarlierAnswers} form=${form.data} record=${record} except=${leading} />
      ${REVIEWS.includes(record.form) && !waiting && html`<${Lazy} from=${steps} name="ReviewSteps" record=${record} />${record.fields.about_record && findRecord(dossier, record.fields.about_record) && html`<p class="no-print"><${LinkButton} kind="plain" href=${`#/dossier/${dossier.id}/record/${record.fields.about_record}`}>${t('review.about')}<//></p>`}`}<//>
      ${!REVIEWS.includes(record.form) && !waiting && (dossier.may.create.includes('review_comment') || dossier.records.some((one) => one.fields.about_record === record.id)) && html`<${Lazy} from=${comments} name="CommentsBeside" dossier=${dossier} record=${record} />`}`}
    ${record && !waiting && can('asks_erasure') && !['child', 'case'].includes(record.form) && html`<p class="no-print"><${LinkButton} kind="plain" icon="lock" href=${`#/erasure/${dossier.id}/${record.id}`}>${t('erasure.wrongPaper')}<//></p>`}
    ${asked && html`<${FieldHistory} form=${form.data} record=${record} name=${asked} places=${places} onClose=${() => setAsked(null)} />`}</div>`;
}
