// One's own account: password, and where one is signed in.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useResource } from '../store/resource.js';
import { useAsk } from '../components/ask.js';
import { Banner } from '../components/banner.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { Chip } from '../components/chip.js';
import { ErrorBox } from '../components/error-box.js';
import { PageHead } from '../components/page-head.js';
import { MessageWays } from '../components/message-ways.js';
import { Waiting } from '../components/states.js';
import { When } from '../components/when.js';

export default function Account() {
  return html`<${PageHead} title=${t('account.title')} back="#/more" />
    <div class="stack two even"><div class="stack"><${ChangePassword} /><${Sessions} /></div><${MessageWays} /></div>`;
}

function ChangePassword() {
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const [done, setDone] = useState(false);
  const { busy, problem, ask } = useAsk();
  const submit = async (event) => {
    event.preventDefault();
    setDone(false);
    if (!(await ask('POST', '/api/v1/password', { old, new: next }))) return;
    setOld('');
    setNext('');
    setDone(true);
  };
  return html`<${Card} title=${t('account.password')}><form class="stack" onSubmit=${submit}>
    ${done && html`<${Banner} kind="done" live="polite"><p>${t('account.changed')}</p><//>`}
    <${ErrorBox} problem=${problem} />
    <div class="field"><label class="label" for="old">${t('account.old')}</label><input id="old" class="input" type="password" dir="ltr" autocomplete="current-password" required value=${old} onInput=${(e) => setOld(e.target.value)} /></div>
    <div class="field"><label class="label" for="new">${t('setup.password')}</label><span class="hint" id="new-hint">${t('setup.passwordHint')}</span>
      <input id="new" class="input" type="password" dir="ltr" autocomplete="new-password" required minlength="12" aria-describedby="new-hint" value=${next} onInput=${(e) => setNext(e.target.value)} /></div>
    <${Button} kind="main" type="submit" busy=${busy}>${t('account.change')}<//>
  </form><//>`;
}

function Sessions() {
  const list = useResource('/api/v1/sessions');
  const { busy, problem, ask } = useAsk();
  const others = list.data ? list.data.sessions.filter((one) => !one.current) : [];
  const endOthers = async () => {
    for (const one of others) await ask('DELETE', `/api/v1/sessions/${one.id}`);
  };
  return html`<${Card} title=${t('account.sessions')}><div class="stack">
    <${Waiting} resource=${list} />
    <${ErrorBox} problem=${problem} />
    <ul class="stack-tight">${list.data && list.data.sessions.map((one) => html`<li class="spread" key=${one.id}><span><${When} at=${one.began} /><br /><bdi class="small quiet number" dir="ltr">${one.peer}</bdi></span>
      ${one.current ? html`<${Chip} kind="done">${t('account.here')}<//>` : html`<${Button} busy=${busy} onClick=${() => ask('DELETE', `/api/v1/sessions/${one.id}`)}>${t('account.end')}<//>`}</li>`)}</ul>
    ${others.length > 1 && html`<${Button} busy=${busy} onClick=${endOthers}>${t('account.endOthers')}<//>`}
  </div><//>`;
}
