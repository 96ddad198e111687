// The people of the site, for the administrator: who may sign in, and a one-time link for somebody new.
import { html, useState } from '../lib/preact.js';
import { language, local, t } from '../lib/i18n.js';
import { call } from '../api/client.js';
import { somethingChanged, useResource } from '../store/resource.js';
import { choicesOf, fieldOf, useForm } from '../store/forms.js';
import { Banner } from '../components/banner.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { Chip } from '../components/chip.js';
import { ErrorBox } from '../components/error-box.js';
import { PageHead } from '../components/page-head.js';
import { Qr } from '../components/qr.js';
import { EmptyState, Waiting } from '../components/states.js';

const ROLES = ['case_worker', 'supervisor', 'specialist', 'notifier', 'guardianship_local', 'guardianship_territorial', 'district_manager', 'data_officer', 'site_administrator', 'auditor'];

export default function People() {
  const people = useResource('/api/v1/people');
  const form = useForm('user').data;
  const known = choicesOf(form, fieldOf(form, 'role'));
  const roles = known.length ? known.map((choice) => ({ value: choice.value, label: local(choice.label) })) : ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }));
  const title = (role) => (roles.find((one) => one.value === role) || { label: role }).label;
  return html`<${PageHead} title=${t('people.title')} back="#/more" />
    <div class="stack two">
      <div class="stack">
        <${Waiting} resource=${people} />
        ${people.data && html`<${Card} flush>${!people.data.people.length && html`<${EmptyState} icon="people" title=${t('people.none')} />`}
          <ul>${people.data.people.map((person) => html`<li key=${person.id}><div class="list-row"><span class="grow"><span class="strong"><bdi>${person.name}</bdi></span>
            <span class="sub"><bdi dir="ltr">${person.user}</bdi> · ${title(person.role)}</span></span>
            <${StateChip} person=${person} /></div></li>`)}</ul><//>`}
      </div>
      <${Invite} roles=${roles} />
    </div>`;
}

function StateChip({ person }) {
  if (person.state === 'pending') return html`<${Chip} kind="waiting">${t('people.pending')}<//>`;
  if (!person.active) return html`<${Chip}>${t('people.closed')}<//>`;
  if (person.setUp === false) return html`<${Chip} kind="waiting">${t('people.invited')}<//>`;
  return html`<${Chip} kind="done">${t('people.active')}<//>`;
}

function Invite({ roles }) {
  const [name, setName] = useState('');
  const [user, setUser] = useState('');
  const [role, setRole] = useState('case_worker');
  const [done, setDone] = useState(null);
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const { data } = await call('POST', '/api/v1/people', { body: { name: name.trim(), user: user.trim(), role, language: language.value.code } });
      setDone({ link: new URL(data.setupLink, location.origin).href, name, second: data.waitsForSecond });
      setName('');
      setUser('');
      somethingChanged();
    } catch (fault) {
      setProblem(fault);
    }
    setBusy(false);
  };
  if (done) {
    return html`<${Card} title=${t('people.link')}><div class="stack">
      <p>${t('people.linkHint', { name: done.name })}</p>
      <${Qr} text=${done.link} label=${t('people.qr')} />
      <p class="letters small"><bdi dir="ltr">${done.link}</bdi></p>
      <${Banner} kind="due"><p>${t('people.linkOnce')}</p><//>
      ${done.second && html`<${Banner} kind="waiting"><p>${t('people.second')}</p><//>`}
      <div class="row"><${Button} icon="print" onClick=${() => print()}>${t('do.print')}<//><${Button} onClick=${() => setDone(null)}>${t('people.another')}<//></div></div><//>`;
  }
  return html`<${Card} title=${t('people.invite')}><form class="stack" onSubmit=${submit}>
    <${ErrorBox} problem=${problem} />
    <div class="field"><label class="label" for="name">${t('people.name')}</label><input id="name" class="input" dir="auto" required autocomplete="off" value=${name} onInput=${(e) => setName(e.target.value)} /></div>
    <div class="field"><label class="label" for="new-user">${t('signin.user')}</label><span class="hint" id="new-user-hint">${t('people.userHint')}</span>
      <input id="new-user" class="input" dir="ltr" required minlength="2" autocapitalize="none" autocomplete="off" spellcheck="false" aria-describedby="new-user-hint" value=${user} onInput=${(e) => setUser(e.target.value)} /></div>
    <div class="field"><label class="label" for="role">${t('people.role')}</label>
      <select id="role" class="input" value=${role} onChange=${(e) => setRole(e.target.value)}>${roles.map((one) => html`<option value=${one.value}>${one.label}</option>`)}</select></div>
    <${Button} kind="main" type="submit" busy=${busy}>${t('people.do')}<//>
  </form><//>`;
}
