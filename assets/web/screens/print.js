// A form on paper: empty, with room to write, or one record as it stands. Each copy carries who printed it and when.
import { html, useMemo, useState } from '../lib/preact.js';
import { local, t, useLanguage } from '../lib/i18n.js';
import { exactInstant } from '../lib/time.js';
import { useValue } from '../lib/observable.js';
import { session } from '../api/session.js';
import { useColleagues } from '../store/colleagues.js';
import { findRecord } from '../store/dossier-records.js';
import { useFilling } from '../store/filling.js';
import { neverAsked, useForm, usePlaces } from '../store/forms.js';
import { leadingNames, leads } from '../store/leading.js';
import { referenceOf } from '../store/attachments.js';
import { outline, sectionsOf, SILENT } from '../store/layout.js';
import { useResource } from '../store/resource.js';
import { ownEntries, withOwn } from '../store/queue.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { wordsOf } from '../components/form/context.js';
import { AttachmentView } from '../components/attachment-view.js';
import { optionsOf } from '../components/form/control.js';
import { FormGate } from '../components/form/gate.js';
import { FormLanguage, isRightToLeft } from '../components/form/language.js';
import { valueText } from '../components/form/question.js';
import { SignatureImage } from '../components/form/signature.js';
import { PageHead } from '../components/page-head.js';
import { ContactRule } from '../components/safe-contact.js';
import { EmptyState, Waiting } from '../components/states.js';

/** Forms that are not about one child; an empty sheet of any other needs room for whom it is about. */
const NOT_OF_A_CHILD = ['child', 'notification', 'notified_child', 'family', 'provider', 'service', 'prospective_parent', 'user'];

/** A name inside a sentence of any direction. */
const apart = (name) => `\u2068${name}\u2069`;

export default function Print({ parts }) {
  const [name, dossier, record] = parts;
  useLanguage();
  const form = useForm(name);
  const file = useResource(dossier ? `/api/v1/dossiers/${dossier}` : null);
  const found = file.data && findRecord(file.data, record);
  const filled = found && withOwn(found, ownEntries(dossier));
  return html`<div class="no-print"><${PageHead} title=${form.data ? local(form.data.title) : t('state.loading')} back=${dossier ? `#/dossier/${dossier}/record/${record}` : '#/day'} /></div>
    <${Waiting} resource=${form} />
    ${dossier && !file.data && html`<${Waiting} resource=${file} />`}
    ${file.data && !filled && html`<${EmptyState} icon="note" title=${t('forms.gone')} />`}
    ${form.data && (!dossier || filled) && html`<${Sheet} form=${form.data} record=${filled} summary=${file.data ? file.data.summary : null} child=${file.data ? file.data.child : null} />`}`;
}

function Sheet({ form, record, summary, child }) {
  const [leading, setLeading] = useState(false);
  const { user } = useValue(session);
  const places = usePlaces();
  useColleagues(form.fields.some((field) => /\bcolleague\b/.test(field.appearance || '')));
  const filling = useFilling(form, { answers: record ? record.fields : {} });
  const when = useMemo(() => exactInstant(new Date().toISOString()), [record]);
  if (!filling.open) return html`<${FormGate} filling=${filling} />`;
  const parts = { ...filling, form, places, record, leading };
  const left = record ? leadingNames(form, record).filter((name) => !(record.hidden || []).includes(name)) : [];
  const mark = t(record ? 'print.mark' : 'print.blankMark', { name: apart(user ? user.name : ''), when });
  return html`<div class="stack">
    <div class="spread no-print"><${FormLanguage} filling=${filling} languages=${form.languages} /><${Button} kind="main" icon="print" onClick=${() => print()}>${t('do.print')}<//></div>
    ${left.length > 0 && !leading && html`<div class="no-print"><${Card} title=${t('print.left')}><div class="stack-tight"><${ContactRule} child=${child} /><div><${Button} onClick=${() => setLeading(true)}>${t('print.takeIn')}<//></div></div><//></div>`}
    <div class="paper-form" lang=${filling.language} dir=${isRightToLeft(filling.language) ? 'rtl' : 'ltr'}>
      <p class="print-mark small">${mark}</p>
      <h2>${wordsOf(parts, form.title)}</h2>
      ${summary && html`<p class="strong person"><bdi>${summary.name}</bdi>${summary.caseNumber && html` · <bdi class="number">${summary.caseNumber}</bdi>`}</p>`}
      ${!record && !NOT_OF_A_CHILD.includes(form.name) && html`<div class="print-whom"><span>${t('print.child')}</span><span>${t('print.caseNumber')}</span></div>`}
      ${left.length > 0 && leading && html`<section class="stack-tight"><h3>${t('safe.title')}</h3><${ContactRule} child=${child} /></section>`}
      ${record ? html`<${Filled} parts=${parts} />` : html`<${Blank} parts=${parts} entries=${outline(form)} />`}
      <p class="print-sign"><span>${t('print.date')}</span><span>${t('print.signature')}</span></p>
    </div></div>`;
}

function Answer({ parts, item }) {
  const { field, state } = item;
  const label = wordsOf(parts, field.label, field.name, item.at);
  if (field.type === 'note') return html`<p>${label}</p>`;
  if (!state.value || (parts.record && !parts.leading && leads(parts.form, field.name))) return null;
  return html`<div class="print-answer"><span class="quiet">${label}</span>
    ${field.type === 'signature' ? html`<${SignatureImage} value=${state.value} label=${label} />`
      : referenceOf(state.value) && parts.record ? html`<${AttachmentView} record=${parts.record.id} value=${state.value} label=${label} />` : html`<span><bdi>${valueText(parts, field, state.value, state)}</bdi></span>`}</div>`;
}

function Filled({ parts }) {
  const shown = (items) => items.map((item) => {
    if (item.kind === 'field') return html`<${Answer} key=${item.key} parts=${parts} item=${item} />`;
    if (item.kind === 'group') return html`<h4>${wordsOf(parts, item.group.label, item.group.name, item.at)}</h4>${shown(item.items)}`;
    return item.entries.map((entry, at) => html`<h4>${t('form.repeatOne', { name: wordsOf(parts, item.group.label), n: at + 1 })}</h4>${shown(entry.items)}`);
  });
  return sectionsOf(parts.open).map((section) => html`<section key=${section.key}>${section.group && html`<h3>${wordsOf(parts, section.group.label, section.group.name, [])}</h3>`}${shown(section.items)}</section>`);
}

/** Every question, also those that another answer may hide: paper cannot hide them. What is never asked is left out. A repeat gets room for three. */
function Blank({ parts, entries, level = 0 }) {
  return entries.map((entry) => {
    if (neverAsked(entry.field || entry.group)) return null;
    if (!entry.field) {
      const label = wordsOf(parts, entry.group.label);
      const times = entry.group.repeat ? [1, 2, 3] : [0];
      return times.map((n) => html`<section>${level ? html`<h4>${label} ${n || ''}</h4>` : html`<h3>${label} ${n || ''}</h3>`}<${Blank} parts=${parts} entries=${entry.items} level=${level + 1} /></section>`);
    }
    const { field } = entry;
    if (field.retired || SILENT.includes(field.type) || (field.readOnly && field.type !== 'note')) return null;
    const label = wordsOf(parts, field.label).replace(/\$\{\w+\}/g, '……');
    if (field.type === 'note') return html`<p>${label}</p>`;
    const options = field.list ? optionsOf({ form: parts.form, language: parts.language }, field) : [];
    if (field.type === 'acknowledge') return html`<div class="print-question"><ul class="print-choices"><li><i class="box"></i>${label}</li></ul></div>`;
    const long = /\b(multiline|textarea)\b/.test(field.appearance || '');
    return html`<div class="print-question"><span>${label}${field.required ? ' *' : ''}</span>
      ${options.length > 0 && options.length <= 40
        ? html`<ul class="print-choices">${options.map((option) => html`<li><i class=${field.type === 'select_multiple' ? 'box' : 'ring'}></i>${option.label}</li>`)}</ul>`
        : html`<i class=${long ? 'line long' : 'line'}></i>`}</div>`;
  });
}
