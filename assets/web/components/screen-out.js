// An alert needs no case, or a family got the service it came for: say why, or what. The alert and the reason stay. Whoever may not confirm it proposes it: a supervisor looks.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { can } from '../api/session.js';
import { go } from '../lib/router.js';
import { amendEntry } from '../store/entries.js';
import { useDraft } from '../store/drafts.js';
import { useSubmission } from '../store/submission.js';
import { Button } from './button.js';
import { ErrorBox } from './error-box.js';
import { WaitingHere } from './states.js';
import { FieldShell } from './field.js';
import { Held } from './held.js';
import { Sheet } from './sheet.js';

export function ScreenOut({ record, asksOnly, onClose }) {
  const key = `screen-out/${record.id}`;
  const draft = useDraft(key, { reason: '' });
  const submission = useSubmission(key);
  const [fault, setFault] = useState(null);
  const decides = can('confirms_screening');
  const title = asksOnly ? t('triage.served') : decides ? t('triage.screenOut') : t('triage.proposeOut');
  const submit = async (event) => {
    event.preventDefault();
    const reason = draft.fields.reason.trim();
    if (!reason) return setFault('required');
    if (submission.busy) return undefined;
    const entries = [amendEntry(record, { decision_reason: reason }, { op: 'decide', status: decides ? 'screened_out' : 'screening_out' })];
    const save = await submission.submit({ entries, about: { label: title, hash: `#/notification/${record.id}` } });
    if (save.state === 'box') go('#/notifications');
    return undefined;
  };
  return html`<${Sheet} title=${title} onClose=${onClose} kept>
    <form class="stack" onSubmit=${submit}>
      <p>${asksOnly ? t(decides ? 'triage.servedHint' : 'triage.servedProposeHint') : decides ? t('triage.screenOutHint') : t('triage.proposeOutHint')}</p>
      <${ErrorBox} problem=${submission.problem} />
      ${submission.waiting && html`<${WaitingHere} />`}
      <${Held} when=${submission.busy}><${FieldShell} id="reason" label=${t(asksOnly ? 'triage.servedWhat' : 'triage.reason')} required fault=${fault}>${(about) => html`<textarea id="reason" class="input" dir="auto" aria-describedby=${about} aria-invalid=${fault ? 'true' : undefined} value=${draft.fields.reason} onInput=${(e) => draft.set('reason', e.target.value)}></textarea>`}<//><//>
      <${Button} kind="main" type="submit" busy=${submission.busy}>${asksOnly ? t('triage.servedDo') : decides ? t('triage.screenOutDo') : t('triage.proposeOutDo')}<//>
    </form>
  <//>`;
}
