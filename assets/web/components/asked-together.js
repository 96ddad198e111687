// Below a referral: further services for the same child, and brothers and sisters for whom the same is asked.
import { html, useEffect, useRef, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { uuid7 } from '../lib/uuid.js';
import { useDraft } from '../store/drafts.js';
import { useSiblings } from '../store/family.js';
import { choiceLabel, fieldOf } from '../store/forms.js';
import { useResource } from '../store/resource.js';
import { refusedTogether, togetherKey } from '../store/asked-together.js';
import { Banner } from './banner.js';
import { Button } from './button.js';
import { Card } from './card.js';
import { Field, faultWords } from './field.js';

const ASKED = ['service', 'provider_name', 'referred_to', 'shared_note'];
/** More at once is no request any more that somebody has thought about. */
const MOST = 8;

/** `all` shows faults of rows that were not looked at; `save` is what was sent last. */
export function AskedTogether({ dossier, form, about, service, all, save }) {
  const draft = useDraft(togetherKey(dossier), {}, about);
  const add = useRef(null);
  const [open, setOpen] = useState(Object.keys(draft.fields.siblings || {}).length > 0);
  const services = draft.fields.services || [];
  const chosen = draft.fields.siblings || {};
  const siblings = useSiblings(dossier);
  const change = (id, part) => draft.set('services', services.map((row) => (row.id === id ? { ...row, ...part } : row)));
  const remove = (id) => {
    draft.set('services', services.filter((row) => row.id !== id));
    add.current.querySelector('button').focus();
  };
  const tick = (id, live) => {
    const { [id]: before, ...rest } = chosen;
    draft.set('siblings', live === null ? rest : { ...rest, [id]: live });
  };
  const nameOf = (id) => (siblings.find((child) => child.dossier === id) || dossier).summary.name;
  const refused = refusedTogether(save);
  return html`<${Card} title=${t('together.title')}><div class="stack asked-together">
    <p class="small quiet">${t('together.hint')}</p>
    ${services.map((row, index) => html`<fieldset class="stack" key=${row.id}><legend class="strong">${t('together.service', { number: String(index + 2) })}</legend>
      ${ASKED.map((name) => fieldOf(form, name)).filter(Boolean).map((field) => html`<${Field} key=${field.name} form=${form} field=${field} prefix=${`more-${index}-`} value=${row[field.name]}
        onChange=${(value) => change(row.id, { [field.name]: value })} fault=${all && field.name === 'service' && !row.service ? 'required' : ''} />`)}
      <div><${Button} kind="plain" icon="close" onClick=${() => remove(row.id)}>${t('together.remove')}<//></div></fieldset>`)}
    <div ref=${add}>${services.length < MOST && html`<${Button} icon="new" onClick=${() => draft.set('services', [...services, { id: uuid7() }])}>${t('together.add')}<//>`}</div>
    ${siblings.length > 0 && !open && html`<div><${Button} icon="people" onClick=${() => setOpen(true)}>${t('together.siblings')}<//></div>`}
    ${siblings.length > 0 && open && html`<fieldset class="stack" id="together-siblings"><legend class="strong">${t('together.siblings')}</legend><p class="small quiet">${t('together.siblingsHint')}</p>
      ${siblings.map((child) => html`<${Sibling} key=${child.dossier} child=${child} service=${service} ticked=${child.dossier in chosen} onTick=${(live) => tick(child.dossier, live)} />`)}</fieldset>`}
    ${refused.length > 0 && html`<${Banner} kind="urgent" live="assertive" title=${t('together.refused')}><ul>${refused.map((one) => html`<li key=${`${one.dossier}${one.fields.service}`}>
      <bdi>${nameOf(one.dossier)}</bdi> · ${choiceLabel(form, 'service', one.fields.service)}: ${one.codes.map((code) => faultWords(code)).join(' ')}</li>`)}</ul><//>`}
  </div><//>`;
}

/**
 * A brother or sister can be chosen where sharing is allowed; else their own file is the place to ask. Reading it is written to the trail, so
 * this is drawn only once somebody asks for brothers and sisters.
 */
function Sibling({ child, service, ticked, onTick }) {
  const sharing = useResource(`/api/v1/dossiers/${child.dossier}/sharing${service ? `?service=${service}` : ''}`);
  const whole = useResource(`/api/v1/dossiers/${child.dossier}`).data;
  const allowed = Boolean(sharing.data && sharing.data.verdict === 'allowed' && whole);
  // Chosen before somebody said no: it goes out for nobody who is not shown as chosen.
  const refused = Boolean(sharing.data && whole && !allowed);
  useEffect(() => { if (ticked && refused) onTick(null); }, [ticked, refused]);
  const live = whole && whole.cases.find((one) => one.status !== 'closed');
  return html`<div class="stack"><label class="choice many"><input type="checkbox" name="sibling" value=${child.dossier} checked=${ticked && !refused} disabled=${!allowed}
      onChange=${(event) => onTick(event.target.checked ? (live ? live.id : '') : null)} /><span><bdi class="person">${child.summary.name}</bdi></span></label>
    ${sharing.data && !allowed && html`<p class="small">${t(`share.state.${sharing.data.state}`)} <a href=${`#/dossier/${child.dossier}/add/referral`}>${t('together.ownFile')}</a></p>`}</div>`;
}
