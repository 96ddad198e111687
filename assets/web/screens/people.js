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
import { Membership, teamName } from '../components/membership.js';
import { PersonSheet } from '../components/person-sheet.js';
import { TeamsCard } from '../components/teams-card.js';

const ROLES = ['case_worker', 'supervisor', 'specialist', 'notifier', 'guardianship_local', 'guardianship_territorial', 'district_manager', 'data_officer', 'site_administrator', 'auditor'];

export default function People() {
  const people = useResource('/api/v1/people');
  const site = useResource('/api/v1/teams').data;
  const form = useForm('user').data;
  const [shown, setShown] = useState(null);
  const known = choicesOf(form, fieldOf(form, 'role'));
  const roles = known.length ? known.map((choice) => ({ value: choice.value, label: local(choice.label) })) : ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }));
  const languages = choicesOf(form, fieldOf(form, 'language')).map((choice) => ({ value: choice.value, label: local(choice.label) }));
  const teamRoles = (people.data && people.data.teamRoles) || [];
  const lacking = people.data ? people.data.people.filter((person) => person.lacksTeam) : [];
  const title = (role) => (roles.find((one) => one.value === role) || { label: role }).label;
  return html`<${PageHead} title=${t('people.title')} back="#/more" />
    <div class="stack two">
      <div class="stack">
        <${Waiting} resource=${people} />
        ${lacking.length > 0 && html`<${Banner} kind="due" title=${t('teams.nobody', { n: lacking.length })}><p>${t('teams.nobodyHint')}</p><//>`}
        ${people.data && html`<${Card} flush>${!people.data.people.length && html`<${EmptyState} icon="people" title=${t('people.none')} />`}
          <ul>${people.data.people.map((person) => html`<li key=${person.id}><${ListRow} icon="people" onClick=${() => setShown(person)} title=${html`<bdi>${person.name}</bdi>`}
            sub=${html`<bdi dir="ltr">${person.user}</bdi> · ${title(person.role)}${teamsOf(person, site)}`} end=${html`<${StateChip} person=${person} />`} /></li>`)}</ul><//>`}
      </div>
      <div class="stack">
        ${site && html`<${TeamsCard} site=${site} />`}
        ${site && html`<${Invite} roles=${roles} site=${site} teamRoles=${teamRoles} />`}
      </div>
      ${shown && html`<${PersonSheet} key=${shown.id} person=${shown} roles=${roles} site=${site} languages=${languages.length ? languages : [{ value: shown.language, label: shown.language }]}
        needed=${teamRoles.includes(shown.role)} onClose=${() => setShown(null)} />`}
    </div>`;
}

/** The names of somebody's teams, behind their role. */
function teamsOf(person, site) {
  const teams = site ? site.teams.filter((team) => (person.teams || []).includes(team.id)) : [];
  if (person.lacksTeam) return html` · <strong>${t('teams.without')}</strong>`;
  return teams.map((team) => html` · ${teamName(team)}`);
}

function StateChip({ person }) {
  if (person.state === 'pending') return html`<${Chip} kind="waiting">${t('people.pending')}<//>`;
  if (!person.active) return html`<${Chip}>${t('people.closed')}<//>`;
  if (person.setUp === false) return html`<${Chip} kind="waiting">${t('people.invited')}<//>`;
  return html`<${Chip} kind="done">${t('people.active')}<//>`;
}

function Invite({ roles, site, teamRoles }) {
  const [name, setName] = useState('');
  const [user, setUser] = useState('');
  const [role, setRole] = useState('case_worker');
  const [place, setPlace] = useState(null);
  const [lacks, setLacks] = useState(false);
  const [done, setDone] = useState(null);
  const { busy, problem, ask } = useAsk();
  const needed = teamRoles.includes(role);
  // Where there is but one team, it is most likely that one.
  const only = needed && site.teams.length === 1 ? site.teams[0] : null;
  const chosen = place || { teams: only ? [only.id] : [], agency: (only && only.agency) || '' };
  const submit = async (event) => {
    event.preventDefault();
    if (needed && !chosen.teams.length) {
      setLacks(true);
      return;
    }
    const made = await ask('POST', '/api/v1/people', { name: name.trim(), user: user.trim(), role, teams: chosen.teams, ...(chosen.agency.trim() ? { agency: chosen.agency.trim() } : {}), language: language.value.code });
    if (!made) return;
    setDone({ link: absolute(made.setupLink), name, second: made.waitsForSecond });
    setName('');
    setPlace(null);
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
    <${Membership} id="new" site=${site} needed=${needed} value=${chosen} onChange=${(next) => { setPlace(next); setLacks(false); }} fault=${lacks ? 'required' : undefined} />
    <${Button} kind="main" type="submit" busy=${busy || (needed && !site.teams.length)}>${t('people.do')}<//>
  </form><//>`;
}
