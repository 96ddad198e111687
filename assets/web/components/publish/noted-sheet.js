// A change that holds for everybody: in words what happens, a note that says why, and a yes.
import { html, useRef, useState } from '../../lib/preact.js';
import { uuid7 } from '../../lib/uuid.js';
import { t } from '../../lib/i18n.js';
import { byHand } from '../../store/uploads.js';
import { useAsk } from '../ask.js';
import { Button } from '../button.js';
import { ErrorBox } from '../error-box.js';
import { Sheet } from '../sheet.js';
import { Note } from './note.js';

/**
 * `children` say what happens, `action` is the word on the button, `label` and `hint` stand at the note. `bodyOf(note)` is sent to the address `at` with an id that
 * stays while the sheet is open: tried again it is the same change. `onDone(data, note)` is told what the box answers.
 * `kept` ({current}) holds the note beyond the sheet, `own` names codes of refusals with words of their own
 * (`byHand`), `mend({ problem, busy, ask, note })` answers buttons for a refusal, `instead` stands in place of it all.
 */
export function NotedSheet({ title, action, label, hint, at, bodyOf, kept, own, mend, instead, onClose, onDone, children }) {
  const [note, setNote] = useState(kept ? kept.current : '');
  const [missing, setMissing] = useState(false);
  const { busy, problem, ask } = useAsk();
  const id = useRef(null);
  if (!id.current) id.current = uuid7();
  const why = note.trim().normalize('NFC');
  const write = (next) => {
    setNote(next);
    setMissing(false);
    if (kept) kept.current = next;
  };
  const send = async (event) => {
    event.preventDefault();
    setMissing(!why);
    if (!why) return document.getElementById('sheet-note').focus();
    const done = await ask('POST', at, { id: id.current, ...bodyOf(why) });
    if (done) onDone(done, why);
    return undefined;
  };
  return html`<${Sheet} title=${title} onClose=${onClose} kept=${Boolean(kept)}>${instead || html`<form class="stack" onSubmit=${send} noValidate>
    ${children}
    <${Note} id="sheet-note" label=${label} hint=${hint} value=${note} onChange=${write} missing=${missing} />
    <${ErrorBox} problem=${byHand(problem, own)}>${problem && mend && mend({ problem, busy, ask, note: why })}<//>
    <div class="row"><${Button} kind="main" type="submit" busy=${busy}>${action}<//><${Button} onClick=${onClose}>${t('publish.keep')}<//></div>
  </form>`}<//>`;
}
