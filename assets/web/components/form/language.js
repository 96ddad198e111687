// The language in which a form is read, apart from the app's own: a worker may read the questions out in another one.
import { html } from '../../lib/preact.js';
import { LANGUAGES, language, t } from '../../lib/i18n.js';

const RIGHT_TO_LEFT = ['ar', 'fa', 'ur', 'he', 'ps', 'ckb', 'sd', 'ug', 'yi', 'dv', 'ks'];

export function isRightToLeft(code) {
  return RIGHT_TO_LEFT.includes(String(code).toLowerCase().split('-')[0]);
}

/** Its name in itself where we have it, else as the app's language says it. */
function nameOf(code) {
  const ours = LANGUAGES.find((one) => one.code === code);
  if (ours) return ours.name;
  try {
    return new Intl.DisplayNames([code, language.value.tag], { type: 'language' }).of(code);
  } catch {
    return code;
  }
}

export function FormLanguage({ filling, languages }) {
  if (!languages || languages.length < 2) return null;
  return html`<label class="form-language small"><span class="hidden">${t('form.language')}</span>
    <select class="input" value=${filling.language} onChange=${(event) => filling.speak(event.target.value)}>
      ${languages.map((code) => html`<option value=${code} key=${code} lang=${code}>${nameOf(code)}</option>`)}</select></label>`;
}
