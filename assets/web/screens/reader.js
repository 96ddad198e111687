// What a child, or the family, can read: beside the worker on the phone, or on one sheet of paper. Larger letters, few words, no report.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { go } from '../lib/router.js';
import { exactDay } from '../lib/time.js';
import { choiceLabel, useForm } from '../store/forms.js';
import { LEVELS, levelFor, pageOf } from '../store/reader.js';
import { useResource } from '../store/resource.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { Choice } from '../components/choice.js';
import { Icon } from '../components/icon.js';
import { PageHead } from '../components/page-head.js';
import { Waiting } from '../components/states.js';

/** `#/reader/DOSSIER[/LEVEL]`. */
export default function Reader({ parts: [id, chosen] }) {
  const resource = useResource(`/api/v1/dossiers/${id}`);
  const plan = useForm('care_plan').data;
  const dossier = resource.data;
  const level = LEVELS.includes(chosen) ? chosen : levelFor(dossier ? dossier.summary.age : null);
  return html`<${PageHead} title=${t('reader.title')} back=${`#/dossier/${id}`} />
    <div class="stack">
      <${Waiting} resource=${resource} />
      ${dossier && html`<div class="stack no-print"><p>${t('reader.hint')}</p>
        <fieldset><legend>${t('reader.level')}</legend><${Choice} name="level" value=${level} onChange=${(to) => go(`#/reader/${id}/${to}`)} options=${LEVELS.map((one) => ({ value: one, label: t(`reader.level.${one}`) }))} /></fieldset>
        <div class="row"><${Button} kind="main" icon="print" onClick=${() => print()}>${t('do.print')}<//><${LinkButton} icon="info" href="#/talk">${t('talk.open')}<//></div></div>
        <${level === 'family' ? ForFamily : ForChild} page=${pageOf(dossier)} level=${level} plan=${plan} />`}
    </div>`;
}

function Part({ icon, title, children }) {
  return html`<section class="reader-part"><h2><${Icon} name=${icon} />${title}</h2>${children}</section>`;
}

function ForChild({ page, level, plan }) {
  const words = (one) => one.child_words || (plan ? choiceLabel(plan, 'action', one.action) : '');
  return html`<${Card}><article class=${`reader ${level}`} id="for-child">
    <p class="reader-hello">${t('reader.hello', { name: `\u2068${page.name}\u2069` })}</p>
    <${Part} icon="done" title=${t('reader.agreed')}>${page.agreed.length ? html`<ul>${page.agreed.map((one, at) => html`<li key=${at}><bdi>${words(one)}</bdi>${one.due_on && html` <span class="quiet">${t('reader.until')} ${exactDay(one.due_on)}</span>`}</li>`)}</ul>`
      : html`<p>${t('reader.nothingAgreed')}</p>`}<//>
    ${page.promises.length > 0 && html`<${Part} icon="note" title=${t('reader.promised')}><ul>${page.promises.map((one, at) => html`<li key=${at}><bdi>${one.promise}</bdi>${one.promise_due_on && html` <span class="quiet">${t('reader.until')} ${exactDay(one.promise_due_on)}</span>`}</li>`)}</ul><//>`}
    ${page.meetings.length > 0 && html`<${Part} icon="due" title=${t('reader.meet')}><p>${exactDay(page.meetings[0])}</p><//>`}
    ${page.helper && html`<${Part} icon="people" title=${t('reader.helps')}><p><bdi>${page.helper}</bdi></p><//>`}
    <${Part} icon="child" title=${t('reader.may')}><p>${t(`reader.${level}.may`)}</p><//>
    <${Part} icon="eye" title=${t('reader.reads')}><p>${t(`reader.${level}.reads`)}</p><//>
    <${Part} icon="phone" title=${t('reader.danger')}><p>${t(`reader.${level}.danger`)}</p><p>${t('reader.call')} <span class="blank"></span></p><//>
  </article><//>`;
}

function ForFamily({ page }) {
  return html`<${Card}><article class="reader older" id="for-family">
    <p class="reader-hello">${t('reader.helloFamily', { name: `\u2068${page.name}\u2069` })}</p>
    <${Part} icon="note" title=${t('reader.family.why')}><p>${t('reader.family.write')}</p><//>
    <${Part} icon="eye" title=${t('reader.family.reads')}><p>${t('reader.family.readsText')}</p><//>
    <${Part} icon="done" title=${t('reader.family.may')}><p>${t('reader.family.mayText')}</p><//>
    <${Part} icon="lock" title=${t('reader.family.keep')}><p>${t('reader.family.keepText')} <span class="blank"></span></p><//>
  </article><//>`;
}
