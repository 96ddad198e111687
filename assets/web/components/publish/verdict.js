// The first line of a report: whether the form can be used, and which form it is.
import { html, useEffect, useRef } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { formTitle, versionWords } from '../../store/form-words.js';
import { Banner } from '../banner.js';

export function counted(report) {
  const errors = report.faults.filter((fault) => fault.severity === 'error').length;
  return { errors, remarks: report.faults.length - errors };
}

/** The report that was looked at last: only a new one takes the focus. */
let looked = null;

/** `wanted`: the form whose new version somebody came to upload. */
export function Verdict({ report, wanted, isNew }) {
  const here = useRef(null);
  const { errors, remarks } = counted(report);
  useEffect(() => {
    if (report === looked) return;
    looked = report;
    here.current.focus();
  }, [report]);
  const other = wanted && report.form && report.form.name && report.form.name !== wanted;
  const refused = report.difference ? report.difference.changes.filter((change) => change.refusal).length : 0;
  const [title, hint, kind] = {
    faults: [t('publish.errors', { n: errors }), 'publish.errorsHint', 'urgent'],
    refused: [t('publish.refusedVerdict', { n: refused }), 'publish.refusedVerdictHint', 'urgent'],
    second: [t('publish.second'), 'publish.secondHint', undefined],
    unchanged: [t('publish.unchanged'), 'publish.unchangedHint', undefined],
  }[report.verdict] || [t('publish.usable', { n: remarks }), 'publish.usableHint', 'done'];
  return html`<div class="stack-tight" tabindex="-1" ref=${here}>
    <${Banner} kind=${kind} title=${title} live="polite">
      ${report.verdict !== 'usable' && remarks > 0 && html`<p>${t('publish.remarks', { n: remarks })}</p>`}
      <p>${t(hint)}</p>
      ${report.verdict === 'unchanged' && html`<p class="small">${t('publish.hideHint')}</p>`}<//>
    <p class="small quiet"><bdi>${report.of}</bdi>${report.form && report.form.name && html` · <bdi>${formTitle(report.form)}</bdi> · <bdi class="letters" dir="ltr">${report.form.name}</bdi>${report.form.version && html` · ${versionWords(report.form.version)}`}`}</p>
    ${other && html`<${Banner} kind="due" title=${t('publish.otherForm')}><p>${t('publish.otherFormHint', { wanted, name: report.form.name })}</p><//>`}
    ${isNew && html`<${Banner}><p>${t('publish.newForm', { name: report.form.name })}</p><//>`}
  </div>`;
}
