// Sign in: name and password, then the second factor where the account has one.
import { html, useEffect, useRef, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { signIn } from '../api/session.js';
import { Problem } from '../api/problem.js';
import { Banner } from '../components/banner.js';
import { Button } from '../components/button.js';
import { ErrorBox } from '../components/error-box.js';
import { Languages } from '../components/languages.js';

/** The frame of the screens before sign-in: brand, content, languages. */
export function Alone({ children, broad }) {
  return html`<main class=${`alone ${broad ? 'broad' : ''}`} id="main">
    <div class="brand"><img src=${new URL('../icons/icon.svg', import.meta.url).href} alt="" />Kinbox</div>
    <div class="stack">${children}<${Languages} /></div>
  </main>`;
}

/** The form alone; `fixedUser` when the same person signs in again over a covered screen. */
export function SignInForm({ fixedUser }) {
  const [user, setUser] = useState(fixedUser || '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [step, setStep] = useState('password');
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const codeInput = useRef(null);
  useEffect(() => { if (step !== 'password' && codeInput.current) codeInput.current.focus(); }, [step]);

  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await signIn({ user: user.trim(), password, code: step === 'password' ? undefined : code.trim() });
    } catch (fault) {
      if (fault.code === 'second-factor-needed') setStep(step === 'password' ? 'code' : step);
      else setProblem(fault instanceof Problem ? fault : new Problem({ code: 'failed' }));
    }
    setBusy(false);
  };

  return html`<form class="card stack" onSubmit=${submit}>
    <${ErrorBox} problem=${problem} />
    ${step === 'password' ? html`
      <div class="field"><label class="label" for="user">${t('signin.user')}</label>
        <input id="user" class="input" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" dir="ltr" required readonly=${Boolean(fixedUser)} value=${user} onInput=${(e) => setUser(e.target.value)} /></div>
      <div class="field"><label class="label" for="password">${t('signin.password')}</label>
        <input id="password" class="input" type="password" name="password" autocomplete="current-password" dir="ltr" required value=${password} onInput=${(e) => setPassword(e.target.value)} /></div>
      <${Button} kind="main" type="submit" wide busy=${busy}>${t('signin.do')}<//>`
    : html`
      <div class="field"><label class="label" for="code">${t(step === 'code' ? 'signin.code' : 'signin.recovery')}</label>
        <span class="hint" id="code-hint">${t(step === 'code' ? 'signin.codeHint' : 'signin.recoveryHint')}</span>
        <input id="code" class="input code" ref=${codeInput} autocomplete="one-time-code" inputmode=${step === 'code' ? 'numeric' : 'text'} dir="ltr" required aria-describedby="code-hint" value=${code} onInput=${(e) => setCode(e.target.value)} /></div>
      <${Button} kind="main" type="submit" wide busy=${busy}>${t('signin.do')}<//>
      <${Button} kind="plain" onClick=${() => { setCode(''); setProblem(null); setStep(step === 'code' ? 'recovery' : 'code'); }}>${t(step === 'code' ? 'signin.useRecovery' : 'signin.useCode')}<//>
      <${Button} kind="plain" onClick=${() => { setStep('password'); setCode(''); setProblem(null); }}>${t('go.back')}<//>`}
  </form>`;
}

export function SignIn() {
  const heading = useRef(null);
  useEffect(() => { document.title = `${t('signin.title')} · Kinbox`; }, []);
  return html`<${Alone}>
    <h1 tabindex="-1" ref=${heading}>${t('signin.title')}</h1>
    <${SignInForm} />
    <${Banner}><p>${t('signin.help')}</p><//>
    <p><a href="/notify">${t('signin.notify')}</a></p>
  <//>`;
}

/** Over everything, opaque: the session has ended, what was typed is still underneath. */
export function SessionEnded({ user }) {
  const dialog = useRef(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current.showModal();
    return () => { if (before && before.isConnected) before.focus(); };
  }, []);
  return html`<dialog class="cover" ref=${dialog} aria-labelledby="ended" onCancel=${(event) => event.preventDefault()}>
    <div class="card stack">
      <h2 id="ended">${t('ended.title')}</h2>
      <p>${t('ended.safe')}</p>
      <${SignInForm} fixedUser=${user.user || user.name} />
      <${Button} kind="plain" onClick=${() => location.reload()}>${t('ended.leave')}<//>
      <p class="small quiet">${t('ended.leaveHint')}</p>
    </div>
  </dialog>`;
}
