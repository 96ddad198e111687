// Going back to an earlier version: in words what happens to records, a note, and a yes.
import { html, useRef, useState } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { uuid7 } from '../../lib/uuid.js';
import { Button, LinkButton } from '../button.js';
import { Asked } from './asked.js';
import { NotedSheet } from './noted-sheet.js';

const FORM = { keeps: 'publish.backKeeps', old: 'publish.backOld', fresh: 'publish.backNew' };
const CHANGED = ['form-changed', 'list-changed'];

/**
 * `to` is the publication to go back to, `form` as the list of publications has it. Without a publication it is the standard
 * version; for a form that only this site has, it is no longer offered then. `at` is the
 * address, `words` keys of what it means; a list (`kind`) always has its standard version and needs no second person.
 */
export function RollBackSheet({ form, to, at = `/api/v1/forms/${form.name}/roll-back`, words = FORM, onClose, onDone, onLook }) {
  const [asked, setAsked] = useState(false);
  // Tried again it is the same question to a second person, by its id.
  const request = useRef(null);
  if (!request.current) request.current = uuid7();
  const withdraws = !to.publication && !form.standard && !form.kind;
  const base = form.inUse.publication;
  const mend = ({ problem, busy, ask, note }) => {
    const second = async () => {
      if (await ask('POST', `${at}/ask`, { request: request.current, publication: to.publication, reason: note, base })) setAsked(true);
    };
    if (CHANGED.includes(problem.code)) return html`<${Button} onClick=${onLook}>${t('publish.lookAgain')}<//>`;
    return problem.code === 'second-person-needed' && html`<${Button} busy=${busy} onClick=${second}>${t('publish.askSecond')}<//>`;
  };
  return html`<${NotedSheet} title=${withdraws ? t('publish.withdrawTitle') : to.publication ? t('publish.backTitle', { version: String(to.version) }) : t('publish.backStandard')}
    action=${t(withdraws ? 'publish.withdraw' : 'publish.backDo')} at=${at} bodyOf=${(note) => ({ publication: to.publication, note, base })} mend=${mend} onClose=${onClose}
    onDone=${(done, note) => onDone({ ...done, title: form.title, note })}
    instead=${asked && html`<${Asked}><${LinkButton} kind="main" href="#/requests">${t('requests.look')}<//><${Button} onClick=${onClose}>${t('do.close')}<//><//>`}>
    <ul class="dots">
      <li class="strong">${t(words.keeps)}</li>
      ${withdraws ? html`<li>${t('publish.withdrawHint')}</li>` : html`<li>${t(words.old)}</li>
      <li>${t(words.fresh)}</li>`}
      <li>${t('publish.backAgain')}</li></ul>
  <//>`;
}
