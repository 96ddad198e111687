// What a table would do: how many records, which answers, and the button that does it.
import { html } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { fieldLabel, valueWords } from '../../store/forms.js';
import { Banner } from '../banner.js';
import { Button } from '../button.js';
import { Card } from '../card.js';

const COUNTS = ['new', 'changed', 'unchanged', 'cleared', 'kept', 'refused'];
const MANY = 12;

export function TableReport({ report, form, file, going, onImport }) {
  const { counts } = report;
  const some = counts.new + counts.changed > 0;
  const title = !report.accepted ? t('table.errors', { n: report.errors }) : some ? t('table.usable') : t('table.nothing');
  return html`<div class="stack">
    <${Banner} kind=${report.accepted ? 'done' : 'urgent'} title=${title} live="polite">
      ${report.warnings > 0 && html`<p>${t('publish.remarks', { n: report.warnings })}</p>`}
      <p>${t(!report.accepted ? 'table.errorsHint' : some ? 'table.usableHint' : 'table.nothingHint')}</p><//>
    <${Card} title=${html`<bdi>${file}</bdi>`}><div class="stack">
      <dl class="facts">${COUNTS.filter((one) => counts[one] > 0).map((one) => html`<dt>${t(`table.count.${one}`)}</dt><dd class="number">${counts[one]}</dd>`)}</dl>
      ${going && html`<div class="stack-tight"><p role="status">${t('table.importing', { n: going.done, all: going.all })}</p><progress max=${going.all} value=${going.done} aria-label=${t('table.import')}></progress></div>`}
      ${report.accepted && some && html`<div><${Button} kind="main" busy=${Boolean(going)} onClick=${onImport}>${t('table.import')}<//></div>`}
    </div><//>
    ${report.changes.length > 0 && html`<${Card} title=${t('publish.difference')}>
      <${Changes} changes=${report.changes.slice(0, MANY)} form=${form} />
      ${report.changes.length > MANY && html`<details><summary>${t('publish.moreChanges', { n: report.changes.length - MANY })}</summary><${Changes} changes=${report.changes.slice(MANY)} form=${form} /></details>`}
      ${report.moreChanges > 0 && html`<p class="small quiet">${t('publish.moreChanges', { n: report.moreChanges })}</p>`}<//>`}
  </div>`;
}

function Changes({ changes, form }) {
  const words = (change, text) => (text ? (form ? valueWords(form, change.column, text) : text) : t('publish.notSet'));
  return html`<ul class="changes">${changes.map((change, at) => html`<li key=${at}><span class="strong"><bdi>${change.name}</bdi> · ${form ? fieldLabel(form, change.column) : change.column}</span>
    <span><span class="quiet">${t('publish.wasSeen')}</span> <bdi>${words(change, change.before)}</bdi></span>
    <span><span class="quiet">${t('publish.isSeen')}</span> <bdi>${words(change, change.after)}</bdi></span></li>`)}</ul>`;
}
