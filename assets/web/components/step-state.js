// How far it is with what somebody else agrees to: the state in words, why it was sent back, and proposing it again. The box judges the step.
import { html } from '../lib/preact.js';
import { knows, t } from '../lib/i18n.js';
import { can } from '../api/session.js';
import { amendEntry } from '../store/entries.js';
import { useSubmission } from '../store/submission.js';
import { Button, LinkButton } from './button.js';
import { Chip } from './chip.js';
import { ErrorBox } from './error-box.js';
import { Facts } from './facts.js';
import { WaitingHere } from './states.js';

/** Forms with such a state; `again`: where a returned one stands once it is proposed anew, `by`: whose function takes the step (docs/steps.md). */
const KINDS = {
  care_plan: { again: 'proposed', by: ['works_case'] },
  closure: { again: 'requested', by: ['works_case', 'approves'] },
  placement: {},
};
const LOOK = {
  proposed: 'waiting', requested: 'waiting', returned: 'due', declined: 'due', granted: 'done', arranged: 'done', active: 'done', approved: 'done', verified: 'done',
};

export const hasSteps = (record) => Boolean(KINDS[record.form] && record.status);

export function StepState({ form, record }) {
  const submission = useSubmission(`again/${record.id}`);
  const { again, by = [] } = KINDS[record.form];
  const returned = record.status === 'returned';
  const may = returned && again && record.may && record.may.edit.length > 0 && by.some(can);
  const propose = () => submission.submit({
    entries: [amendEntry(record, {}, { status: again })], about: { label: t('step.again'), hash: `#/dossier/${record.dossier}/record/${record.id}`, dossier: record.dossier },
  });
  const asked = record.form === 'placement' && record.status === 'requested' && record.fields.decision === 'postponed';
  const said = record.fields.returned_why || (record.hidden || []).includes('returned_why');
  return html`<div class="stack-tight" id="step-state">
    <p class="row"><${Chip} kind=${asked ? 'due' : LOOK[record.status]}>${asked ? t('decision.asked') : knows(`step.${record.status}`) ? t(`step.${record.status}`) : record.status}<//></p>
    ${said && html`<${Facts} form=${form} record=${record} names=${['returned_why']} />`}
    ${asked && html`<${Facts} form=${form} record=${record} names=${['decision_reason']} />
      ${record.may && record.may.edit.includes('more_answer') && html`<p class="no-print"><${LinkButton} kind="main" id="step-answer" href=${`#/dossier/${record.dossier}/edit/${record.id}`}>${t('step.answer')}<//></p>`}`}
    <${ErrorBox} problem=${submission.problem} />
    ${submission.waiting && html`<${WaitingHere} />`}
    ${may && html`<div class="stack-tight no-print"><p class="quiet">${t('step.againHint')}</p><${Button} kind="main" id="step-again" busy=${submission.busy} onClick=${propose}>${t('step.again')}<//></div>`}
  </div>`;
}
