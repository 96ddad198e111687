// The last step: putting the form into use, or why that is not possible.
import { html, useState } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { Button } from '../button.js';
import { Card } from '../card.js';
import { ErrorBox } from '../error-box.js';
import { Icon } from '../icon.js';
import { Note } from './note.js';

/** Why the form of a report cannot be put into use, as a code; null when it can. */
export function blockedBy(report) {
  return { faults: 'errors', refused: 'refused', unchanged: 'unchanged' }[report.verdict] || null;
}

const FORM = { title: 'publish.put', hint: 'publish.putHint' };
const CHANGED = ['form-changed', 'list-changed'];

/** Whether one person alone may not put it into use: somebody could see more than now. */
export function needsSecond(report) {
  return report.verdict === 'second';
}

/** `report` = {verdict}. `words`: keys of what is said about putting it into use. Lists loosen nothing, and have no `onAsk`. */
export function PutCard({ report, words = FORM, busy, problem, onPut, onAsk, onCheck, onSend }) {
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState(false);
  const blocked = blockedBy(report);
  const second = needsSecond(report);
  // What is in use already is not offered at all.
  if (blocked === 'unchanged') return null;
  const title = t(second ? 'publish.askSecond' : words.title);
  const put = (event) => {
    event.preventDefault();
    if (blocked) {
      const why = document.getElementById('refused');
      if (why) why.focus();
      return;
    }
    setMissing(!note.trim());
    if (note.trim()) (second ? onAsk : onPut)(note.trim().normalize('NFC'));
    else document.getElementById('put-note').focus();
  };
  return html`<${Card} title=${title}><form class="stack" onSubmit=${put} noValidate>
    ${blocked ? html`<p class="fault" id="put-why"><${Icon} name="alert" /><span>${t(`publish.blocked.${blocked}`)}</span></p>` : html`<p>${t(second ? 'publish.askHint' : words.hint)}</p>
      <${Note} id="put-note" value=${note} onChange=${(next) => { setNote(next); setMissing(false); }} missing=${missing} />`}
    <${ErrorBox} problem=${problem}>${problem && CHANGED.includes(problem.code) && html`<${Button} onClick=${onCheck}>${t('publish.checkAnew')}<//>`}
      ${problem && problem.code === 'upload-gone' && html`<${Button} onClick=${onSend}>${t('publish.sendAgain')}<//>`}<//>
    <div><button type="submit" class="button main" aria-disabled=${blocked || busy ? 'true' : undefined} aria-describedby=${blocked ? 'put-why' : undefined}><span>${title}</span></button></div>
  </form><//>`;
}
