// One form: its versions, which is in use, and the ways to look at it, take it along, change it and go back.
import { html, useEffect, useRef, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { keepFile } from '../api/files.js';
import { Problem } from '../api/problem.js';
import { byHand } from '../store/uploads.js';
import { newestFirst, usePublications, workbookOf } from '../store/publications.js';
import { formTitle, versionWords } from '../store/form-words.js';
import { Banner } from '../components/banner.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { Chip } from '../components/chip.js';
import { ErrorBox } from '../components/error-box.js';
import { PageHead } from '../components/page-head.js';
import { RollBackSheet } from '../components/publish/roll-back-sheet.js';
import { Origin, Since } from '../components/publish/version-words.js';
import { EmptyState, Waiting } from '../components/states.js';

export function FormVersions({ form: name }) {
  const forms = usePublications();
  const form = forms.data && forms.data.forms.find((one) => one.name === name);
  const [back, setBack] = useState(null);
  const [done, setDone] = useState(null);
  const [problem, setProblem] = useState(null);
  const [fetching, setFetching] = useState(null);
  const told = useRef(null);
  useEffect(() => { if (done) told.current.focus(); }, [done]);
  const keep = async (version) => {
    if (fetching) return;
    setFetching(version);
    setProblem(null);
    try {
      await keepFile(workbookOf(form, version), `${form.name}-${version.version}.xlsx`);
    } catch (fault) {
      setProblem(fault instanceof Problem ? byHand(fault) : new Problem({ code: 'failed' }));
    } finally {
      setFetching(null);
    }
  };
  return html`<${PageHead} title=${form ? formTitle(form) : t('publish.title')} back="#/forms" />
    <div class="stack">
      <${Waiting} resource=${forms} />
      ${forms.data && !form && html`<${EmptyState} icon="note" title=${t('publish.gone')} />`}
      ${form && html`
        <p class="row"><bdi class="letters quiet" dir="ltr">${form.name}</bdi> <${Origin} form=${form} version=${form.inUse} /></p>
        ${form.rightsAs && html`<p>${t('publish.follows')} <bdi>${formTitle(forms.data.forms.find((one) => one.name === form.rightsAs) || { name: form.rightsAs })}</bdi></p>`}
        <div class="row"><${LinkButton} kind="main" icon="new" href=${`#/forms/upload/${form.name}`}>${t('publish.uploadNew')}<//>
          <${LinkButton} icon="eye" href=${`#/forms/${form.name}/preview`}>${t('publish.look')}<//></div>
        ${done && html`<div tabindex="-1" ref=${told}><${Banner} kind="done" live="polite" title=${done.version ? t('publish.backDone', { version: String(done.version) }) : t('publish.withdrawDone')}><p>${t('publish.tellOld')}</p><//></div>`}
        <${ErrorBox} problem=${problem} />
        <${Card} flush title=${t('publish.versions')}><ol class="versions">${newestFirst(form.publications).map((version) => html`
          <${Version} key=${version.publication || 'standard'} form=${form} version=${version} fetching=${fetching === version} onKeep=${() => keep(version)} onBack=${() => { setDone(null); setBack(version); }} />`)}</ol><//>
        ${!form.standard && form.offered && html`<div><${Button} icon="close" onClick=${() => { setDone(null); setBack({}); }}>${t('publish.withdraw')}<//></div>`}`}
    </div>
    ${back && html`<${RollBackSheet} form=${form} to=${back} onClose=${() => setBack(null)} onDone=${(result) => { setBack(null); setDone(result); }} onLook=${() => { setBack(null); forms.again(); }} />`}`;
}

function Version({ form, version, fetching, onKeep, onBack }) {
  const number = versionWords(version.version);
  const labelled = (words) => `${words}: ${version.publication ? number : t('publish.standardVersion')}`;
  return html`<li class="stack-tight">
    <div class="spread"><h3>${number}</h3>${version.inUse && html`<${Chip} kind="done">${t('publish.inUse')}<//>`}</div>
    ${version.publication ? html`<p>${version.note ? html`<bdi>${version.note}</bdi>` : html`<span class="quiet">${t('publish.noNote')}</span>`}</p>
      <p class="small quiet"><${Since} version=${version} brief /></p>` : html`<p>${t('publish.standardVersion')}</p>`}
    <div class="row"><${Button} busy=${fetching} aria-label=${labelled(t('publish.download'))} onClick=${onKeep}>${t('publish.download')}<//>
      ${!version.inUse && html`<${Button} icon="history" aria-label=${labelled(t('publish.goBack'))} onClick=${onBack}>${t('publish.goBack')}<//>`}</div>
  </li>`;
}
