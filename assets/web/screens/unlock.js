// The box is locked after a start: its passphrase, or the words of the recovery key.
import { html, useEffect, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { call, wire } from '../api/client.js';
import { resume } from '../api/session.js';
import { Banner } from '../components/banner.js';
import { Button } from '../components/button.js';
import { ErrorBox } from '../components/error-box.js';
import { Alone } from './sign-in.js';

/** The form alone; `onDone` is called once the box is open. */
export function UnlockForm({ onDone }) {
  const [words, setWords] = useState(false);
  const [secret, setSecret] = useState('');
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const body = words ? { recovery: secret.trim().replace(/\s+/g, ' ') } : { passphrase: secret };
      await call('POST', '/api/v1/unlock', { body });
      setSecret('');
      wire.patch({ box: 'ok' });
      if (onDone) onDone();
    } catch (fault) {
      setProblem(fault);
    }
    setBusy(false);
  };

  return html`<form class="card stack" onSubmit=${submit}>
    <${ErrorBox} problem=${problem} />
    ${words ? html`<div class="field"><label class="label" for="secret">${t('unlock.words')}</label>
        <span class="hint" id="secret-hint">${t('unlock.wordsHint')}</span>
        <textarea id="secret" class="input" dir="ltr" autocapitalize="none" autocomplete="off" spellcheck="false" required aria-describedby="secret-hint" value=${secret} onInput=${(e) => setSecret(e.target.value)}></textarea></div>`
    : html`<div class="field"><label class="label" for="secret">${t('unlock.passphrase')}</label>
        <input id="secret" class="input" type="password" autocomplete="off" dir="ltr" required value=${secret} onInput=${(e) => setSecret(e.target.value)} /></div>`}
    <${Button} kind="main" type="submit" wide icon="lock" busy=${busy}>${t('unlock.do')}<//>
    <${Button} kind="plain" onClick=${() => { setWords(!words); setSecret(''); setProblem(null); }}>${t(words ? 'unlock.usePassphrase' : 'unlock.useWords')}<//>
  </form>`;
}

export function Unlock() {
  useEffect(() => { document.title = `${t('unlock.title')} · Kinbox`; }, []);
  return html`<${Alone}>
    <h1 tabindex="-1">${t('unlock.title')}</h1>
    <${Banner} kind="waiting" icon="lock"><p>${t('unlock.why')}</p><//>
    <${UnlockForm} onDone=${() => resume().catch(() => {})} />
    <p class="quiet small">${t('unlock.notify')} <a href="/notify">${t('signin.notify')}</a></p>
  <//>`;
}
