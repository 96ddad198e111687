// One list: what is in it, taking it along as a file, changing it, and its versions.
import { html, useEffect, useRef, useState } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { keepFile } from '../api/files.js';
import { Problem } from '../api/problem.js';
import { byHand } from '../store/uploads.js';
import { fileOf, listTitle, rowsOf, useLists } from '../store/lists.js';
import { newestFirst } from '../store/publications.js';
import { versionWords } from '../store/form-words.js';
import { Banner } from '../components/banner.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { Chip } from '../components/chip.js';
import { ErrorBox } from '../components/error-box.js';
import { PageHead } from '../components/page-head.js';
import { RollBackSheet } from '../components/publish/roll-back-sheet.js';
import { Since } from '../components/publish/version-words.js';
import { EmptyState, Waiting } from '../components/states.js';

const BACK = { keeps: 'lists.backKeeps', old: 'lists.backOld', fresh: 'lists.backNew' };

export function ListInUse({ list: name }) {
  const lists = useLists();
  const list = lists.data && lists.data.lists.find((one) => one.name === name);
  const [back, setBack] = useState(null);
  const [done, setDone] = useState(null);
  const [problem, setProblem] = useState(null);
  const [fetching, setFetching] = useState('');
  const told = useRef(null);
  useEffect(() => { if (done) told.current.focus(); }, [done]);
  const keep = async (version, format) => {
    if (fetching) return;
    setFetching(format + version.version);
    setProblem(null);
    try {
      await keepFile(fileOf(name, version, format), `${name}-${version.version}.${format}`);
    } catch (fault) {
      setProblem(fault instanceof Problem ? byHand(fault) : new Problem({ code: 'failed' }));
    } finally {
      setFetching('');
    }
  };
  return html`<${PageHead} title=${list ? listTitle(list) : t('lists.title')} back="#/lists" />
    <div class="stack">
      <${Waiting} resource=${lists} />
      ${lists.data && !list && html`<${EmptyState} icon="note" title=${t('lists.gone')} />`}
      ${list && html`
        <p>${t('lists.how')}</p>
        <div class="row"><${Button} busy=${fetching === `xlsx${list.inUse.version}`} onClick=${() => keep(list.inUse, 'xlsx')}>${t('publish.download')}<//>
          <${Button} busy=${fetching === `csv${list.inUse.version}`} onClick=${() => keep(list.inUse, 'csv')}>${t('lists.csv')}<//>
          <${LinkButton} kind="main" icon="new" href=${`#/lists/${name}/upload`}>${t('lists.upload')}<//></div>
        ${done && html`<div tabindex="-1" ref=${told}><${Banner} kind="done" live="polite" title=${t('publish.backDone', { version: String(done.version) })}><p>${t('lists.backOld')}</p><//></div>`}
        <${ErrorBox} problem=${problem} />
        <${Rows} key=${list.inUse.publication || 'standard'} list=${list} />
        <${Card} flush title=${t('publish.versions')}><ol class="versions">${newestFirst(list.publications).map((version) => html`
          <${Version} key=${version.publication || 'standard'} version=${version} busy=${fetching === `xlsx${version.version}`} onKeep=${() => keep(version, 'xlsx')}
            onBack=${() => { setDone(null); setBack(version); }} />`)}</ol><//>`}
    </div>
    ${back && html`<${RollBackSheet} form=${list} to=${back} at=${`/api/v1/lists/${name}/roll-back`} words=${BACK} onClose=${() => setBack(null)} onDone=${(result) => { setBack(null); setDone(result); }}
      onLook=${() => { setBack(null); lists.again(); }} />`}`;
}

function Version({ version, busy, onKeep, onBack }) {
  const number = versionWords(version.version);
  const labelled = (words) => `${words}: ${version.publication ? number : t('lists.standardVersion')}`;
  return html`<li class="stack-tight">
    <div class="spread"><h3>${number}</h3>${version.inUse && html`<${Chip} kind="done">${t('publish.inUse')}<//>`}</div>
    ${version.publication ? html`<p>${version.note ? html`<bdi>${version.note}</bdi>` : html`<span class="quiet">${t('publish.noNote')}</span>`}</p>
      <p class="small quiet"><${Since} version=${version} brief /></p>` : html`<p>${t('lists.standardVersion')}</p>`}
    <div class="row"><${Button} busy=${busy} aria-label=${labelled(t('publish.download'))} onClick=${onKeep}>${t('publish.download')}<//>
      ${!version.inUse && html`<${Button} icon="history" aria-label=${labelled(t('publish.goBack'))} onClick=${onBack}>${t('publish.goBack')}<//>`}</div>
  </li>`;
}

const PAUSE = 250;

/** What can be chosen, a page at a time: the places of a country are never fetched as a whole here. */
function Rows({ list }) {
  const [words, setWords] = useState('');
  const [found, setFound] = useState({ rows: null, next: null });
  const [problem, setProblem] = useState(null);
  const fetchRows = async (before, from, signal) => {
    try {
      const page = await rowsOf(list.name, words.trim(), from, signal);
      if (!signal || !signal.aborted) setFound({ rows: [...before, ...page.rows], next: page.next ?? null });
      setProblem(null);
    } catch (fault) {
      if (!signal || !signal.aborted) setProblem(fault instanceof Problem ? byHand(fault) : new Problem({ code: 'failed' }));
    }
  };
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => fetchRows([], 0, abort.signal), found.rows ? PAUSE : 0);
    return () => { clearTimeout(timer); abort.abort(); };
  }, [words]);
  return html`<${Card} flush title=${t('lists.rows')}><div class="pad stack">
      <div class="field"><label class="label" for="row-search">${t('lists.search')}</label>
        <input id="row-search" class="input" type="search" dir="auto" autocomplete="off" value=${words} onInput=${(event) => setWords(event.target.value)} /></div>
      <${ErrorBox} problem=${problem} /></div>
    ${found.rows && html`<ul class="changes rows">${found.rows.map((row) => html`<li key=${row.code} class="stack-tight">
      <span class="spread"><span><bdi class="strong">${local(row.names) || row.code}</bdi> <bdi class="letters quiet small" dir="ltr">${row.code}</bdi></span>
        ${row.retired && html`<${Chip} kind="waiting">${t('lists.retired')}<//>`}</span>
      ${row.parent && html`<span class="small quiet">${t('lists.within')} <bdi class="letters" dir="ltr">${row.parent}</bdi></span>`}</li>`)}</ul>
      ${!found.rows.length && found.next === null && html`<${EmptyState} icon="search" title=${t('lists.noRows')} />`}
      ${found.next !== null && html`<div class="fault-more"><${Button} onClick=${() => fetchRows(found.rows, found.next)}>${t('lists.moreRows')}<//></div>`}`}<//>`;
}
