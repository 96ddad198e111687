// Name, teams, agency and language of an account. What shows other cases, or another name, waits for a second person's yes.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { Button } from './button.js';
import { FieldShell } from './field.js';
import { Membership } from './membership.js';

/** `onAsk` takes the part of a request that says what is to be otherwise. */
export function PersonDetails({ person, site, languages, needed, busy, onAsk }) {
  const [name, setName] = useState(person.name);
  const [place, setPlace] = useState({ teams: person.teams || [], agency: person.agency || '' });
  const [language, setLanguage] = useState(person.language);
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState(false);
  const submit = (event) => {
    event.preventDefault();
    if (reason.trim().length < 10) setFault(true);
    else onAsk({ name: name.trim(), teams: place.teams, agency: place.agency.trim(), language, reason: reason.trim() });
  };
  return html`<form class="stack" onSubmit=${submit}>
    <${FieldShell} id="person-name" label=${t('people.name')} required>${(about) => html`
      <input id="person-name" class="input" dir="auto" required maxlength="200" autocomplete="off" aria-describedby=${about} value=${name} onInput=${(event) => setName(event.target.value)} />`}<//>
    <${Membership} id="person" site=${site} needed=${needed} value=${place} onChange=${setPlace} />
    <p class="small quiet">${t('teams.casesStay')}</p>
    <${FieldShell} id="person-language" label=${t('people.language')} required>${() => html`
      <select id="person-language" class="input" value=${language} onChange=${(event) => setLanguage(event.target.value)}>${languages.map((one) => html`<option value=${one.value}>${one.label}</option>`)}</select>`}<//>
    <${FieldShell} id="details-reason" label=${t('people.reason')} hint=${t('people.reasonHint')} required fault=${fault ? 'required' : undefined}>${(about) => html`
      <textarea id="details-reason" class="input" dir="auto" aria-describedby=${about} value=${reason} onInput=${(event) => { setReason(event.target.value); setFault(false); }}></textarea>`}<//>
    <p class="small quiet">${t('people.detailsHint')}</p>
    <div><${Button} kind="main" type="submit" busy=${busy}>${t('people.detailsDo')}<//></div>
  </form>`;
}
