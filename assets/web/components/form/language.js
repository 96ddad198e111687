// The language in which a form is read, apart from the app's own: a worker may read the questions out in another one.
import { html } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { languageName } from '../../lib/language-names.js';

const RIGHT_TO_LEFT = ['ar', 'fa', 'ur', 'he', 'ps', 'ckb', 'sd', 'ug', 'yi', 'dv', 'ks'];

export function isRightToLeft(code) {
  return RIGHT_TO_LEFT.includes(String(code).toLowerCase().split('-')[0]);
}

export function FormLanguage({ filling, languages }) {
  if (!languages || languages.length < 2) return null;
  return html`<label class="form-language small"><span class="hidden">${t('form.language')}</span>
    <select class="input" value=${filling.language} onChange=${(event) => filling.speak(event.target.value)}>
      ${languages.map((code) => html`<option value=${code} key=${code} lang=${code}>${languageName(code)}</option>`)}</select></label>`;
}
