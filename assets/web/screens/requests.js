// What an administrator may not do alone, waiting for a second person's yes.
import { html, useState } from '../lib/preact.js';
import { apart, knows, t } from '../lib/i18n.js';
import { formTitle } from '../store/form-words.js';
import { useResource } from '../store/resource.js';
import { useAsk } from '../components/ask.js';
import { Banner } from '../components/banner.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { ErrorBox } from '../components/error-box.js';
import { absolute, OneTimeLink } from '../components/one-time-link.js';
import { PageHead } from '../components/page-head.js';
import { LoosenedList } from '../components/loosened.js';
import { EmptyState, Waiting } from '../components/states.js';
import { When } from '../components/when.js';

function roleWords(role) {
  return knows(`role.${role}`) ? t(`role.${role}`) : role;
}

export default function Requests() {
  const list = useResource('/api/v1/requests');
  const [link, setLink] = useState(null);
  return html`<${PageHead} title=${t('requests.title')} back="#/more" />
    <div class="stack">
      <p>${t('requests.hint')}</p>
      ${link && html`<${Card} title=${t('people.link')}><${OneTimeLink} ...${link}><${Button} onClick=${() => setLink(null)}>${t('do.close')}<//><//><//>`}
      <${Waiting} resource=${list} />
      ${list.data && !list.data.requests.length && html`<${Card}><${EmptyState} title=${t('requests.none')} /><//>`}
      ${list.data && list.data.requests.map((one) => html`<${Request} key=${one.id} request=${one} onLink=${setLink} />`)}
    </div>`;
}

function Request({ request, onLink }) {
  const { busy, problem, ask } = useAsk();
  const answer = async (agree) => {
    const done = await ask('POST', `/api/v1/requests/${request.id}/answer`, { agree });
    if (done && done.setupLink) onLink({ link: absolute(done.setupLink), name: request.person.name });
  };
  const { form } = request;
  return html`<${Card} title=${html`<bdi>${form ? formTitle(form) : request.person.name}</bdi>`}><div class="stack">
    ${form ? html`<${AboutForm} form=${form} />` : html`<p>${t(`requests.what.${request.what}`, { role: request.role ? roleWords(request.role) : '' })}</p><${Details} request=${request} />`}
    ${request.reason && html`<p><bdi>${request.reason}</bdi></p>`}
    <p class="small quiet">${t('requests.asked')} <bdi>${request.asker.name}</bdi> · <${When} at=${request.at} /></p>
    <${ErrorBox} problem=${problem} />
    ${request.mayAnswer ? html`<p class="small">${t(form ? 'requests.knowForm' : 'requests.know')}</p><div class="row">
      <${Button} kind="main" icon="done" busy=${busy} onClick=${() => answer(true)}>${t('requests.agree')}<//>
      <${Button} icon="close" busy=${busy} onClick=${() => answer(false)}>${t('requests.refuse')}<//></div>`
    : !(form && form.lapsed) && html`<${Banner} kind="waiting"><p>${t('requests.other')}</p><//>`}
    ${request.mayTakeBack && html`<div><${Button} icon="close" busy=${busy} onClick=${() => answer(false)}>${t('requests.takeBack')}<//></div>`}
  </div><//>`;
}

/** Whose cases the account would see, beside how it is now. */
function Details({ request: { what, now, next } }) {
  if (!now || what === 'reset') return null;
  const words = (list) => (list.length ? list.map((one) => one || t('teams.unnamed')).map(apart).join(t('teams.comma')) : t('teams.none'));
  const rows = [['people.name', (one) => apart(one.name)], ['teams.of', (one) => words(one.teams)], ['teams.agency', (one) => (one.agency ? apart(one.agency) : t('teams.none'))]];
  return html`<dl class="facts">${rows.filter(([key, say]) => (next ? say(now) !== say(next) : key !== 'people.name')).map(([key, say]) => html`<div key=${key}>
    <dt>${t(key)}</dt><dd>${next ? t('requests.fromTo', { from: say(now), to: say(next) }) : say(now)}</dd></div>`)}</dl>`;
}

/** A version of a form, and what it would open: the list that its asker read, too. */
function AboutForm({ form }) {
  const version = String(form.version);
  return html`<p>${form.version ? t(form.goesBack ? 'requests.what.formBack' : 'requests.what.form', { version }) : t('publish.withdrawTitle')}</p>
    <p class="strong">${t('publish.loosened', { n: form.loosened.length })}</p>
    <${LoosenedList} loosened=${form.loosened} />
    ${form.lapsed && html`<${Banner} kind="due" title=${t('problem.request-lapsed.what')}><p>${t('problem.request-lapsed.todo')}</p><//>`}`;
}
