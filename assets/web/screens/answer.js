// A referral that asks me: what is needed and for whom; accept it, or decline with the reason.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { go } from '../lib/router.js';
import { today } from '../lib/time.js';
import { useDraft } from '../store/drafts.js';
import { amendEntry } from '../store/entries.js';
import { useForm, usePlaces } from '../store/forms.js';
import { useResource } from '../store/resource.js';
import { useSubmission } from '../store/submission.js';
import { Banner } from '../components/banner.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { ErrorBox } from '../components/error-box.js';
import { Facts } from '../components/facts.js';
import { FieldShell } from '../components/field.js';
import { Held } from '../components/held.js';
import { PageHead } from '../components/page-head.js';
import { ageAndSex, Name } from '../components/person.js';
import { EmptyState, Waiting, WaitingHere } from '../components/states.js';

const NEEDED = ['service', 'urgency', 'requested_on', 'shared_note'];

export default function Answer({ parts }) {
  const referral = useResource(`/api/v1/records/${parts[0]}`);
  const { data, problem } = referral;
  const gone = (problem && problem.status === 404) || (data && data.status && data.status !== 'requested');
  return html`<${PageHead} title=${t('answer.title')} back="#/day" />
    <div>${gone ? html`<${Card}><${EmptyState} title=${t('answer.gone')}><p><a href="#/day">${t('go.back')}</a></p><//><//>` : html`<${Waiting} resource=${referral} />`}
    ${data && !gone && html`<${Asked} key=${data.id} referral=${data} />`}</div>`;
}

function Asked({ referral }) {
  const form = useForm('referral').data;
  const places = usePlaces();
  const dossier = useResource(`/api/v1/dossiers/${referral.dossier}`).data;
  const [declining, setDeclining] = useState(false);
  const key = `answer/${referral.id}`;
  const draft = useDraft(key, { words: '' }, { label: t('answer.title'), hash: `#/answer/${referral.id}` });
  const words = draft.fields.words || '';
  const submission = useSubmission(key);
  const answer = async (status) => {
    const fields = { status, answered_on: today(), ...(words.trim() ? { answer_note: words.trim() } : {}) };
    const entries = [amendEntry(referral, fields, { op: 'decide', status })];
    const save = await submission.submit({ entries, about: { label: t('answer.title'), hash: `#/answer/${referral.id}`, dossier: referral.dossier } });
    if (save && save.state === 'box') go(status === 'accepted' ? `#/dossier/${referral.dossier}` : '#/day');
  };
  const needs = declining && !words.trim();
  return html`<div class="stack">
    <${Card} title=${dossier ? html`<${Name} name=${dossier.summary.name} />` : t('dossier.title')}><div class="stack">
      ${dossier && html`<p class="quiet">${ageAndSex(dossier.summary)}</p>`}
      <${Facts} form=${form} record=${referral} names=${NEEDED} places=${places} /></div><//>
    <${ErrorBox} problem=${submission.problem} />
    ${submission.waiting && html`<${WaitingHere} />`}
    <${Card}><${Held} when=${submission.busy}><div class="stack">
      <${FieldShell} id="answer-note" label=${t(declining ? 'answer.why' : 'answer.note')} hint=${t(declining ? 'answer.whyHint' : 'answer.noteHint')} required=${declining}>${(about) => html`
        <textarea id="answer-note" class="input" dir="auto" maxlength="2000" aria-describedby=${about} value=${words} onInput=${(e) => draft.set('words', e.target.value)}></textarea>`}<//>
      ${declining && html`<${Banner} icon="eye"><p>${t('answer.declineHint')}</p><//>`}
      <div class="row">${declining
    ? html`<${Button} kind="main" busy=${submission.busy || needs} onClick=${() => answer('rejected')}>${t('answer.decline')}<//><${Button} onClick=${() => setDeclining(false)}>${t('go.back')}<//>`
    : html`<${Button} kind="main" icon="done" busy=${submission.busy} onClick=${() => answer('accepted')}>${t('answer.accept')}<//><${Button} busy=${submission.busy} onClick=${() => setDeclining(true)}>${t('answer.declineFirst')}<//>`}</div>
    </div><//><//>
  </div>`;
}
