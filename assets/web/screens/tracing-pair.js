// A search and a child side by side. One person proposes that it is this child, a second one confirms; either may say that it is another.
import { html, useState } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { uuid7 } from '../lib/uuid.js';
import { useForm, usePlaces, valueWords } from '../store/forms.js';
import { useResource } from '../store/resource.js';
import { useAsk } from '../components/ask.js';
import { Banner } from '../components/banner.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { ErrorBox } from '../components/error-box.js';
import { Facts } from '../components/facts.js';
import { Why } from '../components/matches.js';
import { PageHead } from '../components/page-head.js';
import { Name } from '../components/person.js';
import { Reason } from '../components/reason.js';
import { EmptyState, Waiting } from '../components/states.js';
import { MatchChip } from '../components/tracing-card.js';
import { SaidAll } from './tracing-said.js';

const SOUGHT = ['given_name', 'family_name', 'other_names', 'sex', 'birth_date', 'place', 'mother_name', 'father_name', 'seeker_name', 'relation', 'marks', 'separated_on', 'cause', 'story'];
const CHILD = ['given_name', 'family_name', 'other_names', 'name_other_script', 'sex', 'birth_date', 'birth_place', 'place', 'lives_with', 'language'];
const HISTORY = ['recorded_on', 'separation_status', 'separated_on', 'separated_place', 'cause', 'from_whom', 'marks', 'story'];

export function TracingPair({ request, dossier }) {
  const resource = useResource(`/api/v1/tracing/${request}/${dossier}`);
  const { data, problem } = resource;
  const gone = problem && problem.status === 404;
  return html`<${PageHead} title=${t('tracing.pair')} back=${`#/tracing/${request}`} />
    <div class="stack">${gone ? html`<${Card}><${EmptyState} title=${t('tracing.gone')}><p>${t('tracing.goneHint')}</p><//><//>` : html`<${Waiting} resource=${resource} />`}
    ${data && !gone && html`<${Compared} data=${data} path=${`/api/v1/tracing/${request}/${dossier}`} />`}</div>`;
}

function Compared({ data, path }) {
  const forms = { request: useForm('tracing_request').data, child: useForm('child').data, relative: useForm('relative').data, separation_history: useForm('separation_history').data };
  const places = usePlaces();
  const { candidate } = data;
  const of = (form) => data.papers.filter((one) => one.form === form);
  const relative = (one) => [valueWords(forms.relative, 'relation', one.fields.relation), one.fields.full_name].filter(Boolean).join(': ');
  return html`<div class="stack">
    <p class="spread"><${MatchChip} state=${candidate.state} /></p>
    ${candidate.summary.contactRestriction && html`<${Banner} kind="urgent"><p><bdi class="person">${candidate.summary.contactRestriction}</bdi></p><//>`}
    ${candidate.wish && candidate.wish !== 'yes' && html`<${Banner} kind="due"><p>${t(`tracing.wish.${candidate.wish}`)}</p><//>`}
    ${candidate.state === 'disputed' && html`<${Banner} kind="urgent"><p>${t('tracing.disputedHint')}</p><//>`}
    ${candidate.state === 'confirmed' && html`<${Banner} kind="done" title=${t('tracing.state.confirmed')}><p>${t('tracing.confirmedHint')} <a href=${`#/dossier/${candidate.dossier}`}>${t('triage.openDossier')}</a></p><//>`}
    <${Card} title=${t('tracing.why')}><${Why} ...${candidate} />
      ${!candidate.reasons.length && !candidate.doubts.length && html`<p class="quiet">${t('tracing.noWhy')}</p>`}<//>
    <div class="sides">
      <section class="card" aria-label=${t('tracing.sought')}><div class="stack"><p class="small quiet">${t('tracing.sought')}</p>
        <${Facts} form=${forms.request} record=${data.request} names=${SOUGHT} places=${places} /></div></section>
      <section class="card" aria-label=${t('tracing.known')}><div class="stack"><p class="small quiet">${t('tracing.known')}</p>
        <h2><${Name} name=${candidate.summary.name} other=${candidate.summary.nameOtherScript} /></h2>
        <${Facts} form=${forms.child} record=${data.child} names=${CHILD} places=${places} />
        ${of('relative').length > 0 && html`<ul>${of('relative').map((one) => html`<li key=${one.id}><bdi class="person">${relative(one)}</bdi></li>`)}</ul>`}
        ${of('separation_history').slice(0, 2).map((one) => html`<div key=${one.id}><h3>${forms.separation_history && local(forms.separation_history.title)}</h3>
          <${Facts} form=${forms.separation_history} record=${one} names=${HISTORY} places=${places} /></div>`)}
        <div><${LinkButton} kind="plain" href=${`#/dossier/${candidate.dossier}`}>${t('triage.openDossier')}<//></div></div></section>
    </div>
    <${Answer} key=${candidate.heads.join()} data=${data} path=${path} />
    ${candidate.said.length > 0 && html`<${Card} title=${t('tracing.history')}><${SaidAll} said=${candidate.said} /><//>`}
  </div>`;
}

/** What one may say next. A no, and taking back what two agreed on, needs words. */
function Answer({ data, path }) {
  const { candidate, stops, may } = data;
  const { state, own } = candidate;
  // One word however often it is sent.
  const [saves] = useState(() => ({ propose: uuid7(), confirm: uuid7(), dismiss: uuid7(), reopen: uuid7() }));
  const [saying, setSaying] = useState(null);
  const [words, setWords] = useState('');
  const [all, setAll] = useState(false);
  const { busy, problem, ask } = useAsk();
  const say = (step) => ask('POST', path, { saveId: saves[step], step, seen: candidate.heads, ...(words.trim() && { reason: words.trim() }) });
  const submit = (event) => {
    event.preventDefault();
    setAll(true);
    if (words.trim()) say(saying);
  };
  if (!may.work) return null;
  const dismiss = html`<${Button} busy=${busy} onClick=${() => setSaying('dismiss')}>${t('tracing.dismiss')}<//>`;
  const reopen = html`<${Button} busy=${busy} onClick=${() => (state === 'dismissed' || state === 'proposed' ? say('reopen') : setSaying('reopen'))}>${t(state === 'proposed' ? 'tracing.withdraw' : 'tracing.reopen')}<//>`;
  return html`<${Card} title=${t('tracing.question')}><div class="stack">
    <${ErrorBox} problem=${problem} />
    ${stops && state !== 'confirmed' && html`<p>${t(`tracing.stops.${stops}`)}</p>`}
    ${state === 'proposed' && own && html`<p>${t('tracing.ownHint')}</p>`}
    ${state === 'proposed' && !own && !may.decide && html`<p>${t('tracing.waitsHint')}</p>`}
    ${!saying && html`<div class="row">
      ${state === 'open' && !stops && html`<${Button} kind="main" busy=${busy} onClick=${() => say('propose')}>${t('tracing.propose')}<//>`}
      ${state === 'proposed' && !own && may.decide && !stops && html`<${Button} kind="main" busy=${busy} onClick=${() => say('confirm')}>${t('tracing.confirm')}<//>`}
      ${['open', 'proposed', 'disputed'].includes(state) && !(state === 'proposed' && own) && dismiss}
      ${((state === 'proposed' && own) || ['confirmed', 'dismissed', 'disputed'].includes(state)) && reopen}</div>`}
    ${!saying && state === 'open' && !stops && html`<p class="small quiet">${t('tracing.proposeHint')}</p>`}
    ${!saying && state === 'proposed' && !own && may.decide && !stops && html`<p class="small quiet">${t('tracing.confirmHint')}</p>`}
    ${saying && html`<form class="stack" onSubmit=${submit} novalidate>
      <${Reason} id="tracing-words" label=${t(saying === 'dismiss' ? 'tracing.dismissWhy' : 'tracing.reopenWhy')} value=${words} onChange=${setWords} needed fault=${all && !words.trim()} />
      <div class="row"><${Button} kind="main" type="submit" busy=${busy}>${t(saying === 'dismiss' ? 'tracing.dismiss' : 'tracing.reopen')}<//><${Button} onClick=${() => setSaying(null)}>${t('go.back')}<//></div></form>`}
  </div><//>`;
}
