// What the uploaded form changes against the one in use: what is refused first, then the rest, each with the records it touches.
import { html } from '../../lib/preact.js';
import { list, t } from '../../lib/i18n.js';
import { changeWords, refusalWords } from '../../store/form-words.js';
import { languageName } from '../../lib/language-names.js';
import { Banner } from '../banner.js';
import { Card } from '../card.js';
import { Icon } from '../icon.js';
import { LoosenedList } from '../loosened.js';
import { Touched } from '../touched.js';

const MANY = 12;

function Changes({ changes }) {
  return html`<ul class="changes">${changes.map((change, at) => html`<li key=${at}><span>${changeWords(change)}</span>${change.locked && html`<span class="strong">${t('publish.lockedUse', { list: list(change.locked) })}</span>`}<${Touched} records=${change.records} /></li>`)}</ul>`;
}

export function Difference({ difference }) {
  const refused = difference.changes.filter((change) => change.refusal);
  const others = difference.changes.filter((change) => !change.refusal);
  return html`<${Card} title=${t('publish.difference')}><div class="stack">
    ${!difference.changes.length && html`<p>${t('publish.nothing')}</p>`}
    ${refused.length > 0 && html`<div class="banner urgent" id="refused" tabindex="-1"><${Icon} name="alert" /><div class="grow stack-tight">
      <strong>${t('publish.refused', { n: refused.length })}</strong>
      <ul class="changes">${refused.map((change, at) => html`<li key=${at}><span class="strong">${changeWords(change)}</span><span>${refusalWords(change.refusal)}</span><${Touched} records=${change.records} /></li>`)}</ul>
      <p>${t('publish.refusedHint')}</p></div></div>`}
    ${others.length > 0 && html`<${Changes} changes=${others.slice(0, MANY)} />`}
    ${others.length > MANY && html`<details><summary>${t('publish.moreChanges', { n: others.length - MANY })}</summary><${Changes} changes=${others.slice(MANY)} /></details>`}
  </div><//>`;
}

/** Fields that more people will see: said apart, because a mistake here harms somebody. */
export function Loosened({ loosened }) {
  if (!loosened.length) return null;
  return html`<${Banner} kind="due" icon="eye" title=${t('publish.loosened', { n: loosened.length })}>
    <${LoosenedList} loosened=${loosened} />
    <p>${t('publish.loosenedHint')}</p><//>`;
}

export function Translations({ translations }) {
  const missing = translations.filter((one) => one.missing > 0);
  if (!translations.length) return null;
  return html`<${Card} title=${t('publish.translations')}>
    ${missing.length ? html`<ul class="changes">${missing.map((one) => html`<li key=${one.language}><span><bdi>${languageName(one.language)}</bdi>: ${t('publish.missing', { n: one.missing })}</span></li>`)}</ul>
      <p class="small quiet">${t('publish.missingHint')}</p>` : html`<p>${t('publish.noneMissing')}</p>`}<//>`;
}
