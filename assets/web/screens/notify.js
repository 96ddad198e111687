// Tell of a concern. A short page; nothing is kept on the device; the number at the end is all that is given back.
import { html, useEffect, useRef, useState } from '../lib/preact.js';
import { t, useLanguage } from '../lib/i18n.js';
import { uuid7 } from '../lib/uuid.js';
import { call } from '../api/client.js';
import { answered } from '../store/entries.js';
import { fieldOf, useForm, usePlaces } from '../store/forms.js';
import { faultsByField } from '../store/submission.js';
import { Banner } from '../components/banner.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { ErrorBox } from '../components/error-box.js';
import { FormFields, focusFirst, missing } from '../components/form-fields.js';
import { Languages } from '../components/languages.js';
import { Waiting } from '../components/states.js';

const CONCERN = ['concern', 'description', 'urgent', 'place', 'address_note'];
const NOTIFIER = ['notifier_kind', 'notifier_name', 'notifier_contact'];
const CHILD = ['given_name', 'family_name', 'sex', 'age_years', 'whereabouts'];
const MOST = 20;

/** Fields of a form by name, without their groups: the page has its own headings. */
function pick(form, names) {
  return names.map((name) => fieldOf(form, name)).filter(Boolean).map((field) => ({ ...field, group: undefined, required: field.required || field.name === 'description' }));
}

export function Notify() {
  const { code } = useLanguage();
  const form = useForm('notification');
  const child = useForm('notified_child');
  const [done, setDone] = useState(null);
  const heading = useRef(null);
  const first = [form, child].find((one) => !one.data);
  useEffect(() => { document.title = `${t('notify.title')} · Kinbox`; }, [code]);
  useEffect(() => { if (done) heading.current.focus(); }, [done]);
  return html`<main class="alone broad" id="main">
    <div class="spread"><div class="brand"><img src=${new URL('../icons/icon.svg', import.meta.url).href} alt="" />Kinbox</div><${Languages} /></div>
    <div class="stack">
      <h1 tabindex="-1" ref=${heading}>${t(done ? 'new.received' : 'notify.title')}</h1>
      ${done ? html`<${Thanks} receipt=${done} onAnother=${() => setDone(null)} />`
      : first ? html`<${Waiting} resource=${first} />` : html`<${Concern} form=${form.data} childForm=${child.data} onDone=${setDone} />`}
    </div>
  </main>`;
}

function Concern({ form, childForm, onDone }) {
  const [answers, setAnswers] = useState({});
  const [children, setChildren] = useState([{}]);
  const [shown, setShown] = useState({});
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const save = useRef(uuid7());
  const places = usePlaces();
  const asked = pick(form, CONCERN);
  const set = (name, value) => {
    setAnswers((before) => ({ ...before, [name]: value }));
    setShown((before) => ({ ...before, [name]: undefined }));
  };
  const setChild = (at, name, value) => setChildren((before) => before.map((one, index) => (index === at ? { ...one, [name]: value } : one)));

  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    const found = missing(form, asked, answers);
    setShown(found);
    if (Object.keys(found).length) {
      focusFirst(found);
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      const body = { saveId: save.current, fields: { ...answered(answers), channel: 'web' }, children: children.map(answered).filter((one) => Object.keys(one).length) };
      onDone((await call('POST', '/api/v1/notifications', { body, anonymous: true })).data);
    } catch (refused) {
      setProblem(refused);
      setShown(faultsByField(refused.faults));
    }
    setBusy(false);
  };

  const common = { form, answers, places, faults: shown, onChange: set };
  return html`<form class="stack" onSubmit=${submit} novalidate>
    <${Banner} kind="urgent" title=${t('notify.danger')}><p>${t('notify.dangerHint')}</p><//>
    <p>${t('notify.intro')}</p>
    <${Card} title=${t('notify.what')}><${FormFields} fields=${asked} ...${common} /><//>
    ${children.map((one, at) => html`<${Card} key=${at} title=${t('new.child', { n: at + 1 })}
      tools=${children.length > 1 && html`<${Button} kind="plain" icon="close" onClick=${() => setChildren(children.filter((_, index) => index !== at))}>${t('do.remove')}<//>`}>
      <${FormFields} form=${childForm} fields=${pick(childForm, CHILD)} answers=${one} places=${places} prefix=${`child${at}-`} onChange=${(name, value) => setChild(at, name, value)} /><//>`)}
    ${children.length < MOST && html`<${Button} icon="new" onClick=${() => setChildren([...children, {}])}>${t('new.addChild')}<//>`}
    <${Card} title=${t('notify.you')}><div class="stack"><p>${t('notify.youHint')}</p><${FormFields} fields=${pick(form, NOTIFIER)} ...${common} /></div><//>
    <${ErrorBox} problem=${problem} />
    <${Button} kind="main" type="submit" wide busy=${busy}>${t('new.send')}<//>
    <p class="small quiet">${t('notify.privacy')}</p>
  </form>`;
}

function Thanks({ receipt, onAnother }) {
  return html`<${Card}><div class="stack">
    <p>${t('notify.number')}</p>
    <p class="acknowledgement"><bdi dir="ltr">${receipt.acknowledgement}</bdi></p>
    <p>${t('notify.keepNumber')}</p>
    ${receipt.queued && html`<${Banner} kind="waiting" icon="lock"><p>${t('notify.queued')}</p><//>`}
    <${Button} onClick=${onAnother}>${t('new.another')}<//></div><//>`;
}
