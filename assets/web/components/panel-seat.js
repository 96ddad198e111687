// A member's own seat: agree with an option, disagree, or step aside, in their own words. Nobody else can write here.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useDraft } from '../store/drafts.js';
import { amendEntry } from '../store/entries.js';
import { useSubmission } from '../store/submission.js';
import { Button } from './button.js';
import { Card } from './card.js';
import { Choice } from './choice.js';
import { ErrorBox } from './error-box.js';
import { FieldShell } from './field.js';
import { Held } from './held.js';
import { aboutPanel, optionsOf } from './panel-words.js';
import { WaitingHere } from './states.js';

export function OwnSeat({ seat, data, again }) {
  const key = `panel/seat/${seat.id}`;
  const draft = useDraft(key, {});
  const submission = useSubmission(key);
  const [all, setAll] = useState(false);
  const met = data.status === 'in_session';
  const { said, option, words = '' } = draft.fields;
  const change = (values) => draft.replace({ ...draft.fields, ...values });
  const ways = [...(met ? [{ value: 'agrees', label: t('panel.iAgree') }, { value: 'dissents', label: t('panel.iDissent') }] : []), { value: 'recused', label: t('panel.iStepAside') }];
  const lacks = { option: said === 'agrees' && !option, words: (said === 'dissents' || said === 'recused') && !words.trim() };
  const submit = async (event) => {
    event.preventDefault();
    setAll(true);
    if (submission.busy || !said || lacks.option || lacks.words) return;
    const fields = { said, said_option: said === 'agrees' ? option : null, said_words: said === 'agrees' ? null : words.trim() };
    for (const name of ['said_option', 'said_words']) if (fields[name] === null && !seat.fields[name]) delete fields[name];
    const save = await submission.submit({ entries: [amendEntry(seat, fields)], about: aboutPanel(data, t('panel.yours')) });
    if (!save || save.state !== 'box') return;
    // Who stepped aside does not see the panel any more.
    if (said === 'recused') location.hash = '#/day';
    else again();
  };
  return html`<form onSubmit=${submit} novalidate><${Card} title=${t('panel.yours')} id="panel-seat"><div class="stack">
    <${ErrorBox} problem=${submission.problem} />
    ${submission.waiting && html`<${WaitingHere} />`}
    ${!met && html`<p>${t('panel.notYet')}</p>`}
    ${met && seat.status === 'signed' && html`<p>${t('panel.signed')}</p>`}
    <${Held} when=${submission.busy}><div class="fields">
      <fieldset class="field"><legend>${t('panel.whatSay')}</legend><${Choice} name="said" options=${ways} value=${said} onChange=${(value) => change({ said: value })} />
        ${all && !said && html`<p class="fault">${t('fault.required')}</p>`}</fieldset>
      ${said === 'agrees' && html`<fieldset class="field"><legend>${t('panel.whichOption')}</legend><${Choice} name="option" options=${optionsOf(data.panel).map((one) => ({ value: String(one.number), label: html`${one.number}. <bdi class="person">${one.title}</bdi>` }))} value=${option} onChange=${(value) => change({ option: value })} />
        ${all && lacks.option && html`<p class="fault">${t('fault.required')}</p>`}</fieldset>`}
      ${(said === 'dissents' || said === 'recused') && html`<${FieldShell} id="panel-words" label=${said === 'dissents' ? t('panel.dissentWords') : t('panel.asideWords')} hint=${said === 'dissents' ? t('panel.dissentHint') : t('panel.asideHint')} required fault=${all && lacks.words ? 'required' : null}>${(about) => html`<textarea id="panel-words" class="input" dir="auto" maxlength="4000" aria-describedby=${about} aria-invalid=${all && lacks.words ? 'true' : undefined} value=${words} onInput=${(event) => change({ words: event.target.value })}></textarea>`}<//>`}
    </div><//>
    <div><${Button} kind="main" type="submit" busy=${submission.busy}>${t('panel.sign')}<//></div>
  </div><//></form>`;
}
