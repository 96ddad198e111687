// A new version of a form: the workbook, what the box finds in it, what it changes, how it looks, and putting it into use.
import { html, useEffect, useRef, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { can } from '../api/session.js';
import { useValue } from '../lib/observable.js';
import { askSecond, checkAgain, chosenRepairs, forgetUpload, putIntoUse, sendAgain, sendForm, stopSending, upload } from '../store/form-upload.js';
import { usePublications } from '../store/publications.js';
import { formTitle } from '../store/form-words.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { ErrorBox } from '../components/error-box.js';
import { Lazy } from '../components/lazy.js';
import { PageHead } from '../components/page-head.js';
import { Asked } from '../components/publish/asked.js';
import { Difference, Loosened, Translations } from '../components/publish/difference.js';
import { FaultList } from '../components/publish/fault-list.js';
import { FileDrop } from '../components/publish/file-drop.js';
import { PutCard } from '../components/publish/put-card.js';
import { Repairs } from '../components/publish/repairs.js';
import { Sending } from '../components/publish/sending.js';
import { Told } from '../components/publish/told.js';
import { Verdict } from '../components/publish/verdict.js';
import { EmptyState } from '../components/states.js';

const preview = () => import('../components/publish/preview.js');

export default function FormUpload({ parts: [, wanted] }) {
  if (!can('forms')) return html`<${PageHead} title=${t('publish.upload')} back="#/more" /><${EmptyState} icon="lock" title=${t('problem.not-allowed.what')} />`;
  return html`<${Upload} wanted=${wanted} />`;
}

function Upload({ wanted }) {
  const { file, sending, report, publication, working, problem, failed, result } = useValue(upload);
  const forms = usePublications().data;
  // What is done is not met again by who comes back later.
  useEffect(() => () => { if (upload.value.result) forgetUpload(); }, []);
  // A file dropped beside the box would open in place of this page, and the report would be gone.
  useEffect(() => {
    const hold = (event) => event.preventDefault();
    for (const name of ['dragover', 'drop']) addEventListener(name, hold);
    return () => { for (const name of ['dragover', 'drop']) removeEventListener(name, hold); };
  }, []);
  // Stopped, or not arrived: the way on is choosing again.
  const last = useRef({});
  useEffect(() => {
    const input = document.getElementById('form-file');
    if (last.current.sending && !sending && last.current.report === report && input) input.focus();
    last.current = { sending, report };
  }, [sending, report]);
  const of = forms && forms.forms.find((form) => form.name === wanted);
  const title = of ? t('publish.uploadOf', { title: formTitle(of) }) : t('publish.upload');
  const back = wanted ? `#/forms/${wanted}` : '#/forms';
  if (result && result.request) {
    return html`<${PageHead} key="asked" title=${title} back=${back} /><${Asked}><${LinkButton} kind="main" href="#/requests">${t('requests.look')}<//><${Button} onClick=${forgetUpload}>${t('publish.another')}<//><//>`;
  }
  if (result) {
    return html`<${PageHead} key="done" title=${title} back=${back} />
      <${Told} result=${result}><${LinkButton} kind="main" href=${`#/forms/${result.form}`}>${t('publish.toVersions')}<//><${Button} onClick=${forgetUpload}>${t('publish.another')}<//><//>`;
  }
  const again = () => sendAgain(report ? chosenRepairs(report) : []);
  return html`<${PageHead} title=${title} back=${back} />
    <div class="stack">
      ${sending ? html`<${Sending} name=${file.name} share=${sending.share} onStop=${stopSending} />` : html`<${FileDrop} again=${Boolean(report)} busy=${working !== ''} onFile=${sendForm} />`}
      <${ErrorBox} problem=${failed === 'send' ? problem : null} again=${file && problem && problem.passes ? again : undefined}>${report && html`<p>${t('publish.reportStays', { name: report.of })}</p>`}<//>
      ${report && html`<${Report} report=${report} stamp=${publication} wanted=${wanted} forms=${forms} working=${working || (sending ? 'send' : '')} problem=${problem} failed=${failed} onSend=${again} />`}
    </div>`;
}

function Report({ report, stamp, wanted, forms, working, problem, failed, onSend }) {
  const [shown, setShown] = useState(false);
  const isNew = Boolean(forms && report.form && report.form.name && report.accepted && !forms.forms.some((form) => form.name === report.form.name));
  const remarks = report.faults.filter((fault) => fault.severity !== 'error');
  const faults = report.faults.filter((fault) => fault.severity === 'error').concat(report.accepted ? [] : remarks);
  return html`
    <${Verdict} report=${report} wanted=${wanted} isNew=${isNew} />
    <${Repairs} report=${report} busy=${working !== ''} onCheck=${checkAgain}><${ErrorBox} problem=${failed === 'check' ? problem : null}>${problem && problem.code === 'upload-gone' && html`<${Button} onClick=${onSend}>${t('publish.sendAgain')}<//>`}<//><//>
    ${!report.accepted && html`<${FaultList} faults=${faults} />`}
    <${Loosened} loosened=${report.loosened} />
    ${(report.difference || report.preview) && html`<div class="stack two">
      <div class="stack">${report.difference && html`<${Difference} difference=${report.difference} />`}
        ${report.accepted && remarks.length > 0 && html`<${FaultList} faults=${remarks} />`}</div>
      <${Translations} translations=${report.translations} /></div>`}
    ${report.preview && html`<${Card} title=${t('publish.previewTitle')}>${shown
      ? html`<${Lazy} key=${stamp} from=${preview} name="Preview" form=${report.preview} roles=${report.roles} />`
      : html`<${Button} icon="eye" onClick=${() => setShown(true)}>${t('publish.look')}<//>`}<//>`}
    <${PutCard} report=${report} busy=${working !== ''} problem=${failed === 'publish' ? problem : null} onSend=${onSend} onPut=${putIntoUse} onAsk=${askSecond} onCheck=${() => checkAgain(chosenRepairs(report))} />`;
}
