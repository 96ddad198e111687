// The directory as a table: taking it along as Excel or CSV, and bringing a filled-in one back. Nothing is written before
// the report was looked at.
import { html, useEffect, useRef, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { call } from '../api/client.js';
import { keepFile, sendFile } from '../api/files.js';
import { Problem } from '../api/problem.js';
import { can } from '../api/session.js';
import { byHand, LARGEST } from '../store/uploads.js';
import { tableFault } from '../store/table-words.js';
import { useForm } from '../store/forms.js';
import { somethingChanged } from '../store/resource.js';
import { Banner } from '../components/banner.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { ErrorBox } from '../components/error-box.js';
import { PageHead } from '../components/page-head.js';
import { TableReport } from '../components/directory/table-report.js';
import { FaultList } from '../components/publish/fault-list.js';
import { FileDrop } from '../components/publish/file-drop.js';
import { Sending } from '../components/publish/sending.js';

export function ProviderTable({ form }) {
  const out = can(`export:${form}`);
  const into = can(`create:${form}`) || can(`edit:${form}`);
  return html`<${PageHead} title=${t('table.title', { what: t(`directory.${form}`) })} back=${`#/providers/${form}`} />
    <div class="stack">
      <${Card} title=${t('table.take')}><${Take} form=${form} out=${out} /><//>
      ${into && html`<${Bring} form=${form} />`}
    </div>`;
}

function Take({ form, out }) {
  const [busy, setBusy] = useState('');
  const [problem, setProblem] = useState(null);
  const take = async (name, query) => {
    if (busy) return;
    setBusy(name);
    setProblem(null);
    try {
      await keepFile(`/api/v1/tables/${form}?${query}`, name);
    } catch (fault) {
      setProblem(fault instanceof Problem ? byHand(fault) : new Problem({ code: 'failed' }));
    } finally {
      setBusy('');
    }
  };
  const button = (name, query, words) => html`<${Button} busy=${busy === name} onClick=${() => take(name, query)}>${words}<//>`;
  return html`<div class="stack">
    <p class="small quiet">${t(out ? 'table.takeHint' : 'table.emptyHint')}</p>
    <div class="row">${out && button(`${form}.xlsx`, 'as=xlsx', t('table.excel'))}${out && button(`${form}.csv`, 'as=csv', t('table.csv'))}${button(`${form}-empty.xlsx`, 'as=xlsx&empty=1', t('table.empty'))}</div>
    <${ErrorBox} problem=${problem} />
  </div>`;
}

function Bring({ form }) {
  const words = useForm(form).data;
  const [file, setFile] = useState(null);
  const [sending, setSending] = useState(null);
  const [report, setReport] = useState(null);
  const [problem, setProblem] = useState(null);
  const [going, setGoing] = useState(null);
  const [result, setResult] = useState(null);
  const abort = useRef(null);
  const told = useRef(null);
  useEffect(() => () => { if (abort.current) abort.current.abort(); }, []);
  useEffect(() => { if (told.current) told.current.focus(); }, [report, result]);
  // A file dropped beside the box would open in place of this page.
  useEffect(() => {
    const hold = (event) => event.preventDefault();
    for (const name of ['dragover', 'drop']) addEventListener(name, hold);
    return () => { for (const name of ['dragover', 'drop']) removeEventListener(name, hold); };
  }, []);

  const failed = (fault) => setProblem(fault.status === 410 ? new Problem({ code: 'upload-gone' }) : fault instanceof Problem ? byHand(fault) : new Problem({ code: 'failed' }));

  const send = async (sent) => {
    const mine = abort.current = new AbortController();
    setSending({ share: 0 });
    setProblem(null);
    setResult(null);
    // What was reported before is of an upload that is gone or replaced: nothing is brought in from it any more.
    setReport(null);
    try {
      const onProgress = (gone) => { if (!mine.signal.aborted) setSending({ share: gone / (sent.bytes.byteLength || 1) }); };
      const { data } = await sendFile(`/api/v1/tables/${form}/uploads`, sent.bytes, { onProgress, signal: mine.signal });
      if (!mine.signal.aborted) setReport(data);
    } catch (fault) {
      if (!mine.signal.aborted) failed(fault);
    } finally {
      if (abort.current === mine) setSending(null);
    }
  };
  const choose = async (chosen) => {
    setReport(null);
    setResult(null);
    if (chosen.size > LARGEST) return setProblem(new Problem({ code: 'form-too-large' }));
    try {
      const sent = { name: chosen.name, bytes: await chosen.arrayBuffer() };
      setFile(sent);
      return send(sent);
    } catch {
      return setProblem(new Problem({ code: 'file-unreadable' }));
    }
  };
  const stop = () => { if (abort.current) abort.current.abort(); setSending(null); };

  /** The box writes for some seconds at a time; it is asked until nothing is left. */
  const bringIn = async () => {
    if (going) return;
    const all = report.counts.new + report.counts.changed;
    const done = { new: 0, changed: 0 };
    setGoing({ done: 0, all });
    setProblem(null);
    try {
      for (let left = 1; left > 0;) {
        const { data } = await call('POST', `/api/v1/tables/${form}/uploads/${report.upload}/import`, { body: {} });
        done.new += data.new;
        done.changed += data.changed;
        left = data.left;
        setGoing({ done: done.new + done.changed, all });
      }
      setReport(null);
      setResult(done);
      somethingChanged();
    } catch (fault) {
      failed(fault);
    } finally {
      setGoing(null);
    }
  };

  return html`<${Card} title=${t('table.bring')}><div class="stack">
      <p class="small quiet">${t('table.bringHint')}</p>
      ${sending ? html`<${Sending} name=${file.name} share=${sending.share} words="table.checking" onStop=${stop} />`
        : html`<${FileDrop} again=${Boolean(report)} busy=${Boolean(going)} accept=".xlsx,.xlsm,.csv" hint="table.fileHint" onFile=${choose} />`}
      <${ErrorBox} problem=${problem}>${problem && file && ['upload-gone', 'table-faults'].includes(problem.code) && html`<${Button} onClick=${() => send(file)}>${t('publish.sendAgain')}<//>`}<//>
    </div><//>
    ${result && html`<div tabindex="-1" ref=${told} class="stack"><${Banner} kind="done" live="polite" title=${t('table.done', { n: result.new + result.changed })}><p>${t('table.doneHint')}</p><//>
      <div><${LinkButton} kind="main" href=${`#/providers/${form}`}>${t('table.toList')}<//></div></div>`}
    ${report && html`<div tabindex="-1" ref=${told}><${TableReport} report=${report} form=${words} file=${file.name} going=${going} onImport=${bringIn} /></div>
      <${FaultList} faults=${report.faults} say=${(fault) => tableFault(fault, form)} />`}`;
}
