// The copy of a file for the person it is about: made by the box after a granted request, on the screen and on paper, kept nowhere.
import { html, useState } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { exactDay, exactInstant } from '../lib/time.js';
import { useValue } from '../lib/observable.js';
import { call } from '../api/client.js';
import { session } from '../api/session.js';
import { askable, usePlaces } from '../store/forms.js';
import { useManyForms } from '../store/many-forms.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { ErrorBox } from '../components/error-box.js';
import { Facts } from '../components/facts.js';
import { PageHead } from '../components/page-head.js';

export default function Copy({ parts }) {
  const [dossier, request] = parts;
  const [copy, setCopy] = useState(null);
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    try {
      const { data } = await call('POST', `/api/v1/dossiers/${dossier}/copies`, { body: { request } });
      setCopy(data);
      setProblem(null);
    } catch (fault) {
      setProblem(fault);
    }
    setBusy(false);
  };
  return html`<div class="no-print"><${PageHead} title=${t('copy.title')} back=${`#/dossier/${dossier}/record/${request}`} /></div>
    <div class="stack">
      <${ErrorBox} problem=${problem} />
      ${!copy && html`<${Card} title=${t('copy.before')}><div class="stack-tight"><p>${t('copy.what')}</p><p>${t('copy.hand')}</p>
        <div><${Button} kind="main" busy=${busy} onClick=${make}>${t('copy.make')}<//></div></div><//>`}
      ${copy && html`<${Sheet} copy=${copy} />`}
    </div>`;
}

function Sheet({ copy }) {
  const { user } = useValue(session);
  const places = usePlaces();
  const forms = useManyForms(copy.parts.map((one) => one.form));
  const name = `\u2068${user ? user.name : ''}\u2069`;
  return html`<div class="stack"><div class="no-print"><${Button} kind="main" icon="print" onClick=${() => print()}>${t('do.print')}<//></div>
    <div class="paper-form" id="person-copy">
      <p class="print-mark small">${t('copy.mark', { name, when: exactInstant(new Date().toISOString()) })}</p>
      ${copy.parts.map((part) => html`<section key=${part.id}><h2>${forms[part.form] ? local(forms[part.form].title) : ''}</h2>
        <p class="small quiet">${t('copy.written', { day: exactDay(part.written) })}</p>
        ${forms[part.form] && html`<${Facts} form=${forms[part.form]} record=${{ id: part.id, fields: part.fields, hidden: [] }} places=${places}
          names=${askable(forms[part.form]).map((field) => field.name).filter((field) => field in part.fields)} />`}</section>`)}
      <section><p>${t('copy.withheld')}</p></section>
      <p class="print-sign"><span>${t('print.date')}</span><span>${t('print.signature')}</span></p>
    </div></div>`;
}
