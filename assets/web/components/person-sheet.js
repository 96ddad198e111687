// What an administrator may do with one account. What would let somebody read cases waits for a second person's yes.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useDraft } from '../store/drafts.js';
import { useAsk } from './ask.js';
import { Banner } from './banner.js';
import { Button } from './button.js';
import { ErrorBox } from './error-box.js';
import { FieldShell } from './field.js';
import { absolute, OneTimeLink } from './one-time-link.js';
import { PersonDetails } from './person-details.js';
import { Sheet } from './sheet.js';

export function PersonSheet({ person, roles, site, languages, needed, onClose }) {
  const [link, setLink] = useState(null);
  const [asked, setAsked] = useState(null);
  const [inDetail, setInDetail] = useState(false);
  const [closing, setClosing] = useState(false);
  const [role, setRole] = useState(person.role);
  const draft = useDraft(`person/${person.id}`, { reason: '' });
  const reason = draft.fields.reason || '';
  const { busy, problem, ask } = useAsk();
  const renew = async () => {
    const made = await ask('POST', `/api/v1/people/${person.id}/link`);
    if (made) setLink(absolute(made.setupLink));
  };
  const request = async (body) => {
    const done = await ask('POST', '/api/v1/requests', { person: person.id, reason: reason.trim(), ...body });
    if (done) {
      draft.drop();
      setAsked(done.request ? 'waits' : 'done');
    }
  };
  const close = async () => {
    if (!closing) setClosing(true);
    else if (await ask('POST', `/api/v1/people/${person.id}/close`)) onClose();
  };
  const needsReason = reason.trim().length < 10;
  return html`<${Sheet} title=${html`<bdi>${person.name}</bdi>`} onClose=${onClose} kept>
    <p class="quiet"><bdi dir="ltr">${person.user}</bdi></p>
    <${ErrorBox} problem=${problem} />
    ${link && html`<${OneTimeLink} link=${link} name=${person.name} />`}
    ${asked && html`<${Banner} kind=${asked === 'waits' ? 'waiting' : 'done'} live="polite"><p>${t(asked === 'waits' ? 'people.asked' : 'people.changed')}</p><//>`}
    ${!link && !asked && inDetail && html`<${PersonDetails} person=${person} site=${site} languages=${languages} needed=${needed} busy=${busy} onAsk=${(body) => request({ what: 'details', ...body })} />`}
    ${!link && !asked && !inDetail && html`
      ${person.lacksTeam && html`<${Banner} kind="due"><p>${t('teams.lacks')}</p><//>`}
      ${person.state !== 'inactive' && site && html`<div><${Button} onClick=${() => setInDetail(true)}>${t('people.details')}<//></div>`}
      ${person.state !== 'active' && html`<div><${Button} busy=${busy} onClick=${renew}>${t('people.newLink')}<//></div>`}
      <${FieldShell} id="person-reason" label=${t('people.reason')} hint=${t('people.reasonHint')} required>${(about) => html`<textarea id="person-reason" class="input" dir="auto" aria-describedby=${about} value=${reason} onInput=${(e) => draft.set('reason', e.target.value)}></textarea>`}<//>
      <div><${Button} busy=${busy || needsReason} onClick=${() => request({ what: 'reset' })}>${t('people.reset')}<//></div>
      <div class="field"><label class="label" for="person-role">${t('people.role')}</label>
        <select id="person-role" class="input" value=${role} onChange=${(e) => setRole(e.target.value)}>${roles.map((one) => html`<option value=${one.value}>${one.label}</option>`)}</select></div>
      <div><${Button} busy=${busy || needsReason || role === person.role} onClick=${() => request({ what: 'role', role })}>${t('people.changeRole')}<//></div>
      ${person.active && html`<hr />
        ${closing && html`<${Banner} kind="urgent" live="assertive"><p>${t('people.closeHint')}</p><//>`}
        <div><${Button} icon="lock" busy=${busy} onClick=${close}>${t(closing ? 'people.closeDo' : 'people.close')}<//></div>`}`}
  <//>`;
}
