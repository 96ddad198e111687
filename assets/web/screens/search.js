// Find a child by name in either script, by number, by place. What is typed stays out of the address.
import { html, useEffect, useRef, useState } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { call } from '../api/client.js';
import { useValue } from '../lib/observable.js';
import { signedIn } from '../api/session.js';
import { dropFound, found } from '../store/found.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { Choice } from '../components/choice.js';
import { ErrorBox } from '../components/error-box.js';
import { ListRow } from '../components/list-row.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState } from '../components/states.js';
import { ageAndSex, Name } from '../components/person.js';
import { RiskChip, caseStatusWords } from '../components/case-words.js';
import { whyWords } from '../components/matches.js';

const PAUSE = 220;

export default function Search() {
  const { q: asked, page, state: askedState } = useValue(found);
  const [q, setQ] = useState(asked);
  const [state, setState] = useState(askedState);
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const input = useRef(null);
  const results = useRef(null);
  useEffect(() => { input.current.focus(); }, []);

  const run = async (words, signal, cursor) => {
    setBusy(true);
    try {
      const { data } = await call('GET', `/api/v1/search?q=${encodeURIComponent(words)}${state ? `&state=${state}` : ''}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`, { signal });
      found.set({ q: words, state, page: cursor && found.value.page ? { ...data, rows: [...found.value.page.rows, ...data.rows] } : data });
      setProblem(null);
    } catch (fault) {
      if (fault.name === 'AbortError') return;
      setProblem(fault);
      if (fault.code === 'session-ended') {
        await signedIn();
        if (!signal || !signal.aborted) run(words, signal, cursor);
      }
    }
    setBusy(false);
  };

  useEffect(() => {
    const words = q.trim();
    if (!words) {
      dropFound();
      return undefined;
    }
    // Who comes back to it sees what was found, and the box is asked whether it still holds.
    const abort = new AbortController();
    const timer = setTimeout(() => run(words, abort.signal), words === found.value.q && state === found.value.state ? 0 : PAUSE);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [q, state]);

  const keys = (event) => {
    const rows = [...(results.current ? results.current.querySelectorAll('.list-row') : [])];
    if (!rows.length || event.target.type === 'radio' || !['ArrowDown', 'ArrowUp'].includes(event.key)) return;
    event.preventDefault();
    const at = rows.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1);
    if (at < 0) input.current.focus();
    else rows[Math.min(at, rows.length - 1)].focus();
  };

  const count = page ? page.rows.length : 0;
  return html`<${PageHead} title=${t('search.title')} />
    <div class="stack" onKeyDown=${keys}>
      <form role="search" class="stack-tight" onSubmit=${(event) => event.preventDefault()}>
        <div class="field"><label class="label" for="q">${t('search.label')}</label>
          <span class="hint" id="q-hint">${t('search.hint')}</span>
          <input id="q" class="input" type="search" dir="auto" ref=${input} autocomplete="off" autocapitalize="none" spellcheck="false" enterkeyhint="search" aria-describedby="q-hint" value=${q} onInput=${(e) => setQ(e.target.value)} /></div>
        <fieldset class="field"><legend class="hidden">${t('search.which')}</legend><${Choice} name="state" value=${state} onChange=${setState}
          options=${[{ value: '', label: t('search.all') }, { value: 'live', label: t('search.live') }, { value: 'closed', label: t('search.closed') }]} /></fieldset>
      </form>
      <p class="hidden" role="status">${page && !busy ? t(page.more ? 'search.many' : 'search.count', { n: count }) : ''}</p>
      <${ErrorBox} problem=${problem} again=${() => run(q.trim())} />
      ${page && q.trim() && html`<div aria-busy=${String(busy || q.trim() !== asked || state !== askedState)}><${Card} flush>
        ${!count && html`<${EmptyState} icon="search" title=${t('search.none')}><p>${t('search.noneHint')}</p><//>`}
        <ul ref=${results}>${page.rows.map((row) => html`<li key=${row.dossier}><${ListRow} href=${`#/dossier/${row.dossier}`} icon="child"
          title=${html`<${Name} name=${row.name} other=${row.nameOtherScript} />`}
          sub=${html`${ageAndSex(row)}${row.caseNumber && html` · <bdi class="number">${row.caseNumber}</bdi>`}${row.placeName && ` · ${local(row.placeName)}`}${row.status && ` · ${caseStatusWords(row.status)}`}
            ${row.matched.length ? html`<br />${row.matched.map(whyWords).join(' · ')}` : ''}`}
          end=${html`<${RiskChip} risk=${row.risk} />`} /></li>`)}</ul>
        ${page.next && html`<${Button} kind="plain" wide busy=${busy} onClick=${() => run(q.trim(), undefined, page.next)}>${t('do.more')}<//>`}
        ${page.more && !page.next && html`<p class="empty">${t('search.many', { n: count })}</p>`}
      <//></div>`}
    </div>`;
}
