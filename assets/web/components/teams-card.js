// The teams of the site: who works together and sees the same cases. Made, renamed, closed when empty.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useAsk } from './ask.js';
import { Banner } from './banner.js';
import { Button } from './button.js';
import { Card } from './card.js';
import { ErrorBox } from './error-box.js';
import { FieldShell } from './field.js';
import { ListRow } from './list-row.js';
import { AgencyField, teamName } from './membership.js';
import { Sheet } from './sheet.js';

export function TeamsCard({ site }) {
  const [shown, setShown] = useState(null);
  return html`<${Card} title=${t('teams.title')}><div class="stack" id="teams">
    <p class="quiet">${t('teams.hint')}</p>
    ${site.teams.length > 0 && html`<ul>${site.teams.map((team) => html`<li key=${team.id}><${ListRow} icon="people" onClick=${() => setShown(team)} title=${teamName(team)}
      sub=${html`${t('teams.people', { n: team.people })}${team.agency && html` · <bdi>${team.agency}</bdi>`}`} /></li>`)}</ul>`}
    <div><${Button} kind=${site.teams.length ? '' : 'main'} icon="new" onClick=${() => setShown({ name: '', people: 0 })}>${t('teams.new')}<//></div>
    ${shown && html`<${TeamSheet} key=${shown.id || 'new'} team=${shown} agencies=${site.agencies} onClose=${() => setShown(null)} />`}
  </div><//>`;
}

function TeamSheet({ team, agencies, onClose }) {
  const [name, setName] = useState(team.name);
  const [agency, setAgency] = useState(team.agency || '');
  const [closing, setClosing] = useState(false);
  const { busy, problem, ask } = useAsk();
  const save = async (event) => {
    event.preventDefault();
    const body = { name: name.trim(), ...(agency.trim() ? { agency: agency.trim() } : {}) };
    if (await ask('POST', team.id ? `/api/v1/teams/${team.id}` : '/api/v1/teams', body)) onClose();
  };
  const close = async () => {
    if (!closing) setClosing(true);
    else if (await ask('POST', `/api/v1/teams/${team.id}/close`)) onClose();
  };
  return html`<${Sheet} title=${team.id ? teamName(team) : t('teams.new')} onClose=${onClose}><form class="stack" onSubmit=${save}>
    <${ErrorBox} problem=${problem} />
    <${FieldShell} id="team-name" label=${t('teams.name')} hint=${t('teams.nameHint')} required>${(about) => html`
      <input id="team-name" class="input" dir="auto" required maxlength="80" autocomplete="off" aria-describedby=${about} value=${name} onInput=${(event) => setName(event.target.value)} />`}<//>
    <${AgencyField} id="team-agency" agencies=${agencies} value=${agency} onChange=${setAgency} />
    <div><${Button} kind="main" type="submit" busy=${busy}>${t('do.save')}<//></div>
    ${team.id && team.name && html`<hr />
      ${closing && html`<${Banner} kind="due" live="polite"><p>${t('teams.closeHint')}</p><//>`}
      <div><${Button} icon="lock" busy=${busy} onClick=${close}>${t(closing ? 'teams.closeDo' : 'teams.close')}<//></div>`}
  </form><//>`;
}
