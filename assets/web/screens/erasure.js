// One file: what erasing it would reach, what speaks against it, asking for it, and the second person's answer.
import { html, useState } from '../lib/preact.js';
import { apart, knows, local, t } from '../lib/i18n.js';
import { go } from '../lib/router.js';
import { exactInstant } from '../lib/time.js';
import { uuid7 } from '../lib/uuid.js';
import { useForms } from '../store/forms.js';
import { useResource } from '../store/resource.js';
import { useAsk } from '../components/ask.js';
import { Banner } from '../components/banner.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { Choice } from '../components/choice.js';
import { ErrorBox } from '../components/error-box.js';
import { FieldShell } from '../components/field.js';
import { PageHead } from '../components/page-head.js';
import { ageAndSex, Name } from '../components/person.js';
import { LONGEST, Reason } from '../components/reason.js';
import { EmptyState, Waiting } from '../components/states.js';
import { When } from '../components/when.js';

export default function Erasure({ parts }) {
  const [dossier, paper] = parts;
  const resource = useResource(`/api/v1/dossiers/${dossier}/erasure`);
  const { data, problem } = resource;
  const gone = problem && problem.status === 404;
  return html`<${PageHead} title=${t('erasure.title')} back=${gone ? '#/erasures' : `#/dossier/${dossier}`} />
    <div class="stack">${gone ? html`<${Card}><${EmptyState} icon="lock" title=${t('erasure.gone')} /><//>` : html`<${Waiting} resource=${resource} />`}
    ${data && !gone && html`<${Sheet} data=${data} paper=${paper} />`}</div>`;
}

/** A refusal of an erasure in this screen's words, any other problem in its own. */
function Refused({ problem }) {
  const key = problem && `erasure.refusal.${problem.code.replace(/^erasure-/, '')}`;
  if (!problem || !problem.code.startsWith('erasure-') || !knows(key)) return html`<${ErrorBox} problem=${problem} />`;
  return html`<${Banner} kind="urgent" live="assertive"><p>${t(key)}</p><//>`;
}

function Sheet({ data, paper }) {
  const { child, requests } = data;
  const open = requests.filter((one) => (one.status === 'asked' && !one.lapsed) || one.status === 'confirmed');
  const past = requests.filter((one) => !open.includes(one));
  return html`<div class="stack">
    <section class="card" aria-label=${t('dossier.title')}><h2><${Name} name=${child.name} other=${child.nameOtherScript} /></h2>
      <p>${ageAndSex(child)}${child.caseNumber && html` · <bdi class="number">${child.caseNumber}</bdi>`}</p></section>
    ${data.held && html`<${Banner} kind="due" icon="lock"><p>${t('erasure.held')}</p><//>`}
    ${open.map((one) => html`<${Open} key=${one.id} ...${{ one, data }} />`)}
    ${!paper && html`<${Reach} data=${data} />`}
    ${data.mayAsk && html`<${Ask} ...${{ data, paper, open }} />`}
    ${past.length > 0 && html`<details><summary>${t('erasure.certificate')}</summary><ul class="stack">${past.map((one) => html`<li key=${one.id}>
      <p>${t(`erasure.matter.${one.matter}`)} · ${t(`erasure.status.${one.lapsed && one.status === 'asked' ? 'lapsed' : one.status}`)}</p>
      <p class="small quiet">${t('erasure.askedBy', { name: apart(one.askedBy.name) })} · <${When} at=${one.askedAt} /></p>
      ${one.decisionReason && html`<p><bdi class="person">${one.decisionReason}</bdi></p>`}</li>`)}</ul></details>`}
  </div>`;
}

/** What goes and what stays, said before anybody asks. */
function Reach({ data }) {
  const stops = data.refusals.filter((code) => code !== 'held');
  return html`${stops.length > 0 && html`<${Banner} kind="due" icon="lock" title=${t('erasure.stops')}>${stops.map((code) => html`<p key=${code}>${t(`erasure.refusal.${code}`)}</p>`)}<//>`}
    <${Card} title=${t('erasure.goes')}><ul id="goes" class="stack">
      <li>${t('erasure.papers', { n: data.papers })}</li>
      ${data.merged > 0 && html`<li>${t('erasure.merged', { n: data.merged })}</li>`}
      ${data.reports > 0 && html`<li>${t('erasure.reports', { n: data.reports })}</li>`}
      ${data.families > 0 && html`<li>${t('erasure.families')}</li>`}</ul><//>
    <${Card} title=${t('erasure.stays')}><ul class="stack">
      ${data.reportsThatStay > 0 && html`<li>${t('erasure.reportsStay', { n: data.reportsThatStay })}</li>`}
      <li>${t('erasure.copies')}</li><li>${t('erasure.trail')}</li></ul><//>`;
}

function Ask({ data, paper, open }) {
  const [save] = useState(uuid7);
  const [matter, setMatter] = useState(paper ? 'paper' : null);
  const [ground, setGround] = useState(null);
  const [reason, setReason] = useState('');
  const [all, setAll] = useState(false);
  const { busy, problem, ask } = useAsk();
  const matters = paper ? [] : [!data.refusals.length && 'erase', data.held ? 'lift' : 'hold'].filter((one) => one && !open.some((other) => other.matter === one));
  if (!paper && !matters.length) return null;
  const submit = async (event) => {
    event.preventDefault();
    setAll(true);
    if (!matter || !ground || !reason.trim()) return;
    const body = { saveId: save, dossier: data.dossier, matter, ground, reason: reason.trim(), ...(paper && { paper }) };
    if (await ask('POST', '/api/v1/erasures', body)) go('#/erasures');
  };
  const words = (name, codes) => codes.map((code) => ({ value: code, label: t(`erasure.${name}.${code}`) }));
  return html`<form class="card stack" id="ask-erasure" onSubmit=${submit} novalidate>
    ${paper ? html`<p>${t('erasure.from')} <${Paper} record=${paper} /></p>` : html`<${FieldShell} id="matter" group chosen required label=${t('erasure.matters')} fault=${all && !matter ? 'required' : null}>${(about) => html`
      <${Choice} name="matter" shape="long" describedBy=${about} value=${matter} onChange=${(value) => { setMatter(value); setGround(null); }} options=${words('matter', matters)} />`}<//>`}
    ${matter && html`<${FieldShell} id="ground" group chosen required label=${t('erasure.grounds')} fault=${all && !ground ? 'required' : null}>${(about) => html`
      <${Choice} name="ground" shape="long" describedBy=${about} value=${ground} onChange=${setGround} options=${words('ground', data.grounds[matter])} />`}<//>
      <${FieldShell} id="erasure-reason" label=${t('erasure.reason')} hint=${t('erasure.reasonHint')} required fault=${all && !reason.trim() ? 'required' : null}>${(about) => html`
        <textarea id="erasure-reason" class="input" dir="auto" maxlength=${LONGEST} aria-describedby=${about} value=${reason} onInput=${(event) => setReason(event.target.value)}></textarea>`}<//>
      <${Refused} problem=${problem} />
      <div><${Button} kind="main" type="submit" busy=${busy}>${t('erasure.ask')}<//></div>
      <p class="small quiet">${t('erasure.second')}</p>`}
  </form>`;
}

/** The title of the paper that is to go. */
function Paper({ record }) {
  const paper = useResource(`/api/v1/records/${record}`).data;
  const forms = useForms().data;
  const form = paper && (forms ? forms.forms : []).find((one) => one.name === paper.form);
  return html`<b>${form ? local(form.title) : t('state.loading')}</b>`;
}

function Open({ one, data }) {
  const [save] = useState(uuid7);
  const [refusal] = useState(uuid7);
  const [number, setNumber] = useState('');
  const [words, setWords] = useState('');
  const [refusing, setRefusing] = useState(false);
  const [all, setAll] = useState(false);
  const { busy, problem, ask } = useAsk();
  const destroys = ['erase', 'paper'].includes(one.matter);
  const typed = destroys && data.needsNumber;
  const step = (saveId, body) => ask('POST', `/api/v1/erasures/${one.id}/step`, { saveId, ...body });
  const confirm = async (event) => {
    event.preventDefault();
    setAll(true);
    if (typed && !number.trim()) return;
    const done = await step(save, { step: one.status === 'confirmed' ? 'carry_out' : 'confirm', ...(number.trim() && { number: number.trim() }) });
    if (done) go('#/erasures');
  };
  const refuse = async () => {
    setAll(true);
    if (!words.trim()) return;
    if (await step(refusal, { step: 'refuse', reason: words.trim() })) setRefusing(false);
  };
  return html`<${Card} title=${t(`erasure.matter.${one.matter}`)}><div class="stack" id="asked">
    <p><b>${t(`erasure.status.${one.status}`)}</b> · ${t(`erasure.ground.${one.ground}`)}</p>
    ${one.paper && html`<p><${Paper} record=${one.paper} /></p>`}
    <p class="small quiet">${t('erasure.askedBy', { name: apart(one.askedBy.name) })} · <${When} at=${one.askedAt} /></p>
    <p><bdi class="person">${one.reason}</bdi></p>
    ${one.early && html`<p>${t('erasure.early', { when: exactInstant(one.from) })}</p>`}
    <${Refused} problem=${problem} />
    ${one.own ? html`<p>${t('erasure.refusal.own')}</p><div><${Button} busy=${busy} onClick=${() => step(refusal, { step: 'withdraw' })}>${t('erasure.back')}<//></div>` : data.mayConfirm && html`
      ${!refusing && !one.early && html`<form class="stack" onSubmit=${confirm} novalidate>
        ${typed && html`<${FieldShell} id="erasure-number" label=${t('erasure.number')} hint=${t('erasure.numberHint')} required fault=${all && !number.trim() ? 'required' : null}>${(about) => html`
          <input id="erasure-number" class="input number" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby=${about} value=${number} onInput=${(event) => setNumber(event.target.value)} />`}<//>`}
        <div><${Button} kind=${destroys ? 'urgent' : 'main'} type="submit" busy=${busy}>${t(destroys ? 'erasure.confirm' : 'erasure.confirmHold')}<//></div></form>`}
      ${!refusing && one.status === 'asked' && html`<div><${Button} onClick=${() => { setRefusing(true); setAll(false); }}>${t('erasure.refuse')}<//></div>`}
      ${refusing && html`<${Reason} id="erasure-words" label=${t('merge.refuseWhy')} value=${words} onChange=${setWords} needed fault=${all && !words.trim()} />
        <div class="row"><${Button} kind="main" busy=${busy} onClick=${refuse}>${t('erasure.refuse')}<//><${Button} onClick=${() => setRefusing(false)}>${t('go.back')}<//></div>`}`}
  </div><//>`;
}
