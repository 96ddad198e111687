// Tell of a concern. A short page; nothing is kept on the device; the number at the end is all that is given back.
import { html, useEffect, useMemo, useRef, useState } from '../lib/preact.js';
import { t, useLanguage } from '../lib/i18n.js';
import { uuid7 } from '../lib/uuid.js';
import { call } from '../api/client.js';
import { answered } from '../store/entries.js';
import { useFilling } from '../store/filling.js';
import { choicesOf, fieldOf, useForm, usePlaces } from '../store/forms.js';
import { faultsByField } from '../store/submission.js';
import { Banner } from '../components/banner.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { ChildForms, useChildForms } from '../components/child-forms.js';
import { ErrorBox } from '../components/error-box.js';
import { firstFault, FormBody } from '../components/form/form-body.js';
import { FormGate } from '../components/form/gate.js';
import { Languages } from '../components/languages.js';
import { Waiting } from '../components/states.js';

const CONCERN = ['concern', 'description', 'urgent', 'place', 'address_note'];
const NOTIFIER = ['notifier_kind', 'notifier_name', 'notifier_contact'];
/** Said by a poster's address. */
const FROM = new URLSearchParams(location.search).get('from');
const CHILD = ['given_name', 'family_name', 'sex', 'age_years', 'whereabouts'];

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
  const [all, setAll] = useState(false);
  const [seek, setSeek] = useState(null);
  const [faults, setFaults] = useState({});
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const save = useRef(uuid7());
  const places = usePlaces();
  const { code } = useLanguage();
  // Outside the office a description is needed: nobody can be asked back.
  const asked = useMemo(() => ({ ...form, fields: form.fields.map((field) => (field.name === 'description' ? { ...field, required: true } : field)) }), [form]);
  const isKnown = FROM && choicesOf(asked, fieldOf(asked, 'notifier_kind')).some((one) => one.value === FROM && !one.retired);
  const filling = useFilling(asked, { isNew: true, answers: isKnown ? { notifier_kind: FROM } : {} });
  const kids = useChildForms(childForm, [{}], () => {});
  if (!filling.open || !kids.ready) return html`<${FormGate} filling=${filling.open ? kids : filling} />`;
  const chosen = (record, names) => Object.fromEntries(Object.entries(answered(record)).filter(([name]) => names.includes(name)));

  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    const fault = firstFault(filling, { names: [...CONCERN, ...NOTIFIER] });
    setAll(true);
    const child = kids.fault(CHILD);
    if (fault || child) {
      setSeek(fault ? { key: fault.key } : child);
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      const body = {
        saveId: save.current, fields: { ...chosen(filling.open.answers(), [...CONCERN, ...NOTIFIER]), channel: 'web' },
        children: kids.answers().map((one) => chosen(one, CHILD)).filter((one) => Object.keys(one).length),
      };
      onDone((await call('POST', '/api/v1/notifications', { body, anonymous: true })).data);
    } catch (refused) {
      setProblem(refused);
      setFaults(faultsByField(refused.faults));
    }
    setBusy(false);
  };

  const common = { filling: { ...filling, language: code }, places, faults, all, plain: true };
  return html`<form class="stack" onSubmit=${submit} novalidate>
    <${Banner} kind="urgent" title=${t('notify.danger')}><p>${t('notify.dangerHint')}</p><//>
    <p>${t('notify.intro')}</p>
    <${Card} title=${t('notify.what')}><${FormBody} ...${common} names=${CONCERN} seek=${seek && seek.at === undefined ? seek : null} /><//>
    <${ChildForms} kids=${kids} places=${places} names=${CHILD} all=${all} seek=${seek} language=${code} />
    <${Card} title=${t('notify.you')}><div class="stack"><p>${t('notify.youHint')}</p><${FormBody} ...${common} names=${NOTIFIER} /></div><//>
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
