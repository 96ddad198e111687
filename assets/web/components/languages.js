// The languages of the site, each in its own words; switched at any time without losing what is typed.
import { html } from '../lib/preact.js';
import { LANGUAGES, switchLanguage, t, useLanguage } from '../lib/i18n.js';

export function Languages() {
  const { code } = useLanguage();
  return html`<div class="languages" role="group" aria-label=${t('language.choose')}>${LANGUAGES.map((one) => html`<button type="button"
    class=${`button ${one.code === code ? '' : 'plain'}`} lang=${one.code} dir=${one.dir} aria-pressed=${String(one.code === code)}
    onClick=${() => switchLanguage(one.code).catch(() => {})}>${one.name}</button>`)}</div>`;
}
