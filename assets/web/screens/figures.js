// How well the country's time limits were kept in a month, a quarter or a year. Whoever sees the cases opens what lies behind a number.
import { html } from '../lib/preact.js';
import { apart, language, local, t } from '../lib/i18n.js';
import { kindOf, periodOf, periodWords } from '../lib/periods.js';
import { exactInstant, today } from '../lib/time.js';
import { useValue } from '../lib/observable.js';
import { session } from '../api/session.js';
import { useResource } from '../store/resource.js';
import { Banner } from '../components/banner.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { Choice } from '../components/choice.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState, Waiting } from '../components/states.js';
import { LimitCases } from './limit-cases.js';

const PARTS = ['in_time', 'late', 'overdue', 'open', 'suspended', 'other'];

/** `#/figures/FROM/TO[/all|/workers[/RULE/PART[/WORKER]]]`; without days the present quarter. */
export default function Figures({ parts }) {
  const [from, to, by = 'all', rule, part, worker] = parts;
  const period = from && to && kindOf(from, to) ? { kind: kindOf(from, to), from, to } : periodOf('quarter', today());
  if (rule) return html`<${LimitCases} period=${period} by=${by} rule=${rule} part=${part || 'all'} worker=${worker} />`;
  return html`<${Page} key=${`${period.from}/${period.to}/${by}`} period=${period} by=${by} />`;
}

const hash = ({ from, to }, by) => `#/figures/${from}/${to}/${by}`;
const percent = (share) => new Intl.NumberFormat(language.value.tag, { style: 'percent', maximumFractionDigits: 0 }).format(share);
const number = (n) => new Intl.NumberFormat(language.value.tag, { maximumFractionDigits: 1 }).format(n);

function Page({ period, by }) {
  const { user } = useValue(session);
  const figures = useResource(`/api/v1/limits/figures?from=${period.from}&to=${period.to}${by === 'workers' ? '&by=worker' : ''}`);
  const { data } = figures;
  const none = figures.problem && figures.problem.code === 'not-found';
  const go = (kind, away = 0) => { location.replace(hash(periodOf(kind, period.from, away), by)); };
  const rules = data ? data.rules.map((rule) => ({ ...rule, rows: data.rows.filter((row) => row.rule === rule.rule) })) : [];
  return html`<${PageHead} title=${t('figures.title')} back="#/more" />
    <div class="stack">
      <div class="spread no-print">
        <div class="row"><${Button} onClick=${() => go(period.kind, -1)}>${t('figures.before')}<//><${Button} onClick=${() => go(period.kind, 1)}>${t('figures.after')}<//></div>
        ${data && html`<${Button} icon="print" onClick=${() => print()}>${t('do.print')}<//>`}</div>
      <h2>${periodWords(period)}</h2>
      ${data && data.own && html`<div class="no-print stack"><fieldset><legend class="hidden">${t('figures.period')}</legend>
        <${Choice} name="period" value=${period.kind} onChange=${(kind) => go(kind)} options=${['month', 'quarter', 'year'].map((kind) => ({ value: kind, label: t(`figures.${kind}`) }))} /></fieldset>
        <fieldset><legend class="hidden">${t('figures.by')}</legend>
        <${Choice} name="by" value=${by} onChange=${(to) => location.replace(hash(period, to))} options=${['all', 'workers'].map((one) => ({ value: one, label: t(`figures.by.${one}`) }))} /></fieldset></div>`}
      ${none ? html`<${Card}><${EmptyState} icon="due" title=${t('figures.noLimits')}><p>${t('figures.noLimitsHint')}</p><//><//>` : html`<${Waiting} resource=${figures} />`}
      ${data && html`<p class="copies">${t('print.mark', { name: user ? apart(user.name) : '', when: exactInstant(new Date().toISOString()) })}</p>
        <p class="small quiet">${t(data.own ? 'figures.ownHint' : 'figures.siteHint')} ${t('figures.counted', { when: exactInstant(data.counted) })}</p>
        ${!data.own && html`<${Banner} kind="waiting" title=${t('figures.few')}><p>${t('figures.fewHint')}</p><//>`}
        ${!data.rows.length && html`<${Card}><${EmptyState} icon="due" title=${t('figures.none')}><p>${t('figures.noneHint')}</p><//><//>`}
        <div class="stack two even">${rules.filter((rule) => rule.rows.length).map((rule) => html`<${Card} key=${rule.rule} id=${`rule-${rule.rule}`} title=${html`<bdi>${local(rule.label)}</bdi>`}>
          ${data.byWorker ? html`<${Workers} rule=${rule} period=${period} />` : html`<${Rule} rule=${rule} row=${rule.rows[0]} own=${data.own} period=${period} />`}<//>`)}</div>`}
    </div>`;
}

/** In time of what was due, then each part with its bar; a part that is not told says so. */
function Rule({ rule, row, own, period }) {
  const days = rule.unit === 'working_days' ? t('figures.medianWorking', { n: number(row.medianDays) }) : t('figures.median', { n: number(row.medianDays) });
  return html`<div class="stack-tight">
    <p class="strong">${row.share === undefined ? t(['in_time', 'late', 'overdue'].every((part) => row.parts[part] === 0) ? 'figures.noShare' : 'figures.shareFew') : t('figures.share', { share: percent(row.share) })}</p>
    <p class="small quiet">${row.started === undefined ? t('figures.startedFew') : t('figures.started', { n: row.started })}${row.medianDays !== undefined && html` · ${days}`}</p>
    <ul>${PARTS.filter((part) => row.parts[part] !== 0).map((part) => html`<li key=${part}><${Part} part=${part} n=${row.parts[part]} of=${row.started} href=${own ? `${hash(period, 'all')}/${rule.rule}/${part}` : null} /></li>`)}</ul></div>`;
}

function Part({ part, n, of, href }) {
  const inside = html`<span class="grow"><span>${t(`figures.part.${part}`)}</span>${n !== undefined && of && html`<${Bar} part=${part} share=${n / of} />`}</span>
    <span class="end number">${n === undefined ? t('figures.tooFew') : n}</span>`;
  return href ? html`<a class="list-row" href=${href}>${inside}</a>` : html`<div class="list-row">${inside}</div>`;
}

/** Its length is the part of all; the number beside it says the same. */
const Bar = ({ part, share }) => html`<svg class=${`bar ${part}`} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
  <rect class="all" width="100" height="4" /><rect x=${language.value.dir === 'rtl' ? 100 - share * 100 : 0} width=${share * 100} height="4" /></svg>`;

/** Each worker with what of it asks for a look; each number opens its cases. */
function Workers({ rule, period }) {
  return html`<ul>${rule.rows.map((row) => html`<li key=${row.worker ? row.worker.id : 'nobody'} class="list-row"><span class="grow stack-tight">
    <span class="strong"><bdi>${row.worker ? row.worker.name || t('person.unnamed') : t('figures.nobody')}</bdi></span>
    <span class="sub">${row.share === undefined ? t('figures.noShare') : t('figures.share', { share: percent(row.share) })} · ${t('figures.started', { n: row.started })}</span>
    ${row.worker && html`<span class="row">${PARTS.filter((part) => row.parts[part]).map((part) => html`<${LinkButton} key=${part} kind="plain"
      href=${`${hash(period, 'workers')}/${rule.rule}/${part}/${row.worker.id}`}>${t('figures.partCount', { part: t(`figures.part.${part}`), n: row.parts[part] })}<//>`)}</span>`}</span></li>`)}</ul>`;
}
