// Editing saves by itself: each answer goes to the box when it is complete. What the box refuses stays as typed.
import { html, useState } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { go } from '../lib/router.js';
import { useValue } from '../lib/observable.js';
import { amendEntry, differences, same } from '../store/entries.js';
import { dropDraft, useDraft } from '../store/drafts.js';
import { enqueue, ownEntriesOf, saves, settled, withdraw, withOwn } from '../store/queue.js';
import { useResource } from '../store/resource.js';
import { fieldLabel, useForm, usePlaces } from '../store/forms.js';
import { Banner } from '../components/banner.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { ErrorBox } from '../components/error-box.js';
import { FormFields, writable } from '../components/form-fields.js';
import { fullName, Name } from '../components/person.js';
import { PageHead } from '../components/page-head.js';
import { faultsByField } from '../store/submission.js';
import { EmptyState, Waiting } from '../components/states.js';

export function findRecord(dossier, id) {
  return [dossier.child, ...dossier.cases, ...dossier.records].find((record) => record.id === id);
}

export function EditRecord({ dossier, id }) {
  const inside = findRecord(dossier, id);
  // A family lies outside the dossier; it is asked for by itself.
  const outside = useResource(inside ? null : `/api/v1/records/${id}`);
  const record = inside || (outside.data && withOwn(outside.data, ownEntriesOf(id)));
  const form = useForm(record ? record.form : null);
  return html`<${PageHead} title=${form.data ? t('edit.title', { form: local(form.data.title) }) : t('state.loading')} back=${`#/dossier/${dossier.id}`} />
    <p class="quiet"><${Name} name=${dossier.summary.name || fullName(dossier.child.fields)} /></p>
    ${record ? html`<${Waiting} resource=${form} />` : outside.problem ? html`<${EmptyState} icon="note" title=${t('forms.gone')} />` : html`<${Waiting} resource=${outside} />`}
    ${record && form.data && html`<${Editor} dossier=${dossier} record=${record} form=${form.data} />`}`;
}

function Editor({ dossier, record, form }) {
  const key = `edit/${record.id}`;
  const draft = useDraft(key, {});
  const [conflicts, setConflicts] = useState([]);
  const mine = useValue(saves).filter((save) => save.about.edit === key);
  const refused = mine.filter((save) => save.state === 'refused');
  const places = usePlaces();
  const fields = writable(form, record.may && record.may.edit);
  const answers = { ...record.fields, ...draft.fields };
  const faults = Object.assign({}, ...refused.map((save) => faultsByField(save.problem.faults)));

  const commit = async (name, value) => {
    const changed = differences(record.fields, { [name]: value });
    for (const save of refused) if (save.entries[0] && name in save.entries[0].fields) withdraw(save.id);
    if (!Object.keys(changed).length) return forget({ [name]: value });
    const id = enqueue({ entries: [amendEntry(record, changed)], about: { label: t('edit.title', { form: local(form.title) }), hash: `#/dossier/${dossier.id}/edit/${record.id}`, edit: key, dossier: dossier.id } });
    const save = await settled(id);
    if (save && save.state === 'box') {
      forget(changed);
      setConflicts((before) => [...before, ...save.receipt.records.flatMap((one) => one.conflicts)]);
    }
    return undefined;
  };
  /** Takes what the box has out of the draft, unless it was typed on since. */
  const forget = (sent) => {
    const left = Object.fromEntries(Object.entries(draft.now()).filter(([name, value]) => !(name in sent && same(sent[name], value))));
    if (Object.keys(left).length) draft.replace(left);
    else dropDraft(key);
  };
  const finish = async () => {
    const left = differences(record.fields, draft.fields);
    for (const [name, value] of Object.entries(left)) await commit(name, value);
    go(`#/dossier/${dossier.id}`);
  };

  return html`<div class="stack">
    <${Banner}><p>${t('edit.hint')}</p><//>
    ${conflicts.length > 0 && html`<${Banner} kind="due" icon="conflict" live="polite" title=${t('conflict.made')}>
      <p>${t('conflict.madeHint', { fields: [...new Set(conflicts)].map((name) => fieldLabel(form, name)).join(t('list.comma')) })}</p><p><a href="#/day">${t('day.title')}</a></p><//>`}
    ${refused.map((save) => html`<${ErrorBox} key=${save.id} problem=${save.problem} />`)}
    <${Card}><${FormFields} form=${form} fields=${fields} answers=${answers} places=${places} faults=${faults}
      onChange=${(name, value) => draft.set(name, value)} onCommit=${commit} /><//>
    <div class="form-foot"><${Button} kind="main" onClick=${finish}>${t('edit.done')}<//></div>
  </div>`;
}
