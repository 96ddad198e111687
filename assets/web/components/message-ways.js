// How one wants to be told of alerts outside the app: by mail, by short message, in which language, and when not.
import { html, useEffect, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { languageName } from '../lib/language-names.js';
import { call } from '../api/client.js';
import { useResource } from '../store/resource.js';
import { useAsking } from './asking.js';
import { Banner } from './banner.js';
import { Button } from './button.js';
import { Card } from './card.js';
import { Choice } from './choice.js';
import { ErrorBox } from './error-box.js';
import { Waiting } from './states.js';

const WAYS = { mail: 'messages.byMail', sms: 'messages.byPhone' };

export function MessageWays() {
  const found = useResource('/api/v1/alerts/ways');
  return html`<${Card} title=${t('messages.title')} id="messages"><${Waiting} resource=${found} />${found.data && html`<${Ways} found=${found.data} />`}<//>`;
}

function Ways({ found }) {
  const [values, setValues] = useState(found);
  const [done, setDone] = useState(false);
  const { busy, problem, run } = useAsking();
  useEffect(() => setValues(found), [found]);
  const set = (part) => {
    setDone(false);
    setValues({ ...values, ...part });
  };
  const faultOf = (field) => {
    const one = problem && problem.faults.find((each) => each.field === field);
    return one ? t(`fault.${one.code}`) : '';
  };
  const submit = async (event) => {
    event.preventDefault();
    const { mail, phone, ways, language, quietFrom, quietTo } = values;
    const answer = await run(() => call('POST', '/api/v1/alerts/ways', { body: { mail, phone, ways, language, quietFrom, quietTo } }));
    if (answer) setValues(answer.data);
    setDone(Boolean(answer));
  };
  const offered = found.offered;
  const input = (name, type, label, more = {}) => html`<div class="field"><label class="label" for=${`ways-${name}`}>${label}</label>
    ${faultOf(name) && html`<p class="fault" id=${`ways-${name}-fault`}>${faultOf(name)}</p>`}
    <input id=${`ways-${name}`} class="input" type=${type} dir="ltr" value=${values[name] || ''} aria-invalid=${faultOf(name) ? 'true' : undefined}
      aria-describedby=${faultOf(name) ? `ways-${name}-fault` : undefined} onInput=${(e) => set({ [name]: e.target.value || null })} ...${more} /></div>`;
  return html`<form class="stack" onSubmit=${submit} novalidate>
    <p class="quiet">${t('messages.hint')}</p>
    ${!offered.length && html`<${Banner} kind="info"><p>${t('messages.noGateway')}</p><//>`}
    ${done && html`<${Banner} kind="done" live="polite"><p>${t('messages.saved')}</p><//>`}
    <${ErrorBox} problem=${problem} />
    <fieldset class="field"><legend class="label">${t('messages.ways')}</legend>
      <${Choice} name="ways" many options=${Object.keys(WAYS).map((value) => ({ value, label: t(WAYS[value]) }))} value=${values.ways} onChange=${(ways) => set({ ways })} /></fieldset>
    ${input('mail', 'email', t('messages.mail'), { autocomplete: 'email' })}
    ${input('phone', 'tel', t('messages.phone'), { autocomplete: 'tel' })}
    <fieldset class="field"><legend class="label">${t('messages.language')}</legend>
      <${Choice} name="message-language" options=${found.languages.map((value) => ({ value, label: languageName(value) }))} value=${values.language} onChange=${(language) => set({ language })} /></fieldset>
    <div class="row">${input('quietFrom', 'time', t('messages.quietFrom'))}${input('quietTo', 'time', t('messages.quietTo'))}</div>
    <p class="hint">${t('messages.quietHint')}</p>
    <${Button} kind="main" type="submit" busy=${busy}>${t('messages.save')}<//>
  </form>`;
}
