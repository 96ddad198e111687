// A merged file taken apart again: what goes with the second child, what stays, said before it happens.
import { html, useState } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { go } from '../lib/router.js';
import { exactInstant } from '../lib/time.js';
import { uuid7 } from '../lib/uuid.js';
import { fieldLabel, useForm, useForms } from '../store/forms.js';
import { useResource } from '../store/resource.js';
import { useAsk } from '../components/ask.js';
import { Banner } from '../components/banner.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { Choice } from '../components/choice.js';
import { ErrorBox } from '../components/error-box.js';
import { PageHead } from '../components/page-head.js';
import { Name } from '../components/person.js';
import { Reason } from '../components/reason.js';
import { EmptyState, Waiting } from '../components/states.js';
import { When } from '../components/when.js';

export function TakeApart({ merge }) {
  const resource = useResource(`/api/v1/merges/${merge}`);
  const form = useForm('child');
  const { data, problem } = resource;
  const gone = problem && problem.status === 404;
  return html`<${PageHead} title=${t('merge.undo')} back="#/merge" />
    <div class="stack">${gone ? html`<${Card}><${EmptyState} title=${t('merge.gone')}><p>${t('merge.goneHint')}</p><//><//>` : html`<${Waiting} resource=${resource} />`}
    ${data && !gone && (data.refusal ? html`<${Banner} kind="due" icon="lock"><p>${t(`merge.refusal.${data.refusal}`)}</p>
      <p><a href=${`#/dossier/${data.merge.first}`}>${t('triage.openDossier')}</a></p><//>` : html`<${Sheet} data=${data} form=${form.data} />`)}</div>`;
}

function Sheet({ data, form }) {
  const [save] = useState(uuid7);
  const [back, setBack] = useState([]);
  const [reason, setReason] = useState('');
  const [all, setAll] = useState(false);
  const { busy, problem, ask } = useAsk();
  const forms = useForms().data;
  const { merge, comparison, moved, since, returning, disputed } = data;
  const title = (name) => local((forms ? forms.forms : []).find((one) => one.name === name)?.title) || name;
  const lacks = !reason.trim();
  const free = since.filter((one) => !one.goesBack);
  const going = [...moved, ...since.filter((one) => one.goesBack)];
  const submit = async (event) => {
    event.preventDefault();
    setAll(true);
    if (lacks) return;
    if (await ask('POST', `/api/v1/merges/${merge.id}/undo`, { saveId: save, back, reason: reason.trim() })) go(`#/dossier/${merge.second}`);
  };
  const paper = (one) => html`<li key=${one.record}>${title(one.form)} · <span class="quiet"><${When} at=${one.made} /></span></li>`;
  const names = (list) => html`<ul>${list.map((name) => html`<li key=${name}>${form ? fieldLabel(form, name) : name}</li>`)}</ul>`;
  return html`<form class="stack" onSubmit=${submit} novalidate>
    <${Card} title=${html`<${Name} name=${comparison.second.summary.name} />`}><div class="stack"><p>${t('merge.moved')}</p><ul>${going.map(paper)}</ul></div><//>
    ${free.length > 0 && html`<${Card} title=${html`<${Name} name=${comparison.first.summary.name} />`}><fieldset class="field"><legend>${t('merge.since')}</legend>
      <p class="hint">${t('merge.sinceHint')}</p>
      <${Choice} name="back" many shape="long" value=${back} onChange=${setBack} options=${free.map((one) => ({ value: one.record, label: `${title(one.form)} · ${exactInstant(one.made)}` }))} /></fieldset><//>`}
    ${returning.length > 0 && html`<${Card} title=${t('merge.returning')}>${names(returning)}<//>`}
    ${disputed.length > 0 && html`<${Card} title=${t('merge.disputed')}>${names(disputed)}<//>`}
    <${ErrorBox} problem=${problem} />
    <${Reason} id="undo-reason" label=${t('merge.undoReason')} value=${reason} onChange=${setReason} needed fault=${all && lacks} />
    <div><${Button} kind="main" type="submit" busy=${busy}>${t('merge.undoDo')}<//></div>
  </form>`;
}
