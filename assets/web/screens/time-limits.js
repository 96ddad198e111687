// The country's time limits, for who changes them: what is in use, others to check and put into use, and going back.
import { html, useEffect, useRef, useState } from '../lib/preact.js';
import { language, list as listed, local, t } from '../lib/i18n.js';
import { exactDay } from '../lib/time.js';
import { useResource } from '../store/resource.js';
import { newestFirst } from '../store/publications.js';
import { versionWords } from '../store/form-words.js';
import { useAsk } from '../components/ask.js';
import { Banner } from '../components/banner.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { Chip } from '../components/chip.js';
import { Choice } from '../components/choice.js';
import { ErrorBox } from '../components/error-box.js';
import { FieldShell } from '../components/field.js';
import { PageHead } from '../components/page-head.js';
import { FaultList } from '../components/publish/fault-list.js';
import { NotedSheet } from '../components/publish/noted-sheet.js';
import { Since } from '../components/publish/version-words.js';
import { EmptyState, Waiting } from '../components/states.js';

const OWN = 'own';

/** Two letters are a country's; other names stand as they are. */
function nameOf(code) {
  if (code === 'international') return t('deadlines.international');
  return /^[A-Z]{2}$/.test(code) ? new Intl.DisplayNames(language.value.tag, { type: 'region' }).of(code) : code;
}

export function TimeLimits() {
  const resource = useResource('/api/v1/limits');
  const { data } = resource;
  const [back, setBack] = useState(null);
  const [done, setDone] = useState(null);
  const told = useRef(null);
  useEffect(() => { if (done) told.current.focus(); }, [done]);
  const finished = (result) => {
    setBack(null);
    setDone(result);
    resource.again();
  };
  return html`<${PageHead} title=${t('deadlines.title')} back="#/lists" />
    <div class="stack">
      <p>${t('deadlines.hint')}</p>
      <${Waiting} resource=${resource} />
      ${done && html`<div tabindex="-1" ref=${told}><${Banner} kind="done" live="polite" title=${done.publication ? t('publish.backDone', { version: String(done.version) }) : t('deadlines.none')} /></div>`}
      ${data && (data.country ? html`<${Card} title=${html`<bdi>${nameOf(data.country)}</bdi>`}><${Limits} limits=${data.limits} /><//>`
        : html`<${Card}><${EmptyState} icon="due" title=${t('deadlines.none')}><p>${t('deadlines.noneHint')}</p><//><//>`)}
      ${data && html`<${Others} data=${data} onDone=${finished} />
        ${data.publications.length > 0 && html`<${Card} flush title=${t('publish.versions')}><ol class="versions">${newestFirst(data.publications).map((one) => html`
          <${Version} key=${one.publication} version=${one} files=${data.files} onBack=${() => setBack(one)} />`)}
          ${data.publication && html`<li><${Button} onClick=${() => setBack({ publication: null })}>${t('deadlines.useNone')}<//></li>`}</ol><//>`}`}
    </div>
    ${back && html`<${NotedSheet} title=${back.publication ? t('publish.backTitle', { version: String(back.version) }) : t('deadlines.useNone')} action=${back.publication ? t('publish.backDo') : t('deadlines.useNone')}
      at="/api/v1/limits/roll-back" bodyOf=${(note) => ({ publication: back.publication, note, base: data.publication })} onClose=${() => setBack(null)} onDone=${finished}>
      <p>${t('deadlines.putHint')}</p><//>`}`;
}

/** Each number of each rule: within what, for whom, since when, and where it stands. */
function Limits({ limits }) {
  return html`<ul class="changes rows">${limits.map((one, at) => html`<li key=${at} class="stack-tight">
    <span class="spread"><bdi class="strong">${local(one.label) || one.rule}</bdi>${!one.confirmed && html`<${Chip} kind="due">${t('deadlines.unconfirmed')}<//>`}</span>
    <span>${t(`deadlines.within.${one.unit}`, { n: one.within })}${one.risks.length > 0 && html` · ${listed(one.risks.map((risk) => t(`risk.${risk}`)))}`}</span>
    <span class="small quiet">${t('deadlines.from')} ${exactDay(one.from)}${one.to && html` · ${t('deadlines.to')} ${exactDay(one.to)}`}${one.source && html` · <bdi>${one.source}</bdi>`}</span></li>`)}</ul>`;
}

/** Limits that come with the box, or four files of one's own: checked first, then put into use with a note. */
function Others({ data, onDone }) {
  const [from, setFrom] = useState(null);
  const [country, setCountry] = useState('');
  const [files, setFiles] = useState(null);
  const [report, setReport] = useState(null);
  const [putting, setPutting] = useState(false);
  const { busy, problem, ask } = useAsk();
  const choose = (next) => { setFrom(next); setReport(null); };
  const body = () => (from === OWN ? { country: country.trim().normalize('NFC'), files } : { standard: from });
  const ready = from && (from !== OWN || (country.trim() && files));
  const take = async (chosen) => {
    setReport(null);
    setFiles(chosen.length ? Object.fromEntries(await Promise.all([...chosen].filter((file) => data.files.includes(file.name)).map(async (file) => [file.name, await file.text()]))) : null);
  };
  const check = async (event) => {
    event.preventDefault();
    if (ready) setReport(await ask('POST', '/api/v1/limits/check', body()));
  };
  const errors = report ? report.faults.filter((one) => one.severity === 'error').length : 0;
  return html`<${Card} title=${t('deadlines.others')}><form class="stack" onSubmit=${check} novalidate>
    <fieldset class="field"><legend>${t('deadlines.which')}</legend>
      <${Choice} name="limits-from" value=${from} onChange=${choose} options=${[...data.offered.map((one) => ({ value: one, label: nameOf(one) })), { value: OWN, label: t('deadlines.own') }]} /></fieldset>
    ${from === OWN && html`<${FieldShell} id="limits-country" label=${t('deadlines.country')} required>${(about) => html`<input id="limits-country" class="input" dir="auto" autocomplete="off" maxlength="60" aria-describedby=${about}
        value=${country} onInput=${(event) => { setCountry(event.target.value); setReport(null); }} />`}<//>
      <${FieldShell} id="limits-files" label=${t('deadlines.files')} hint=${data.files.join(', ')} required>${(about) => html`<input id="limits-files" class="input" type="file" multiple accept=".csv" aria-describedby=${about}
        onChange=${(event) => take(event.target.files)} />`}<//>
      ${files && html`<p class="small" dir="ltr">${Object.keys(files).join(', ') || '–'}</p>`}`}
    <${ErrorBox} problem=${problem} />
    <div><${Button} type="submit" kind=${report && report.accepted ? '' : 'main'} busy=${busy} disabled=${!ready}>${t('deadlines.check')}<//></div></form>
    ${report && html`<div class="stack"><${Banner} kind=${report.accepted ? 'done' : 'urgent'} live="polite" title=${report.accepted ? t('deadlines.usable') : t('lists.errors', { n: errors })}><p>${t(report.accepted ? 'publish.usableHint' : 'lists.errorsHint')}</p><//>
      ${errors > 0 && html`<${FaultList} faults=${report.faults.map((fault) => ({ ...fault, letter: '' }))} say=${(fault) => ({ words: fault.words, suggestion: fault.suggestion })} />`}
      ${report.accepted && html`<${Limits} limits=${report.limits} /><div><${Button} kind="main" onClick=${() => setPutting(true)}>${t('lists.put')}<//></div>`}</div>`}
    ${putting && html`<${NotedSheet} title=${t('deadlines.putTitle', { country: nameOf(report.country) })} action=${t('lists.put')} at="/api/v1/limits/publish" bodyOf=${(note) => ({ ...body(), note, base: data.publication })}
      onClose=${() => setPutting(false)} onDone=${(result) => { setPutting(false); choose(null); onDone(result); }}><p>${t('deadlines.putHint')}</p><//>`}
  <//>`;
}

function Version({ version, files, onBack }) {
  return html`<li class="stack-tight">
    <div class="spread"><h3>${versionWords(version.version)}</h3>${version.inUse && html`<${Chip} kind="done">${t('publish.inUse')}<//>`}</div>
    <p>${version.note ? html`<bdi>${version.note}</bdi>` : html`<span class="quiet">${t('publish.noNote')}</span>`}</p>
    <p class="small quiet"><${Since} version=${version} brief /></p>
    <div class="row">${files.map((name) => html`<a key=${name} class="button plain" dir="ltr" href=${`/api/v1/limits/file?publication=${version.publication}&name=${name}`} download=${name}>${name}</a>`)}
      ${!version.inUse && html`<${Button} icon="history" aria-label=${`${t('publish.goBack')}: ${versionWords(version.version)}`} onClick=${onBack}>${t('publish.goBack')}<//>`}</div>
  </li>`;
}
