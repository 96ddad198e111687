// Written down while somebody tells: one page in the order of telling, urgent at one press. A call on the help line (`call.js`) and a family that comes
// for a service (`visitor.js`). It makes the same report as `new-notification.js`, judged by the same rules.
import { html, useEffect, useRef, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useValue } from '../lib/observable.js';
import { useNarrow } from '../lib/narrow.js';
import { can } from '../api/session.js';
import { answered } from '../store/entries.js';
import { draftsReady, dropDraft, useDraft } from '../store/drafts.js';
import { useFilling } from '../store/filling.js';
import { useSubmission } from '../store/submission.js';
import { useForm, usePlaces } from '../store/forms.js';
import { Acknowledgement } from '../components/acknowledgement.js';
import { Banner } from '../components/banner.js';
import { Button, LinkButton } from '../components/button.js';
import { CallScript } from '../components/call-script.js';
import { CallTimer } from '../components/call-timer.js';
import { Card } from '../components/card.js';
import { ChildForms, useChildForms } from '../components/child-forms.js';
import { DraftBanner } from '../components/draft-banner.js';
import { ErrorBox } from '../components/error-box.js';
import { firstFault, FormBody } from '../components/form/form-body.js';
import { FormGate } from '../components/form/gate.js';
import { FormLanguage } from '../components/form/language.js';
import { Held } from '../components/held.js';
import { Matches } from '../components/matches.js';
import { PageHead } from '../components/page-head.js';
import { DraftState } from '../components/save-state.js';
import { Waiting, WaitingHere } from '../components/states.js';

const CHILD = ['given_name', 'family_name', 'sex', 'age_years', 'whereabouts'];

/**
 * `way`: {key, hash, title, channel, before, after, isCall}: `before` and `after` the children stand cards, {title(), hint(), names}. How somebody is reached
 * safely comes before any number.
 */
export function FastEntry({ way }) {
  const form = useForm('notification');
  const child = useForm('notified_child');
  const ready = useValue(draftsReady);
  const [done, setDone] = useState(null);
  const [round, setRound] = useState(0);
  const first = [form, child].find((one) => !one.data);
  const again = () => {
    setDone(null);
    setRound(round + 1);
  };
  return html`<${PageHead} title=${way.title()} back="#/new" />
    <div>${first && html`<${Waiting} resource=${first} />`}
      ${!first && ready && (done ? html`<${Ended} way=${way} done=${done} onAnother=${again} />`
      : html`<${Running} key=${round} way=${way} form=${form.data} childForm=${child.data} onDone=${setDone} onAnew=${() => { dropDraft(way.key); setRound(round + 1); }} />`)}</div>`;
}

function Running({ way, form, childForm, onDone, onAnew }) {
  const draft = useDraft(way.key, { children: [{}] }, { label: way.title(), hash: way.hash });
  const began = useRef(draft.touchedAt && draft.fields.began ? draft.fields.began : Date.now());
  const submission = useSubmission(way.key);
  const [all, setAll] = useState(false);
  const [seek, setSeek] = useState(null);
  const places = usePlaces();
  const { children, began: _, ...answers } = draft.fields;
  const filling = useFilling(form, { answers: { channel: way.channel, ...answers }, marks: draft.marks, isNew: !draft.touchedAt });
  const kids = useChildForms(childForm, children, () => changed());
  const { open } = filling;
  const asked = [...way.before, ...way.after].flatMap((card) => card.names);
  const page = useRef(null);
  const narrow = useNarrow();
  const changed = () => draft.replace({ ...open.answers(), children: kids.answers(), began: began.current }, open.marks);
  const isReady = Boolean(open && kids.ready);
  useEffect(() => {
    if (!isReady) return undefined;
    // Keys by their place on the keyboard: the same in every script.
    const press = (event) => {
      if (event.ctrlKey && event.key === 'Enter') send(false);
      else if (event.altKey && event.code === 'KeyU') turnUrgent();
      else if (event.altKey && event.code === 'KeyC') kids.add();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
  useEffect(() => {
    const first = isReady && !draft.touchedAt && page.current && page.current.querySelector('textarea, input[type=text]');
    // On a phone the keyboard would cover what is to be asked first.
    if (first && matchMedia('(min-width: 56rem)').matches) first.focus({ preventScroll: true });
  }, [isReady]);
  if (!isReady) return html`<${FormGate} filling=${open ? kids : filling} />`;

  const isUrgent = open.answers().urgent === 'yes';
  const turnUrgent = () => {
    open.set('urgent', isUrgent ? null : 'yes');
    changed();
  };

  const send = async (isCutOff) => {
    if (submission.busy) return;
    if (way.isCall) open.set('call_back', isCutOff ? 'yes' : null);
    changed();
    const fault = firstFault(filling, { names: asked });
    setAll(true);
    const child = kids.fault(CHILD);
    if (fault || child) {
      setSeek(fault ? { key: fault.key } : child);
      return;
    }
    const told = answered(open.answers());
    const body = { fields: told, children: kids.answers().map(answered).filter((one) => Object.keys(one).length) };
    const save = await submission.submit({ request: { method: 'POST', path: '/api/v1/notifications', body }, about: { label: way.title(), hash: way.hash } });
    if (save.state !== 'box') return;
    dropDraft(way.key);
    onDone({ ...save.receipt, isUrgent: told.urgent === 'yes', isCutOff, seconds: Math.round((Date.now() - began.current) / 1000) });
  };
  const submit = (event) => {
    event.preventDefault();
    send(false);
  };
  const place = seek && seek.at === undefined ? seek : null;
  const card = ({ title, hint, names }) => html`<${Card} key=${names[0]} title=${title()}><div class="stack-tight">${hint && html`<p class="small">${hint()}</p>`}<${FormBody} plain filling=${filling} names=${names} places=${places} faults=${submission.faults} all=${all} seek=${place && names.includes(place.key) ? place : null} onChange=${changed} /></div><//>`;
  const mayKnow = can('view:child');

  return html`<form class="stack call" onSubmit=${submit} novalidate ref=${page}>
    <div class="call-bar">${way.isCall ? html`<${CallTimer} began=${began.current} />` : html`<span></span>`}
      <${Button} kind=${isUrgent ? 'urgent' : ''} icon="alert" aria-pressed=${isUrgent ? 'true' : 'false'} aria-keyshortcuts="Alt+U" title="Alt + U" onClick=${turnUrgent}>${t(isUrgent ? 'call.isUrgent' : 'call.urgent')}<//></div>
    <${DraftBanner} draft=${draft} onAnew=${onAnew} />
    <${FormLanguage} filling=${filling} languages=${form.languages} />
    ${way.isCall && narrow && html`<${CallScript} narrow />`}
    <${Held} when=${submission.busy}><div class="two">
      <div class="stack">
        ${isUrgent && html`<${Banner} kind="urgent" live="polite" title=${t('call.danger')}><p>${t(way.isCall ? 'call.dangerHint' : 'visitor.dangerHint')}</p><//>`}
        ${way.before.map(card)}
        <${ChildForms} kids=${kids} places=${places} names=${CHILD} all=${all} seek=${seek} language=${filling.language}
          beside=${mayKnow ? (one) => html`<${Matches} isQuiet fields=${{ place: open.answers().place, ...one.answers() }} />` : null} />
        ${way.after.map(card)}
      </div>
      ${way.isCall && !narrow && html`<${CallScript} />`}
    </div><//>
    <${ErrorBox} problem=${submission.problem} />
    ${submission.waiting && html`<${WaitingHere} />`}
    <div class="form-foot"><${Button} kind="main" type="submit" busy=${submission.busy} aria-keyshortcuts="Control+Enter" title="Ctrl + Enter">${t(way.isCall ? 'call.save' : 'visitor.save')}<//>
      ${way.isCall && html`<${Button} icon="phone" busy=${submission.busy} onClick=${() => send(true)}>${t('call.cutOff')}<//>`}<${DraftState} draft=${draft} /></div>
    <p class="small quiet keys">${t('call.keys')}</p>
  </form>`;
}

function Ended({ way, done, onAnother }) {
  return html`<${Card} title=${t(way.isCall ? 'new.received' : 'visitor.received')}><div class="stack">
    <p>${t(done.isCutOff ? 'call.numberLater' : way.isCall ? 'call.readNumber' : 'visitor.giveNumber')}</p>
    <${Acknowledgement} number=${done.acknowledgement} />
    <p class="strong">${t('call.next')}</p>
    <ul class="bullets"><li>${t(done.isUrgent ? 'call.nextUrgent' : way.isCall ? 'call.nextCalm' : 'visitor.next')}</li>
      ${done.isCutOff && html`<li>${t('call.nextBack')}</li>`}
      ${way.isCall && html`<li>${t('call.nextFamily')}</li>`}<li>${t(way.isCall ? 'call.nextAgain' : 'visitor.nextAgain')}</li></ul>
    <div class="row">${done.id && html`<${LinkButton} kind="main" href=${`#/notification/${done.id}`}>${t('new.triageNow')}<//>`}
      <${Button} icon=${way.isCall ? 'phone' : 'new'} onClick=${onAnother}>${t(way.isCall ? 'call.another' : 'visitor.another')}<//></div></div><//>`;
}
