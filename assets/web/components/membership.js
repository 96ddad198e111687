// Teams and agency of one account, to be chosen: when somebody is invited, and later.
import { html } from '../lib/preact.js';
import { apart, t } from '../lib/i18n.js';
import { Banner } from './banner.js';
import { Choice } from './choice.js';
import { FieldShell } from './field.js';

/** A team as people call it. An id that nobody has named yet has no words of its own. */
export function teamName(team) {
  return team && team.name ? html`<bdi>${team.name}</bdi>` : t('teams.unnamed');
}

/** `value` is {teams: [id], agency}. Choosing a first team also fills in its agency. `needed` where the role does nothing without a team. */
export function Membership({ id, site, needed, value, onChange, fault }) {
  const pick = (teams) => {
    const first = site.teams.find((team) => team.id === teams[0]);
    onChange({ teams, agency: value.agency || (first && first.agency) || '' });
  };
  return html`
    ${!site.teams.length && html`<${Banner} kind=${needed ? 'due' : ''} title=${t('teams.first')}><p>${t('teams.firstHint')}</p><//>`}
    ${site.teams.length > 0 && html`<${FieldShell} group id=${`${id}-teams`} label=${t('teams.of')} hint=${needed ? t('teams.needed') : t('teams.ofHint')} required=${needed} fault=${fault}>${(about) => html`
      <${Choice} name=${`${id}-team`} many describedBy=${about} options=${site.teams.map((team) => ({ value: team.id, label: teamName(team) }))} value=${value.teams} onChange=${pick} />`}<//>`}
    <${AgencyField} id=${`${id}-agency`} agencies=${site.agencies} value=${value.agency} onChange=${(agency) => onChange({ ...value, agency })} />`;
}

/** The agency as it is called in records: one that is known already, or another. */
export function AgencyField({ id, agencies, value, onChange }) {
  return html`<${FieldShell} id=${id} label=${t('teams.agency')} hint=${agencies.length ? t('teams.agencyHint', { list: agencies.map(apart).join(t('teams.comma')) }) : undefined}>${(about) => html`
    <input id=${id} class="input" dir="auto" maxlength="64" autocomplete="off" list=${`${id}-known`} aria-describedby=${about} value=${value} onInput=${(event) => onChange(event.target.value)} />
    <datalist id=${`${id}-known`}>${agencies.map((one) => html`<option value=${one} />`)}</datalist>`}<//>`;
}
