// Switching to another set of forms and questions: in words what happens, a note, and a yes.
import { html } from '../../lib/preact.js';
import { local, t } from '../../lib/i18n.js';
import { asksLess, profileTitle } from '../../store/profiles.js';
import { Button } from '../button.js';
import { NotedSheet } from './noted-sheet.js';

const OWN = { 'form-changed': 'profile-changed', 'not-found': 'app-updated' };

/** How much a set asks. */
export function Counts({ profile }) {
  return html`<p class="small quiet number">${t('profile.forms', { n: profile.forms })} · ${t('profile.questions', { n: profile.questions })}</p>`;
}

/**
 * `from` and `to` are sets as the box lists them, `base` what the switch is made from; they are those of the moment at which the
 * sheet was opened, so that a repeat is the same switch. `kept` holds the note.
 */
export function ProfileSheet({ from, to, base, kept, onClose, onDone, onLook }) {
  const less = asksLess(from, to);
  const mend = ({ problem }) => problem.code === 'form-changed' && html`<${Button} onClick=${onLook}>${t('profile.lookNow')}<//>`;
  const title = profileTitle(to);
  return html`<${NotedSheet} title=${t('profile.switchTitle', { title })} action=${t('profile.switch', { title })} label=${t('profile.why')} hint=${t('profile.whyHint')}
    at="/api/v1/profiles/in-use" bodyOf=${(note) => ({ profile: to.name, note, base })} kept=${kept} own=${OWN} mend=${mend} onClose=${onClose} onDone=${onDone}>
    <div><p>${local(to.hint)}</p><${Counts} profile=${to} /></div>
    <ul class="dots">${less ? html`<li class="strong">${t('profile.lessKeeps')}</li><li>${t('profile.lessAsked')}</li><li>${t('profile.lessBegun')}</li>`
      : html`<li class="strong">${t('publish.backKeeps')}</li><li>${t('profile.moreAsked')}</li>`}</ul>
  <//>`;
}
