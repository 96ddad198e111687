// Until a form can be filled in: the engine on its way, out of reach, or impossible here; a form whose rules are broken.
import { html } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { loadEngine } from '../../store/engine.js';
import { Banner } from '../banner.js';
import { Button } from '../button.js';
import { Loading } from '../states.js';

/** Null once the form is open. */
export function FormGate({ filling }) {
  if (filling.open) return null;
  if (filling.problem) {
    const { field, column } = filling.problem;
    return html`<${Banner} kind="urgent" live="polite" title=${t('form.broken')}><p>${t('form.brokenHint')}</p>
      ${field && html`<p class="small"><bdi dir="ltr">${field} · ${column}</bdi></p>`}<//>`;
  }
  if (filling.engine === 'impossible') return html`<${Banner} kind="urgent" live="polite" title=${t('form.noEngine')}><p>${t('form.noEngineHint')}</p><//>`;
  if (filling.engine === 'failed') {
    return html`<${Banner} kind="waiting" icon="offline" live="polite" title=${t('form.engineAway')}><p>${t('form.engineAwayHint')}</p>
      <${Button} onClick=${loadEngine}>${t('do.again')}<//><//>`;
  }
  return html`<${Loading} />`;
}
