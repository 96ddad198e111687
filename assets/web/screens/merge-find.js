// The other file of this child: found by name or number; a tap lays the two side by side.
import { html, useEffect, useRef, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { call } from '../api/client.js';
import { Problem } from '../api/problem.js';
import { Card } from '../components/card.js';
import { ErrorBox } from '../components/error-box.js';
import { ListRow } from '../components/list-row.js';
import { PageHead } from '../components/page-head.js';
import { ageAndSex, Name } from '../components/person.js';
import { EmptyState } from '../components/states.js';

const PAUSE = 220;

export function FindOther({ child }) {
  const [q, setQ] = useState('');
  const [rows, setRows] = useState(null);
  const [problem, setProblem] = useState(null);
  const input = useRef(null);
  useEffect(() => { input.current.focus(); }, []);
  useEffect(() => {
    const words = q.trim();
    setRows(null);
    if (!words) return undefined;
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const { data } = await call('GET', `/api/v1/search?q=${encodeURIComponent(words)}`, { signal: abort.signal });
        setRows(data.rows.filter((row) => row.dossier !== child));
        setProblem(null);
      } catch (fault) {
        if (fault.name !== 'AbortError') setProblem(fault instanceof Problem ? fault : new Problem({ code: 'failed' }));
      }
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [q]);
  return html`<${PageHead} title=${t('merge.find')} back=${`#/dossier/${child}`} />
    <div class="stack">
      <form role="search" onSubmit=${(event) => event.preventDefault()}>
        <div class="field"><label class="label" for="other">${t('search.label')}</label>
          <span class="hint" id="other-hint">${t('merge.findHint')}</span>
          <input id="other" class="input" type="search" dir="auto" ref=${input} autocomplete="off" autocapitalize="none" spellcheck="false" enterkeyhint="search" aria-describedby="other-hint" value=${q} onInput=${(e) => setQ(e.target.value)} /></div>
      </form>
      <${ErrorBox} problem=${problem} />
      ${rows && html`<${Card} flush>
        ${!rows.length && html`<${EmptyState} icon="search" title=${t('search.none')}><p>${t('search.noneHint')}</p><//>`}
        <ul>${rows.map((row) => html`<li key=${row.dossier}><${ListRow} href=${`#/merge/${child}/${row.dossier}`} icon="child"
          title=${html`<${Name} name=${row.name} other=${row.nameOtherScript} />`} sub=${html`${ageAndSex(row)}${row.caseNumber && html` · <bdi class="number">${row.caseNumber}</bdi>`}`} /></li>`)}</ul><//>`}
    </div>`;
}
