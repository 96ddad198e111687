// The people of the site, for the administrator: who may sign in, and a one-time link for somebody new.
import { html, useState } from '../lib/preact.js';
import { language, local, t } from '../lib/i18n.js';
import { useResource } from '../store/resource.js';
import { choicesOf, fieldOf, useForm } from '../store/forms.js';
import { useAsk } from '../components/ask.js';
import { Banner } from '../components/banner.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { Chip } from '../components/chip.js';
import { ErrorBox } from '../components/error-box.js';
import { ListRow } from '../components/list-row.js';
import { absolute, OneTimeLink } from '../components/one-time-link.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState, Waiting } from '../components/states.js';
import { PersonSheet } from '../components/person-sheet.js';

const ROLES = ['case_worker', 'supervisor', 'specialist', 'notifier', 'guardianship_local', 'guardianship_territorial', 'district_manager', 'data_officer', 'site_administrator', 'auditor'];

export default function People() {
  const people = useResource('/api/v1/people');
  const form = useForm('user').data;
  const [shown, setShown] = useState(null);
  const known = choicesOf(form, fieldOf(form, 'role'));
  const roles = known.length ? known.map((choice) => ({ value: choice.value, label: local(choice.label) })) : ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }));
  const title = (role) => (roles.find((one) => one.value === role) || { label: role }).label;
  return html`<${PageHead} title=${t('people.title')} back="#/more" />
    <div class="stack two">
      <div class="stack">
        <${Waiting} resource=${people} />
        ${people.data && html`<${Card} flush>${!people.data.people.length && html`<${EmptyState} icon="people" title=${t('people.none')} />`}
          <ul>${people.data.people.map((person) => html`<li key=${person.id}><${ListRow} icon="people" onClick=${() => setShown(person)} title=${html`<bdi>${person.name}</bdi>`}
            sub=${html`<bdi dir="ltr">${person.user}</bdi> · ${title(person.role)}`} end=${html`<${StateChip} person=${person} />`} /></li>`)}</ul><//>`}
      </div>
      <${Invite} roles=${roles} />
    </div>
    ${shown && html`<${PersonSheet} key=${shown.id} person=${shown} roles=${roles} onClose=${() => setShown(null)} />`}`;
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
  const { busy, problem, ask } = useAsk();
  const submit = async (event) => {
    event.preventDefault();
    const made = await ask('POST', '/api/v1/people', { name: name.trim(), user: user.trim(), role, language: language.value.code });
    if (!made) return;
    setDone({ link: absolute(made.setupLink), name, second: made.waitsForSecond });
    setName('');
    setUser('');
  };
  if (done) {
    return html`<${Card} title=${t('people.link')}><div class="stack">
      ${done.second && html`<${Banner} kind="waiting"><p>${t('people.second')}</p><//>`}
      <${OneTimeLink} link=${done.link} name=${done.name}><${Button} onClick=${() => setDone(null)}>${t('people.another')}<//><//></div><//>`;
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
