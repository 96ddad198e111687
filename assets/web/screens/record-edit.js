// Editing saves by itself: each answer goes to the box when it is complete. What the box refuses stays as typed.
import { html, useRef, useState } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { go } from '../lib/router.js';
import { useValue } from '../lib/observable.js';
import { amendEntry, differences, same } from '../store/entries.js';
import { findRecord } from '../store/dossier-records.js';
import { faultsOf, sectionsOf } from '../store/layout.js';
import { unsent } from '../store/attachments.js';
import { aboutDraft, draftsReady, dropDraft, useDraft } from '../store/drafts.js';
import { useFilling } from '../store/filling.js';
import { enqueue, ownEntriesOf, saves, settled, withdraw, withOwn } from '../store/queue.js';
import { useResource } from '../store/resource.js';
import { fieldLabel, useForm, usePlaces } from '../store/forms.js';
import { Banner } from '../components/banner.js';
import { Button } from '../components/button.js';
import { DraftBanner } from '../components/draft-banner.js';
import { ErrorBox } from '../components/error-box.js';
import { focusStillSending, StillSending } from '../components/form/attachment.js';
import { FormBody } from '../components/form/form-body.js';
import { FormGate } from '../components/form/gate.js';
import { FormLanguage } from '../components/form/language.js';
import { fullName, Name } from '../components/person.js';
import { Lazy } from '../components/lazy.js';
import { PageHead } from '../components/page-head.js';
import { faultsByField } from '../store/submission.js';
import { EmptyState, Waiting } from '../components/states.js';

const carePlace = () => import('../components/care-place.js');

export function EditRecord({ dossier, id }) {
  const inside = findRecord(dossier, id);
  // A family lies outside the dossier; it is asked for by itself.
  const outside = useResource(inside ? null : `/api/v1/records/${id}`);
  const ready = useValue(draftsReady);
  const record = inside || (outside.data && withOwn(outside.data, ownEntriesOf(id)));
  const form = useForm(record ? record.form : null);
  return html`<${PageHead} title=${form.data ? t('edit.title', { form: local(form.data.title) }) : t('state.loading')} back=${`#/dossier/${dossier.id}`} />
    <div><p class="quiet"><${Name} name=${dossier.summary.name || fullName(dossier.child.fields)} /></p>
    ${record && form.data && ready ? html`<${Editor} dossier=${dossier} record=${record} form=${form.data} />`
    : record ? html`<${Waiting} resource=${form} />`
    : outside.problem ? html`<${EmptyState} icon="note" title=${t('forms.gone')} />`
    : html`<${Waiting} resource=${outside} />`}</div>`;
}

function Editor({ dossier, record, form }) {
  const key = `edit/${record.id}`;
  const hash = `#/dossier/${dossier.id}/edit/${record.id}`;
  // What was typed after the record itself was sent: its names.
  const [rest] = useState(() => aboutDraft(key).rest);
  const about = { label: t('edit.title', { form: local(form.title) }), name: dossier.summary.name, hash, ...(rest && { rest }) };
  const draft = useDraft(key, {}, about);
  const [conflicts, setConflicts] = useState([]);
  const [all, setAll] = useState(false);
  const [seek, setSeek] = useState(() => (rest ? { key: rest[0] } : null));
  const mine = useValue(saves).filter((save) => save.about.edit === key);
  const refused = mine.filter((save) => save.state === 'refused');
  const places = usePlaces();
  const sent = useRef({});
  const filling = useFilling(form, { answers: { ...record.fields, ...draft.fields }, touched: Object.keys(draft.fields) });
  const { open } = filling;
  if (!open) return html`<${FormGate} filling=${filling} />`;

  /** What was written here and what the form worked out from it; the rest stays as the record has it. */
  const written = () => {
    const answers = open.answers();
    return Object.fromEntries([...open.touched].map((name) => [name, answers[name] ?? null]));
  };
  const faults = Object.assign({}, ...refused.map((save) => faultsByField(save.problem.faults)));
  const changed = () => draft.replace(written());
  const send = async (values) => {
    const different = differences(record.fields, values);
    for (const save of refused) if (save.entries[0] && Object.keys(values).some((name) => name in save.entries[0].fields)) withdraw(save.id);
    if (!Object.keys(different).length) return forget(values);
    // What is on its way already is not sent a second time.
    const left = Object.fromEntries(Object.entries(different).filter(([name, value]) => !(name in sent.current && same(sent.current[name], value))));
    if (!Object.keys(left).length) return undefined;
    Object.assign(sent.current, left);
    const id = enqueue({ entries: [amendEntry(record, left)], about: { label: t('edit.title', { form: local(form.title) }), hash, edit: key, dossier: dossier.id } });
    const save = await settled(id);
    for (const name of Object.keys(left)) if (same(sent.current[name], left[name])) delete sent.current[name];
    if (save && save.state === 'box') {
      forget(left);
      setConflicts((before) => [...before, ...save.receipt.records.flatMap((one) => one.conflicts)]);
    }
    return save;
  };
  const faulty = (name) => !['rule', undefined, null].includes((open.state(name) || {}).fault);
  const commit = (name) => {
    // What cannot be an answer waits in the draft, with its fault beside it.
    if (faulty(name)) return undefined;
    const values = written();
    if (!(name in values)) return undefined;
    // Refused for want of this answer: they go together.
    const lacked = refused.filter((save) => save.problem.faults.some((fault) => fault.field === name)).flatMap((save) => Object.keys((save.entries[0] || { fields: {} }).fields));
    const worked = Object.keys(values).filter((one) => one === name || lacked.includes(one) || (open.state(one) || {}).from === 'calculation');
    return send(Object.fromEntries(worked.map((one) => [one, values[one]])));
  };
  /** Takes what the box has out of the draft, unless it was typed on since. */
  const forget = (kept) => {
    const now = written();
    for (const name of Object.keys(kept)) if (same(kept[name], now[name])) open.touched.delete(name);
    if (open.touched.size) draft.replace(written());
    else dropDraft(key);
  };
  const anew = () => {
    dropDraft(key);
    filling.again();
  };
  const finish = async () => {
    if (unsent(record.id).length) {
      focusStillSending();
      return;
    }
    const fault = faultsOf(sectionsOf(open, { may: record.may && record.may.edit })).find((item) => open.touched.has(open.top(item.field.name)));
    if (fault) {
      setAll(true);
      setSeek({ key: fault.key });
      return;
    }
    const left = differences(record.fields, written());
    // In one save: what fits only together is judged together. Who leaves now would not see what was refused.
    const save = await send(left);
    if (!save || save.state !== 'refused') go(`#/dossier/${dossier.id}`);
  };

  return html`<div class="stack">
    <${Banner}><p>${t('edit.hint')}</p><//>
    <${DraftBanner} draft=${draft} onAnew=${anew} />
    ${rest && draft.touchedAt && html`<${Banner} kind="due" live="polite" title=${t('edit.rest')}><p>${t('edit.restHint')}</p><//>`}
    ${conflicts.length > 0 && html`<${Banner} kind="due" icon="conflict" live="polite" title=${t('conflict.made')}>
      <p>${t('conflict.madeHint', { fields: [...new Set(conflicts)].map((name) => fieldLabel(form, name)).join(t('list.comma')) })}</p><p><a href="#/day">${t('day.title')}</a></p><//>`}
    ${refused.map((save) => html`<${ErrorBox} key=${save.id} problem=${save.problem} />`)}
    <${FormLanguage} filling=${filling} languages=${form.languages} />
    <${FormBody} filling=${filling} may=${record.may && record.may.edit} places=${places} faults=${faults} seek=${seek} all=${all} onChange=${changed} onCommit=${commit}
      attach=${{ record: record.id, form: record.form, dossier: record.dossier, parent: record.parent, draft: key, about }}>
      ${'provider' in record.fields && record.may && record.may.edit.includes('provider_name') && html`<${Lazy} from=${carePlace} name="CarePlace" open=${open} dossier=${dossier.id} onChange=${changed} />`}
      <${StillSending} record=${record.id} />
      <div class="form-foot"><${Button} kind="main" onClick=${finish}>${t('edit.done')}<//></div>
    <//>
  </div>`;
}
