// Handing cases to another worker: to whom, with which note, and who will no longer see them, said before.
import { html, useState } from '../lib/preact.js';
import { apart, t } from '../lib/i18n.js';
import { uuid7 } from '../lib/uuid.js';
import { useDraft } from '../store/drafts.js';
import { useAsk } from './ask.js';
import { Banner } from './banner.js';
import { Button } from './button.js';
import { Choice } from './choice.js';
import { ErrorBox } from './error-box.js';
import { FieldShell } from './field.js';
import { Sheet } from './sheet.js';

const LONGEST = 2000;

/** `cases` null means all of them, `n` how many these are. `onClose` gets what the box answered, or nothing. */
export function HandoverSheet({ from, workers, cases, n, onClose }) {
  // One handover however often it is sent: an answer that was lost is asked for again.
  const [save] = useState(uuid7);
  const [to, setTo] = useState('');
  const draft = useDraft(`handover/${from.id}`, { note: '' });
  const note = draft.fields.note || '';
  const { busy, problem, ask } = useAsk();
  const takers = workers.filter((one) => one.mayTake && one.person.id !== from.id).sort((a, b) => a.weight - b.weight);
  const taker = takers.find((one) => one.person.id === to);
  const hand = async (event) => {
    event.preventDefault();
    if (!taker) return;
    const done = await ask('POST', '/api/v1/supervisor/handovers', { saveId: save, from: from.id, to, ...(cases ? { cases } : {}), ...(note.trim() ? { note: note.trim() } : {}) });
    if (!done) return;
    draft.drop();
    onClose({ ...done, to: taker.person });
  };
  return html`<${Sheet} title=${t('board.hand', { n })} onClose=${() => onClose(null)} kept>
    ${!takers.length ? html`<p>${t('board.noTaker')}</p>` : html`<form class="stack" onSubmit=${hand}>
      <${ErrorBox} problem=${problem} />
      <${FieldShell} id="taker" label=${t('board.to')} required group>${(about) => html`<${Choice} name="taker" shape="long" describedBy=${about} value=${to} onChange=${setTo}
        options=${takers.map((one) => ({ value: one.person.id, label: [apart(one.person.name), t('board.weight', { n: one.weight }), t('board.cases', { n: one.cases })].join(' · ') }))} />`}<//>
      <${FieldShell} id="handover-note" label=${t('board.note')} hint=${t('board.noteHint')}>${(about) => html`<textarea id="handover-note" class="input" dir="auto" maxlength=${LONGEST}
        aria-describedby=${about} value=${note} onInput=${(e) => draft.set('note', e.target.value)}></textarea>`}<//>
      ${taker && html`<${Banner} icon="eye" live="polite"><p>${t('board.lose', { from: apart(from.name), to: apart(taker.person.name) })}</p><//>`}
      <div><${Button} kind="main" type="submit" busy=${busy || !taker}>${t('board.do')}<//></div>
    </form>`}
  <//>`;
}
