// How far a transfer is, and taking it back while nobody has answered.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { amendEntry } from '../store/entries.js';
import { useSubmission } from '../store/submission.js';
import { Button } from './button.js';
import { Chip } from './chip.js';
import { ErrorBox } from './error-box.js';
import { Sheet } from './sheet.js';
import { WaitingHere } from './states.js';

const WORDS = {
  proposed: () => t('transfer.status.proposed'), offered: () => t('transfer.status.offered'), accepted: () => t('transfer.status.accepted'),
  refused: () => t('transfer.status.refused'), taken_back: () => t('transfer.status.taken_back'),
};

/** `may`: whether this person can take it back. */
export function TransferState({ record, dossier, may }) {
  const [asking, setAsking] = useState(false);
  const waits = ['proposed', 'offered'].includes(record.status);
  if (!WORDS[record.status]) return null;
  return html`<span class="row"><${Chip} kind=${waits ? 'waiting' : undefined}>${WORDS[record.status]()}<//>
    ${waits && may && html`<${Button} onClick=${() => setAsking(true)}>${t('transfer.takeBack')}<//>`}
    ${asking && html`<${TakeBack} record=${record} dossier=${dossier} onClose=${() => setAsking(false)} />`}</span>`;
}

function TakeBack({ record, dossier, onClose }) {
  const submission = useSubmission(`take-back/${record.id}`);
  const hash = `#/dossier/${dossier.id}/record/${record.id}`;
  const submit = async (event) => {
    event.preventDefault();
    if (submission.busy) return;
    const save = await submission.submit({ entries: [amendEntry(record, {}, { status: 'taken_back' })], about: { label: t('transfer.takeBack'), hash, dossier: dossier.id } });
    if (save.state === 'box') onClose();
  };
  return html`<${Sheet} title=${t('transfer.takeBack')} onClose=${onClose}><form class="stack" onSubmit=${submit}>
    <p>${t('transfer.takeBackHint')}</p>
    <${ErrorBox} problem=${submission.problem} />
    ${submission.waiting && html`<${WaitingHere} />`}
    <div><${Button} kind="main" type="submit" busy=${submission.busy}>${t('transfer.takeBack')}<//></div>
  </form><//>`;
}
