// Opening one dossier beyond one's reach: a reason, an hour, and others are told at once.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useDraft } from '../store/drafts.js';
import { useAsk } from './ask.js';
import { Banner } from './banner.js';
import { Button } from './button.js';
import { ErrorBox } from './error-box.js';
import { FieldShell } from './field.js';
import { Sheet } from './sheet.js';

const LEAST = 10;

export function BreakGlass({ dossier }) {
  const [open, setOpen] = useState(false);
  const draft = useDraft(`glass/${dossier}`, { reason: '' });
  const reason = draft.fields.reason || '';
  const [fault, setFault] = useState(null);
  const { busy, problem, ask } = useAsk();
  const submit = async (event) => {
    event.preventDefault();
    const short = reason.trim().length < LEAST;
    setFault(short ? 'required' : null);
    if (short || !(await ask('POST', '/api/v1/break-glass', { dossier, reason: reason.trim() }))) return;
    draft.drop();
    setOpen(false);
  };
  return html`<${Button} icon="lock" onClick=${() => setOpen(true)}>${t('glass.open')}<//>
    ${open && html`<${Sheet} title=${t('glass.open')} onClose=${() => setOpen(false)} kept><form class="stack" onSubmit=${submit}>
      <${Banner} kind="urgent"><p>${t('glass.hint')}</p><//>
      <${ErrorBox} problem=${problem} />
      <${FieldShell} id="glass" label=${t('glass.reason')} required fault=${fault}>${(about) => html`<textarea id="glass" class="input" dir="auto" aria-describedby=${about} value=${reason} onInput=${(e) => draft.set('reason', e.target.value)}></textarea>`}<//>
      <${Button} kind="main" type="submit" busy=${busy}>${t('glass.do')}<//></form><//>`}`;
}
