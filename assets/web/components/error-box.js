// A problem in words, with what to do as a button where there is something to press.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { Banner } from './banner.js';
import { Button } from './button.js';

export function ErrorBox({ problem, again, children }) {
  if (!problem) return null;
  const { what, safe, todo } = problem.words;
  return html`<${Banner} kind="urgent" title=${what} live="assertive">
    <p>${safe}</p>
    <p>${todo}</p>
    ${problem.request && html`<p class="small quiet">${t('problem.number', { number: problem.request })}</p>`}
    ${again && html`<${Button} onClick=${again}>${t('do.again')}<//>`}
    ${children}
  <//>`;
}
