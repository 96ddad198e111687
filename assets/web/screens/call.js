// A call on the help line, written down while it lasts: one page in the order of a call, urgent at one press, a script beside it.
// It makes the same report as `new-notification.js`, judged by the same rules.
import { html, useEffect, useRef, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useValue } from '../lib/observable.js';
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

const KEY = 'call/new';
const HASH = '#/call';
/** In the order of a call. How the caller is reached safely comes before any number. */
const WHERE = ['address_note', 'place'];
const SAID = ['description', 'concern'];
const CALLER = ['notifier_kind', 'notifier_safe_contact', 'notifier_contact', 'notifier_name'];
const ASKED = [...WHERE, ...SAID, ...CALLER];
const CHILD = ['given_name', 'family_name', 'sex', 'age_years', 'whereabouts'];

export default function Call() {
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
  return html`<${PageHead} title=${t('call.title')} back="#/new" />
    <div>${first && html`<${Waiting} resource=${first} />`}
      ${!first && ready && (done ? html`<${Ended} done=${done} onAnother=${again} />`
      : html`<${Running} key=${round} form=${form.data} childForm=${child.data} onDone=${setDone} onAnew=${() => { dropDraft(KEY); setRound(round + 1); }} />`)}</div>`;
}

function Running({ form, childForm, onDone, onAnew }) {
  const draft = useDraft(KEY, { children: [{}] }, { label: t('call.title'), hash: HASH });
  const began = useRef(draft.touchedAt && draft.fields.began ? draft.fields.began : Date.now());
  const submission = useSubmission(KEY);
  const [all, setAll] = useState(false);
  const [seek, setSeek] = useState(null);
  const places = usePlaces();
  const { children, began: _, ...answers } = draft.fields;
  const filling = useFilling(form, { answers: { channel: 'phone', ...answers }, marks: draft.marks, isNew: !draft.touchedAt });
  const kids = useChildForms(childForm, children, () => changed());
  const { open } = filling;
  const page = useRef(null);
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
    open.set('call_back', isCutOff ? 'yes' : null);
    changed();
    const fault = firstFault(filling, { names: ASKED });
    setAll(true);
    const child = kids.fault(CHILD);
    if (fault || child) {
      setSeek(fault ? { key: fault.key } : child);
      return;
    }
    const told = answered(open.answers());
    const body = { fields: told, children: kids.answers().map(answered).filter((one) => Object.keys(one).length) };
    const save = await submission.submit({ request: { method: 'POST', path: '/api/v1/notifications', body }, about: { label: t('call.title'), hash: HASH } });
    if (save.state !== 'box') return;
    dropDraft(KEY);
    onDone({ ...save.receipt, isUrgent: told.urgent === 'yes', isCutOff, seconds: Math.round((Date.now() - began.current) / 1000) });
  };
  const submit = (event) => {
    event.preventDefault();
    send(false);
  };
  const place = seek && seek.at === undefined ? seek : null;
  const part = (names) => html`<${FormBody} plain filling=${filling} names=${names} places=${places} faults=${submission.faults} all=${all} seek=${place && names.includes(place.key) ? place : null} onChange=${changed} />`;
  const mayKnow = can('view:child');

  return html`<form class="stack call" onSubmit=${submit} novalidate ref=${page}>
    <div class="call-bar"><${CallTimer} began=${began.current} />
      <${Button} kind=${isUrgent ? 'urgent' : ''} icon="alert" aria-pressed=${isUrgent ? 'true' : 'false'} aria-keyshortcuts="Alt+U" title="Alt + U" onClick=${turnUrgent}>${t(isUrgent ? 'call.isUrgent' : 'call.urgent')}<//></div>
    <${DraftBanner} draft=${draft} onAnew=${onAnew} />
    <${FormLanguage} filling=${filling} languages=${form.languages} />
    <${Held} when=${submission.busy}><div class="two">
      <div class="stack">
        ${isUrgent && html`<${Banner} kind="urgent" live="polite" title=${t('call.danger')}><p>${t('call.dangerHint')}</p><//>`}
        <${Card} title=${t('call.where')}>${part(WHERE)}<//>
        <${Card} title=${t('call.said')}>${part(SAID)}<//>
        <${ChildForms} kids=${kids} places=${places} names=${CHILD} all=${all} seek=${seek} language=${filling.language}
          beside=${mayKnow ? (one) => html`<${Matches} isQuiet fields=${{ place: open.answers().place, ...one.answers() }} />` : null} />
        <${Card} title=${t('call.caller')}><div class="stack-tight"><p class="small">${t('call.callerHint')}</p>${part(CALLER)}</div><//>
      </div>
      <${CallScript} />
    </div><//>
    <${ErrorBox} problem=${submission.problem} />
    ${submission.waiting && html`<${WaitingHere} />`}
    <div class="form-foot"><${Button} kind="main" type="submit" busy=${submission.busy} aria-keyshortcuts="Control+Enter" title="Ctrl + Enter">${t('call.save')}<//>
      <${Button} icon="phone" busy=${submission.busy} onClick=${() => send(true)}>${t('call.cutOff')}<//><${DraftState} draft=${draft} /></div>
    <p class="small quiet keys">${t('call.keys')}</p>
  </form>`;
}

function Ended({ done, onAnother }) {
  return html`<${Card} title=${t('new.received')}><div class="stack">
    <p>${t(done.isCutOff ? 'call.numberLater' : 'call.readNumber')}</p>
    <${Acknowledgement} number=${done.acknowledgement} />
    <p class="strong">${t('call.next')}</p>
    <ul class="bullets"><li>${t(done.isUrgent ? 'call.nextUrgent' : 'call.nextCalm')}</li>
      ${done.isCutOff && html`<li>${t('call.nextBack')}</li>`}
      <li>${t('call.nextFamily')}</li><li>${t('call.nextAgain')}</li></ul>
    <div class="row">${done.id && html`<${LinkButton} kind="main" href=${`#/notification/${done.id}`}>${t('new.triageNow')}<//>`}
      <${Button} icon="phone" onClick=${onAnother}>${t('call.another')}<//></div></div><//>`;
}
