// Two files side by side: what differs is chosen, the rest follows. One person proposes, a second one confirms.
import { html, useState } from '../lib/preact.js';
import { apart, t } from '../lib/i18n.js';
import { go } from '../lib/router.js';
import { uuid7 } from '../lib/uuid.js';
import { askable, fieldLabel, useForm, usePlaces, valueWords } from '../store/forms.js';
import { useResource } from '../store/resource.js';
import { useAsk } from '../components/ask.js';
import { Banner } from '../components/banner.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { Choice } from '../components/choice.js';
import { ErrorBox } from '../components/error-box.js';
import { PageHead } from '../components/page-head.js';
import { ageAndSex, Name } from '../components/person.js';
import { Reason } from '../components/reason.js';
import { EmptyState, Waiting } from '../components/states.js';
import { When } from '../components/when.js';
import { TellApart, WasToldApart } from './merge-apart.js';

export function MergePair({ first, second }) {
  const resource = useResource(`/api/v1/merges/${first}/${second}`);
  const form = useForm('child');
  const { data, problem } = resource;
  const gone = problem && problem.status === 404;
  return html`<${PageHead} title=${t('merge.title')} back=${`#/dossier/${first}`} />
    <div class="stack">${gone ? html`<${Card}><${EmptyState} title=${t('merge.gone')}><p>${t('merge.goneHint')}</p><//><//>` : html`<${Waiting} resource=${resource} />`}
    ${data && !gone && html`<${Waiting} resource=${form} />`}
    ${data && !gone && form.data && html`<${Compared} key=${`${data.first.child.version}/${data.second.child.version}/${data.merge ? data.merge.state : ''}`} ...${{ data, first, second }} form=${form.data} />`}</div>`;
}

function Compared({ data, form, first, second }) {
  const places = usePlaces();
  const { merge } = data;
  const waits = merge && merge.state === 'proposed';
  // A proposal has its own first and second; whoever comes the other way round is led to it.
  const turned = waits && merge.first !== first;
  const order = askable(form).map((field) => field.name);
  const fields = [...data.fields].sort((one, other) => order.indexOf(one.name) - order.indexOf(other.name));
  const [chosen, setChosen] = useState(waits ? merge.choices : {});
  const asked = fields.filter((one) => one.outcome === 'asked');
  const of = (outcome) => fields.filter((one) => one.outcome === outcome);
  const words = (name, value) => valueWords(form, name, value, places);
  const stops = data.refusal && !waits;
  const canTell = !merge && !data.apart && !['same', 'already-merged'].includes(data.refusal);
  const [telling, setTelling] = useState(false);
  const row = (one) => html`<dt>${fieldLabel(form, one.name)}</dt><dd><span class="grow person"><bdi>${words(one.name, one.held)}</bdi></span></dd>`;
  return html`<div class="stack">
    <div class="sides"><${Side} side=${data.first} title=${t('merge.stays')} /><${Side} side=${data.second} title=${t('merge.moves')} /></div>
    ${stops && html`<${Banner} kind="due" icon="lock"><p>${t(`merge.refusal.${data.refusal}`)}</p>
      ${merge && merge.state === 'merged' && html`<p><a href=${`#/merge/undo/${merge.id}`}>${t('merge.undo')}</a></p>`}<//>`}
    ${data.apart && !merge ? html`<${WasToldApart} told=${data.apart} />` : telling ? html`<${TellApart} ...${{ first, second }} onBack=${() => setTelling(false)} />` : html`
    ${!stops && !waits && html`<p><${LinkButton} kind="plain" href=${`#/merge/${second}/${first}`}>${t('merge.swap')}<//></p>`}
    ${turned ? html`<${Banner} kind="waiting"><p>${t('merge.refusal.proposed')} <a href=${`#/merge/${merge.first}/${merge.second}`}>${t('merge.open')}</a></p><//>` : html`
    ${asked.length > 0 && html`<${Card} title=${t('merge.choose')}><div class="fields">${asked.map((one) => html`<fieldset class="field" key=${one.name} id=${`merge-${one.name}`}><legend>${fieldLabel(form, one.name)}</legend>
      <${Choice} name=${`merge-${one.name}`} shape="long" value=${chosen[one.name]} onChange=${(value) => !waits && !stops && setChosen({ ...chosen, [one.name]: value })}
        options=${['first', 'second'].filter((side) => !waits || chosen[one.name] === side).map((side) => ({ value: side, label: html`<bdi dir=${document.documentElement.dir || 'ltr'}><bdi class="person">${words(one.name, one[side])}</bdi> ${t(`merge.of.${side}`)}</bdi>` }))} /></fieldset>`)}</div><//>`}
    ${of('protective').length > 0 && html`<${Card} title=${t('merge.protective')}><dl class="facts">${of('protective').map(row)}</dl><//>`}
    ${of('taken').length > 0 && html`<${Card} title=${t('merge.taken')}><dl class="facts">${of('taken').map(row)}</dl><//>`}
    ${data.unseen.length > 0 && html`<${Banner} icon="eye"><p>${t('merge.unseen')}</p><//>`}
    <details><summary>${t('merge.same')}</summary><dl class="facts">${of('stays').map(row)}</dl></details>
    ${!stops && html`<${People} data=${data} />`}
    ${waits ? html`<${Answer} merge=${merge} />` : !stops && html`<${Propose} ...${{ data, asked, chosen, first, second }} />`}`}
    ${canTell && html`<div><${Button} onClick=${() => setTelling(true)}>${t('apart.tell')}<//></div>`}`}
  </div>`;
}

function Side({ side, title }) {
  const papers = Object.values(side.papers).reduce((sum, n) => sum + n, 0);
  return html`<section class="card" aria-label=${title}><div class="stack">
    <p class="small quiet">${title}</p>
    <h2><${Name} name=${side.summary.name} other=${side.summary.nameOtherScript} /></h2>
    <p>${ageAndSex(side.summary)}${side.summary.caseNumber && html` · <bdi class="number">${side.summary.caseNumber}</bdi>`}</p>
    <p class="small quiet">${t('merge.registered')} <${When} at=${side.made} /> · ${t('merge.papers', { n: papers })}${side.workers.map((one) => html` · <bdi key=${one.id}>${one.name}</bdi>`)}</p>
  </div></section>`;
}

/** Who will see everything: merging widens who is near each paper, so it is said before. */
function People({ data }) {
  const names = [...new Map([...data.first.workers, ...data.second.workers].map((one) => [one.id, one.name])).values()];
  return names.length > 1 && html`<${Banner} icon="eye"><p>${t('merge.who', { names: names.map(apart).join(t('list.comma')) })}</p><//>`;
}

function Propose({ data, asked, chosen, first, second }) {
  // One proposal however often it is sent.
  const [save] = useState(uuid7);
  const [reason, setReason] = useState('');
  const [all, setAll] = useState(false);
  const { busy, problem, ask } = useAsk();
  const lacks = asked.some((one) => !chosen[one.name]);
  const submit = async (event) => {
    event.preventDefault();
    setAll(true);
    if (lacks) return;
    await ask('POST', '/api/v1/merges', { saveId: save, first, second, firstVersion: data.first.child.version, secondVersion: data.second.child.version, choices: chosen, ...(reason.trim() && { reason: reason.trim() }) });
  };
  return html`<form class="stack" onSubmit=${submit} novalidate>
    <${ErrorBox} problem=${problem} />
    <${Reason} id="merge-reason" label=${t('merge.reason')} value=${reason} onChange=${setReason} />
    ${all && lacks && html`<p class="fault" role="alert">${t('merge.lacks')}</p>`}
    <div><${Button} kind="main" type="submit" busy=${busy}>${t('merge.propose')}<//></div>
    <p class="small quiet">${t('merge.proposeHint')}</p></form>`;
}

function Answer({ merge }) {
  const [save] = useState(uuid7);
  const [refusal] = useState(uuid7);
  const [words, setWords] = useState('');
  const [refusing, setRefusing] = useState(false);
  const [all, setAll] = useState(false);
  const { busy, problem, ask } = useAsk();
  const path = `/api/v1/merges/${merge.id}/decision`;
  const agree = async () => { if (await ask('POST', path, { saveId: save, agree: true })) go(`#/dossier/${merge.first}`); };
  const refuse = async () => {
    setAll(true);
    if (!merge.own && !words.trim()) return;
    if (await ask('POST', path, { saveId: refusal, agree: false, ...(words.trim() && { reason: words.trim() }) })) go('#/merge');
  };
  return html`<${Card} title=${t('merge.proposed')}><div class="stack">
    <p>${t('merge.by', { name: apart(merge.proposedBy.name) })} <${When} at=${merge.proposedAt} /></p>
    ${merge.reason && html`<p><bdi class="person">${merge.reason}</bdi></p>`}
    <${ErrorBox} problem=${problem} />
    ${merge.own ? html`<p>${t('merge.ownHint')}</p><div><${Button} busy=${busy} onClick=${refuse}>${t('merge.withdraw')}<//></div>` : html`
      <p class="small quiet">${t('merge.confirmHint')}</p>
      ${!refusing && html`<div class="row"><${Button} kind="main" busy=${busy} onClick=${agree}>${t('merge.confirm')}<//><${Button} busy=${busy} onClick=${() => setRefusing(true)}>${t('merge.refuse')}<//></div>`}
      ${refusing && html`<${Reason} id="merge-words" label=${t('merge.refuseWhy')} value=${words} onChange=${setWords} needed fault=${all && !words.trim()} />
        <div class="row"><${Button} kind="main" busy=${busy} onClick=${refuse}>${t('merge.refuse')}<//><${Button} onClick=${() => setRefusing(false)}>${t('go.back')}<//></div>`}`}
  </div><//>`;
}
