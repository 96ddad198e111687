// What is wrong in a workbook, sheet by sheet, each with its place, the cell, what it means and what to write instead.
import { html, useState } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { faultTitle, placeOf } from '../../store/form-words.js';
import { Button } from '../button.js';
import { Card } from '../card.js';
import { Chip } from '../chip.js';

const SHOWN = 25;
const MORE = 100;

function bySheet(faults) {
  const sheets = new Map();
  for (const fault of faults) sheets.set(fault.sheet, [...(sheets.get(fault.sheet) || []), fault]);
  return [...sheets];
}

/** A fault of a form: a few words by its code, and the box's own. */
function ofForm(fault) {
  return { title: faultTitle(fault.code), words: fault.words, suggestion: fault.suggestion };
}

/** `say(fault)`: {title, words (the box's own, English), suggestion, more}. */
export function FaultList({ faults, say = ofForm }) {
  return bySheet(faults).map(([sheet, found]) => html`<${Sheet} key=${sheet} sheet=${sheet} faults=${found} say=${say} />`);
}

function Sheet({ sheet, faults, say }) {
  const [shown, setShown] = useState(SHOWN);
  const left = Math.min(MORE, faults.length - shown);
  const title = sheet ? t('publish.sheet', { sheet }) : t('publish.workbook');
  return html`<${Card} flush title=${html`${title} <span class="count number">${faults.length}</span>`}>
    <ol class="fault-list">${faults.slice(0, shown).map((fault, at) => html`<${Fault} key=${at} fault=${fault} say=${say} />`)}</ol>
    ${left > 0 && html`<div class="fault-more"><${Button} onClick=${() => setShown(shown + MORE)}>${t('publish.moreFaults', { n: left })}<//></div>`}<//>`;
}

function Fault({ fault, say }) {
  const { title, words, suggestion, more } = say(fault);
  const place = placeOf(fault);
  const wrong = fault.severity === 'error';
  return html`<li>
    <p class="row where"><${Chip} kind=${wrong ? 'urgent' : 'due'} icon=${wrong ? undefined : 'info'}>${t(wrong ? 'publish.error' : 'publish.remark')}<//>
      ${place && html`<bdi class="place" dir="ltr">${place}</bdi>`}</p>
    <div class="stack-tight">
    ${title && html`<p class="strong">${title}</p>`}
    ${words && html`<p lang="en" dir="ltr" class=${title ? 'words' : 'strong'}>${words}</p>`}
    ${fault.cell && html`<p class="small"><span class="quiet">${t('publish.cell')}</span> <code dir="auto">${fault.cell}</code></p>`}
    ${suggestion && html`<p class="small"><span class="quiet">${t('publish.suggestion')}</span> <bdi class="strong" lang="en">${suggestion}</bdi></p>`}
    ${more}
    </div></li>`;
}
