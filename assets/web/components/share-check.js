// Before something of a child is shared: wishes in red, whether there is consent and who said so, and what would be seen.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { fieldLabel, useForm } from '../store/forms.js';
import { useResource } from '../store/resource.js';
import { Banner } from './banner.js';
import { LinkButton } from './button.js';
import { Card } from './card.js';
import { Facts } from './facts.js';
import { When } from './when.js';

const KINDS = { allowed: 'done', duty: 'done', override: 'due', blocked: 'urgent' };
const SAID = ['asked_on', 'child_assent', 'caregiver_consent', 'given_by', 'valid_until'];

/** `service`: the code of the one that is asked for, if it is chosen already; `handedTo`: who is to take the whole dossier over, empty as long as
 * nobody is named, missing for a referral. `deciding` leaves out what only whoever asks can do. */
export function ShareCheck({ dossier, service, handedTo, deciding = false }) {
  const moves = handedTo !== undefined;
  const { data } = useResource(moves && !handedTo ? null : `/api/v1/dossiers/${dossier}/sharing${moves ? `?handed_to=${handedTo}` : service ? `?service=${service}` : ''}`);
  const consent = useForm(data && data.said.length ? 'consent' : null).data;
  if (!data) return null;
  const [last] = data.said;
  return html`<${Card} title=${moves ? t('share.titleTransfer') : t('share.title')}><div class="stack share-check">
    ${data.wishes.length > 0 && html`<${Banner} kind="urgent" title=${t('share.wishes')}><ul>${data.wishes.map((wish) => html`<li key=${wish.words}><strong class="person"><bdi>${wish.words}</bdi></strong>${wish.saidOn && html` <span class="small quiet">${t('share.on')} <${When} day=${wish.saidOn} brief /></span>`}</li>`)}</ul><//>`}
    <${Banner} kind=${KINDS[data.verdict]} title=${t(`share.state.${data.state}`)} live="polite">
      ${!(deciding && data.verdict === 'override') && html`<p>${moves && data.verdict === 'override' ? t('share.overrideTransfer') : t(`share.${data.verdict}`)}</p>`}
      ${!deciding && !['allowed', 'duty'].includes(data.verdict) && html`<p><${LinkButton} href=${`#/dossier/${dossier}/add/consent`}>${t('share.record')}<//></p>`}
    <//>
    ${last && consent && html`<${Facts} form=${consent} record=${{ id: last.record, fields: last.fields }} names=${SAID} />`}
    ${moves && html`<p class="small quiet">${t('share.seenTransfer')}</p>`}
    ${service && Object.keys(data.shared).length > 0 && html`<details><summary>${t('share.seen')}</summary>
      ${['child', 'case', 'referral'].map((name) => html`<${Seen} key=${name} name=${name} fields=${data.shared[name] || []} />`)}
      <p class="small quiet">${t('share.fewer')}</p></details>`}
  </div><//>`;
}

function Seen({ name, fields }) {
  const form = useForm(name).data;
  if (!form || !fields.length) return null;
  return html`<p>${fields.filter((field) => form.fields.some((one) => one.name === field)).map((field) => fieldLabel(form, field)).join(' · ')}</p>`;
}
