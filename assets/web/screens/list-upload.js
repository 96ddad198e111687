// A changed list: the file, what the box finds in it, what it changes, and putting it into use.
import { html, useEffect, useRef } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useValue } from '../lib/observable.js';
import { listChangeWords, listTitle, listUpload, useLists } from '../store/lists.js';
import { formTitle } from '../store/form-words.js';
import { Banner } from '../components/banner.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { ErrorBox } from '../components/error-box.js';
import { PageHead } from '../components/page-head.js';
import { Touched } from '../components/touched.js';
import { FaultList } from '../components/publish/fault-list.js';
import { FileDrop } from '../components/publish/file-drop.js';
import { PutCard } from '../components/publish/put-card.js';
import { Sending } from '../components/publish/sending.js';

const { state, stop, forget, send, sendAgain, check, put } = listUpload;
const PUT = { title: 'lists.put', hint: 'lists.putHint' };

export function ListUpload({ list: name }) {
  const { file, sending, report: last, working, problem, failed, result } = useValue(state);
  const lists = useLists().data;
  // A report on another list does not belong here.
  const report = last && last.list === name ? last : null;
  useEffect(() => {
    if (state.value.file && state.value.file.about !== name) forget();
    return () => { if (state.value.result) forget(); };
  }, []);
  // A file dropped beside the box would open in place of this page, and the report would be gone.
  useEffect(() => {
    const hold = (event) => event.preventDefault();
    for (const kind of ['dragover', 'drop']) addEventListener(kind, hold);
    return () => { for (const kind of ['dragover', 'drop']) removeEventListener(kind, hold); };
  }, []);
  const of = lists && lists.lists.find((list) => list.name === name);
  const title = of ? t('lists.uploadOf', { title: listTitle(of) }) : t('lists.upload');
  if (result) {
    return html`<${PageHead} key="done" title=${title} back=${`#/lists/${name}`} /><${Done} result=${result}>
      <${LinkButton} kind="main" href=${`#/lists/${name}`}>${t('lists.toList')}<//><${Button} onClick=${forget}>${t('lists.another')}<//><//>`;
  }
  return html`<${PageHead} title=${title} back=${`#/lists/${name}`} />
    <div class="stack">
      ${sending ? html`<${Sending} name=${file.name} share=${sending.share} words="lists.checking" onStop=${stop} />`
        : html`<${FileDrop} again=${Boolean(report)} busy=${working !== ''} accept=".xlsx,.xlsm,.csv" hint="lists.fileHint" onFile=${(chosen) => send(chosen, name)} />`}
      <${ErrorBox} problem=${failed === 'send' ? problem : null} again=${file && problem && problem.passes ? sendAgain : undefined}>${report && html`<p>${t('publish.reportStays', { name: report.of })}</p>`}<//>
      ${report && html`<${Report} report=${report} busy=${working !== '' || Boolean(sending)} problem=${problem} failed=${failed} />`}
    </div>`;
}

function Done({ result, children }) {
  const here = useRef(null);
  useEffect(() => { here.current.focus(); }, []);
  return html`<div class="stack"><div tabindex="-1" ref=${here}><${Banner} kind="done" live="polite" title=${t('publish.done', { title: listTitle({ title: result.title, name: result.list }), version: String(result.version) })}>
    <p>${t('lists.doneHint')}</p><//></div><div class="row">${children}</div></div>`;
}

function Report({ report, busy, problem, failed }) {
  const errors = report.faults.filter((fault) => fault.severity === 'error');
  const remarks = report.faults.length - errors.length;
  return html`
    <${Verdict} report=${report} errors=${errors.length + report.moreFaults} remarks=${remarks} />
    ${report.faults.length > 0 && html`<${FaultList} faults=${report.faults} />`}
    ${report.difference && html`<${Changes} report=${report} />`}
    <${Followers} report=${report} />
    <${PutCard} report=${{ verdict: report.accepted ? 'usable' : 'faults' }} words=${PUT} busy=${busy} problem=${failed === 'publish' || failed === 'check' ? problem : null} onSend=${() => sendAgain()} onPut=${put} onCheck=${() => check()} />`;
}

/** The report that was looked at last: only a new one takes the focus. */
let looked = null;

function Verdict({ report, errors, remarks }) {
  const here = useRef(null);
  useEffect(() => {
    if (report === looked) return;
    looked = report;
    here.current.focus();
  }, [report]);
  const title = report.accepted ? t('lists.usable', { n: remarks }) : report.refusal ? t('lists.refused') : t('lists.errors', { n: errors });
  return html`<div class="stack-tight" tabindex="-1" ref=${here}>
    <${Banner} kind=${report.accepted ? 'done' : 'urgent'} title=${title} live="polite"><p>${t(report.accepted ? 'publish.usableHint' : 'lists.errorsHint')}</p>
      ${report.refusal && html`<p lang="en" dir="ltr">${report.refusal}</p>`}<//>
    <p class="small quiet"><bdi>${report.of}</bdi>${report.accepted && html` · ${t('lists.entries', { n: report.rows })} · ${t('lists.retiredEntries', { n: report.retired })}`}</p></div>`;
}

const MANY = 12;

function ChangeList({ changes }) {
  return html`<ul class="changes">${changes.map((change, at) => html`<li key=${at}><span>${listChangeWords(change)}</span>
    <${Touched} records=${change.records} says="holding" /></li>`)}</ul>`;
}

/** What is retired comes first: it is what somebody may not have meant. */
function Changes({ report }) {
  const { changes, counts, more } = report.difference;
  const ordered = [...changes.filter((change) => change.kind === 'retired'), ...changes.filter((change) => change.kind !== 'retired')];
  const rest = ordered.slice(MANY);
  return html`<${Card} title=${t('publish.difference')}><div class="stack">
    ${!changes.length && html`<p>${t('lists.nothing')}</p>`}
    ${counts.retired > 0 && html`<p class="strong">${t('lists.retires', { n: counts.retired })}</p>`}
    <${ChangeList} changes=${ordered.slice(0, MANY)} />
    ${rest.length > 0 && html`<details><summary>${t('publish.moreChanges', { n: rest.length + more })}</summary><${ChangeList} changes=${rest} />${more > 0 && html`<p class="small quiet">${t('lists.notNamed', { n: more })}</p>`}</details>`}
  </div><//>`;
}

function Followers({ report }) {
  if (!report.changed.length && !report.kept.length) return null;
  const names = (forms) => html`<ul class="dots">${forms.map((form) => html`<li key=${form.name}>${formTitle(form)}</li>`)}</ul>`;
  return html`<${Card} title=${t('lists.forms')}><div class="stack">
    ${report.changed.length > 0 && html`<div><p>${t('lists.follow')}</p>${names(report.changed)}</div>`}
    ${report.kept.length > 0 && html`<div><p>${t('lists.keep')}</p>${names(report.kept)}</div>`}</div><//>`;
}
