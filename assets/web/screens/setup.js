// The one-time link: choose a password, take the second factor, print the recovery codes.
import { html, useEffect, useRef, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { call } from '../api/client.js';
import { Banner } from '../components/banner.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { ErrorBox } from '../components/error-box.js';
import { Qr } from '../components/qr.js';
import { StepBar } from '../components/step-bar.js';
import { goInstead } from '../lib/router.js';
import { Alone } from './sign-in.js';

const LEAST = 12;
const HEADINGS = ['setup.title', 'setup.second', 'setup.codes', 'setup.ready'];

export function SetUp({ token }) {
  const [done, setDone] = useState(null);
  const [step, setStep] = useState(1);
  const heading = useRef(null);
  useEffect(() => {
    document.title = `${t('setup.title')} · Kinbox`;
    if (step > 1) heading.current.focus();
  }, [step]);
  const steps = done && !done.totpURI ? 2 : 3;
  const finished = (answer) => {
    setDone(answer);
    // The link is used up: it must not stay in the browser's history.
    history.replaceState(null, '', location.pathname + '#/setup');
    setStep(answer.totpURI ? 2 : answer.recoveryCodes.length ? 3 : 4);
  };
  return html`<${Alone} broad=${step > 1}>
    ${step < 4 && html`<${StepBar} step=${Math.min(step, steps)} of=${steps} />`}
    <h1 tabindex="-1" ref=${heading}>${t(HEADINGS[step - 1])}</h1>
    ${step === 1 && html`<${Password} token=${token} onDone=${finished} />`}
    ${step === 2 && html`<${SecondFactor} done=${done} onNext=${() => setStep(3)} />`}
    ${step === 3 && html`<${Codes} done=${done} />`}
    ${step === 4 && html`<${Card}><div class="stack"><p>${t('setup.done', { user: done.user })}</p><${Button} kind="main" onClick=${() => goInstead('#/day')}>${t('setup.toSignIn')}<//></div><//>`}
  <//>`;
}

function Password({ token, onDone }) {
  const [password, setPassword] = useState('');
  const [shown, setShown] = useState(false);
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const length = [...password].length;
  const missing = LEAST - length;
  const plain = /^(.)\1*$/.test(password) || /^(0123456789|1234567890|abcdefghij)/i.test(password);

  const submit = async (event) => {
    event.preventDefault();
    if (busy || missing > 0 || plain) return;
    setBusy(true);
    setProblem(null);
    try {
      onDone((await call('POST', '/api/v1/setup', { body: { token, password } })).data);
    } catch (fault) {
      setProblem(fault);
      setBusy(false);
    }
  };

  const advice = !length ? '' : missing > 0 ? t('setup.missing', { n: missing }) : plain ? t('setup.tooPlain') : t('setup.goodLength');
  return html`<form class="card stack" onSubmit=${submit}>
    <p>${t('setup.explain')}</p>
    <${ErrorBox} problem=${problem} />
    <div class="field"><label class="label" for="password">${t('setup.password')}</label>
      <span class="hint" id="password-hint">${t('setup.passwordHint')}</span>
      <input id="password" class="input" type=${shown ? 'text' : 'password'} name="new-password" autocomplete="new-password" autocapitalize="none" spellcheck="false" dir="ltr" required aria-describedby="password-hint password-advice" value=${password} onInput=${(e) => setPassword(e.target.value)} />
      <p id="password-advice" class="small strong" role="status">${advice}</p></div>
    <label class="choice many"><input type="checkbox" checked=${shown} onChange=${(e) => setShown(e.target.checked)} /><span>${t('setup.show')}</span></label>
    <${Button} kind="main" type="submit" wide busy=${busy || missing > 0 || plain}>${t('setup.do')}<//>
  </form>`;
}

function SecondFactor({ done, onNext }) {
  return html`<${Card}>
    <div class="stack">
      <ol class="stack-tight"><li>1. ${t('setup.app')}</li><li>2. ${t('setup.scan')}</li><li>3. ${t('setup.later')}</li></ol>
      <${Qr} text=${done.totpURI} label=${t('setup.qr')} />
      <p>${t('setup.byHand')}<br /><code class="secret letters"><bdi dir="ltr">${(done.totpSecret || '').replace(/(.{4})(?=.)/g, '$1 ')}</bdi></code></p>
      <${Button} kind="main" onClick=${onNext}>${t('setup.scanned')}<//>
    </div>
  <//>`;
}

function Codes({ done }) {
  const [kept, setKept] = useState(false);
  return html`<${Card}>
    <div class="stack">
      <p>${t('setup.codesWhy')}</p>
      <ul class="codes letters">${done.recoveryCodes.map((code) => html`<li><bdi dir="ltr">${code}</bdi></li>`)}</ul>
      <${Banner} kind="due"><p>${t('setup.codesOnce')}</p><//>
      <${Button} icon="print" onClick=${() => print()}>${t('do.print')}<//>
      <label class="choice many no-print"><input type="checkbox" checked=${kept} onChange=${(e) => setKept(e.target.checked)} /><span>${t('setup.kept')}</span></label>
      <div><${Button} kind="main" busy=${!kept} onClick=${() => goInstead('#/day')}>${t('setup.toSignIn')}<//></div>
    </div>
  <//>`;
}
