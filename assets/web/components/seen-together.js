// Below a visit: brothers and sisters who were seen at the same time, each with words of their own.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useDraft } from '../store/drafts.js';
import { useSiblings } from '../store/family.js';
import { fieldOf } from '../store/forms.js';
import { useResource } from '../store/resource.js';
import { refusedTogether, togetherKey } from '../store/asked-together.js';
import { OWN } from '../store/seen-together.js';
import { Banner } from './banner.js';
import { Button } from './button.js';
import { Card } from './card.js';
import { Field, faultWords } from './field.js';

/** `all` shows what is not said yet; `save` is what was sent last. */
export function SeenTogether({ dossier, form, about, all, save }) {
  const draft = useDraft(togetherKey(dossier, form.name), {}, about);
  const [open, setOpen] = useState(Object.keys(draft.fields).length > 0);
  const siblings = useSiblings(dossier);
  const chosen = draft.fields;
  if (!siblings.length) return null;
  const tick = (id, live) => {
    const { [id]: before, ...rest } = draft.fields;
    draft.replace(live === null ? rest : { ...rest, [id]: { live } });
  };
  const refused = refusedTogether(save).filter((one) => one.dossier in chosen);
  if (!open) return html`<div><${Button} icon="people" onClick=${() => setOpen(true)}>${t('seen.siblings')}<//></div>`;
  return html`<${Card} title=${t('seen.siblings')}><div class="stack seen-together">
    <p class="small quiet">${t('seen.siblingsHint')}</p>
    ${siblings.map((child) => html`<${Sibling} key=${child.dossier} ...${{ child, form, all }} said=${chosen[child.dossier]} onTick=${(live) => tick(child.dossier, live)}
      onSay=${(name, value) => draft.set(child.dossier, { ...chosen[child.dossier], [name]: value })} />`)}
    ${refused.length > 0 && html`<${Banner} kind="urgent" live="assertive" title=${t('together.refused')}><ul>${refused.map((one) => html`<li key=${one.dossier}>
      <bdi>${siblings.find((child) => child.dossier === one.dossier)?.summary.name}</bdi>: ${one.codes.map((code) => faultWords(code)).join(' ')}</li>`)}</ul><//>`}
  </div><//>`;
}

/** Reading a sister's file is written to the trail, so this is drawn only once somebody says that she was there. */
function Sibling({ child, form, said, all, onTick, onSay }) {
  const whole = useResource(`/api/v1/dossiers/${child.dossier}`).data;
  const allowed = Boolean(whole && whole.may.create.includes(form.name));
  const live = whole && whole.cases.find((one) => one.status !== 'closed');
  const prefix = `with-${child.dossier}-`;
  return html`<fieldset class="stack"><legend class="hidden">${child.summary.name}</legend>
    <label class="choice many"><input type="checkbox" name="seen-sibling" value=${child.dossier} checked=${Boolean(said)} disabled=${!allowed}
      onChange=${(event) => onTick(event.target.checked ? (live ? live.id : '') : null)} /><span><bdi class="person">${child.summary.name}</bdi></span></label>
    ${said && OWN.map((name) => fieldOf(form, name)).filter((field) => field && (field.name !== 'promise_due_on' || said.promise)).map((field) => html`<${Field} key=${field.name} form=${form} field=${field} prefix=${prefix}
      value=${said[field.name]} onChange=${(value) => onSay(field.name, value)} fault=${all && field.name === 'seen' && !said.seen ? 'required' : ''} />`)}
  </fieldset>`;
}
