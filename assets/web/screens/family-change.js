// The address or the caregiver of brothers and sisters changes: once, for those who were made sure to live together.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useValue } from '../lib/observable.js';
import { go } from '../lib/router.js';
import { draftsReady, useDraft } from '../store/drafts.js';
import { useSubmission } from '../store/submission.js';
import { fieldOf, useForm, usePlaces } from '../store/forms.js';
import { moveEntries, refusedOf } from '../store/household.js';
import { Banner } from '../components/banner.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { ErrorBox } from '../components/error-box.js';
import { Field, faultWords } from '../components/field.js';
import { Held } from '../components/held.js';
import { Name } from '../components/person.js';
import { EmptyState, Loading, WaitingHere } from '../components/states.js';

const HOME = ['place', 'address', 'caregiver_name', 'caregiver_relation'];

export function ChangeHome({ family, index, again }) {
  const forms = { family: useForm('family').data, child: useForm('child').data };
  const ready = useValue(draftsReady);
  if (!forms.family || !forms.child || !ready) return html`<${Loading} />`;
  return html`<${Change} family=${family} index=${index} again=${again} forms=${forms} />`;
}

function Change({ family, index, again, forms }) {
  const key = `household/${family.id}`;
  const draft = useDraft(key, {}, { label: t('family.change'), name: family.family.fields.family_name, hash: `#/family/${family.id}/change/${index}` });
  const submission = useSubmission(key);
  const places = usePlaces();
  const [left, setLeft] = useState([]);
  const [fault, setFault] = useState('');
  const may = family.children.filter((child) => child.household.state === 'together' && child.mayMove.length);
  const others = family.children.filter((child) => !may.includes(child));
  const chosen = may.filter((child) => !left.includes(child.dossier));
  const answers = draft.fields;
  const refused = refusedOf(submission.save);
  const stopped = family.children.filter((child) => refused[child.dossier]);
  const tail = index ? `/${index}` : '';

  const send = async (some) => {
    const entries = moveEntries({ family: family.family, chosen: some, answers, version: forms.child.version });
    setFault(some.length ? (entries.some((entry) => entry.form === 'child') ? '' : t('family.nothing')) : t('family.nobody'));
    if (submission.busy || !some.length || !entries.some((entry) => entry.form === 'child')) return;
    const save = await submission.submit({ entries, about: { label: t('family.change'), name: family.family.fields.family_name, hash: `#/family/${family.id}/change${tail}` } });
    if (save.state === 'box') go(`#/family/${family.id}/of${tail}`);
    else again();
  };
  const without = chosen.filter((child) => !stopped.includes(child));
  const goOn = () => {
    setLeft([...left, ...stopped.map((child) => child.dossier)]);
    send(without);
  };
  const toggle = (dossier) => setLeft(left.includes(dossier) ? left.filter((one) => one !== dossier) : [...left, dossier]);

  if (!may.length) return html`<${EmptyState} icon="people" title=${t('family.nobodyTogether')}><${LinkButton} kind="main" href=${`#/family/${family.id}/together${tail}`}>${t('family.together')}<//><//>`;
  return html`<form class="stack" novalidate onSubmit=${(event) => { event.preventDefault(); send(chosen); }}>
    <${Held} when=${submission.busy}>
      <${Card} title=${t('family.forWhom')}>
        <div class="choices long">${may.map((child) => html`<label class="choice many" key=${child.dossier}>
          <input type="checkbox" name="child" value=${child.dossier} checked=${!left.includes(child.dossier)} onChange=${() => toggle(child.dossier)} /><span class="person">${child.summary.name || t('person.unnamed')}</span></label>`)}</div>
        ${chosen.filter((child) => child.summary.contactRestriction).map((child) => html`<p class="strong mark urgent" key=${child.dossier}><${Name} name=${child.summary.name} />: <bdi class="person">${child.summary.contactRestriction}</bdi></p>`)}
        ${others.length > 0 && html`<ul class="stack-tight quiet">${others.map((child) => html`<li key=${child.dossier}><${Name} name=${child.summary.name} />: ${t(`family.stays.${child.household.state}`)}</li>`)}</ul>
          <p><a href=${`#/family/${family.id}/together${tail}`}>${t('family.together')}</a></p>`}
      <//>
      <${Card} title=${t('family.whatChanges')}><p class="quiet">${t('family.leaveBlank')}</p><div class="fields">
        ${HOME.filter((name) => fieldOf(forms.family, name)).map((name) => html`<${Field} key=${name} form=${forms.family} field=${{ ...fieldOf(forms.family, name), hint: null }} required=${false} value=${answers[name]} places=${places} onChange=${(value) => draft.set(name, value)} />`)}
        ${fieldOf(forms.child, 'lives_with') && html`<${Field} form=${forms.child} field=${fieldOf(forms.child, 'lives_with')} required=${false} value=${answers.lives_with} onChange=${(value) => draft.set('lives_with', value)} />`}
      </div><//>
    <//>
    ${Object.keys(refused).length > 0 ? html`<${Banner} kind="urgent" live="assertive" title=${t('family.refused')}>
      <p>${t('family.refusedSafe')}</p>
      <ul>${stopped.map((child) => html`<li key=${child.dossier}><a href=${`#/dossier/${child.dossier}`}><${Name} name=${child.summary.name} /></a>: ${refused[child.dossier].map((code) => faultWords(code)).join(' ')}</li>`)}
        ${refused[family.id] && html`<li>${t('dossier.family')}: ${refused[family.id].map((code) => faultWords(code)).join(' ')}</li>`}</ul>
      ${without.length > 0 && !refused[family.id] && html`<${Button} onClick=${goOn}>${t('family.goOn', { n: without.length })}<//>`}<//>`
    : html`<${ErrorBox} problem=${submission.problem} />`}
    ${fault && html`<${Banner} kind="due" live="assertive"><p>${fault}</p><//>`}
    ${submission.waiting && html`<${WaitingHere} />`}
    <div class="form-foot"><${Button} kind="main" type="submit" busy=${submission.busy}>${t('family.save', { n: chosen.length })}<//></div>
  </form>`;
}
