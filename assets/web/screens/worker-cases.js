// One worker's cases as their supervisor sees them, and handing them over: some, or all at once. What was done can be taken back here.
import { html, useEffect, useRef, useState } from '../lib/preact.js';
import { apart, t } from '../lib/i18n.js';
import { uuid7 } from '../lib/uuid.js';
import { call } from '../api/client.js';
import { somethingChanged, useResource } from '../store/resource.js';
import { useAsk } from '../components/ask.js';
import { Banner } from '../components/banner.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { loadWords, RiskChip } from '../components/case-words.js';
import { Chip } from '../components/chip.js';
import { Choice } from '../components/choice.js';
import { ErrorBox } from '../components/error-box.js';
import { HandoverSheet } from '../components/handover-sheet.js';
import { ListRow } from '../components/list-row.js';
import { PageHead } from '../components/page-head.js';
import { WorkerLimits } from './limit-cases.js';
import { ageAndSex, Name } from '../components/person.js';
import { EmptyState, Waiting } from '../components/states.js';
import { When } from '../components/when.js';
import { UnseenChip } from '../components/unseen-chip.js';

export function WorkerCases({ worker, board }) {
  const path = `/api/v1/supervisor/workers/${worker}/cases`;
  const cases = useResource(path);
  const { data } = cases;
  const [more, setMore] = useState({ rows: [], next: undefined });
  const [busy, setBusy] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const [chosen, setChosen] = useState([]);
  const [asked, setAsked] = useState(null);
  const [done, setDone] = useState(null);
  // Rows of later pages are as old as their page: what changed begins from the first page again.
  useEffect(() => setMore({ rows: [], next: undefined }), [data]);
  if (!data) return html`<${PageHead} title=${t('board.worker')} back="#/board" /><${Waiting} resource=${cases} />`;
  const rows = [...data.rows, ...more.rows];
  const next = more.next === undefined ? data.next : more.next;
  const summary = board && board.workers.find((one) => one.person.id === worker);
  const mayReassign = Boolean(board && board.mayReassign) && rows.some((row) => row.mayReassign);
  const fetchMore = async () => {
    setBusy(true);
    try {
      const page = (await call('GET', `${path}?cursor=${encodeURIComponent(next)}`)).data;
      setMore({ rows: [...more.rows, ...page.rows], next: page.next || null });
    } catch {
      // The banner above says that the box is out of reach; the button stays for another try.
    }
    setBusy(false);
  };
  const end = (result) => {
    setAsked(null);
    setChoosing(false);
    setChosen([]);
    if (result) setDone({ ...result, names: Object.fromEntries(rows.map((row) => [row.case, row.name])) });
  };
  const movable = rows.filter((row) => row.mayReassign);
  return html`<${PageHead} title=${html`<bdi>${data.person.name || t('person.unnamed')}</bdi>`} spoken=${t('board.worker')} back="#/board" />
    <div class="stack">
      ${done && html`<${Outcome} key=${done.saveId} done=${done} from=${data.person} onDone=${setDone} />`}
      <${WorkerLimits} worker=${worker} />
      <div class="stack two even">
        <${Card} title=${t('board.load')}><div class="stack">
          ${summary && html`<p>${t('board.weight', { n: summary.weight })} · ${loadWords(summary)}</p>`}
          ${mayReassign && html`<div class="row actions all">
            ${!choosing && html`<${Button} icon="people" onClick=${() => setAsked({ cases: null, n: data.total })}>${t('board.handAll')}<//>
              <${Button} icon="done" onClick=${() => setChoosing(true)}>${t('board.choose')}<//>`}
            ${choosing && html`<${Button} kind="main" icon="people" busy=${!chosen.length} onClick=${() => setAsked({ cases: chosen, n: chosen.length })}>${t('board.hand', { n: chosen.length })}<//>
              <${Button} onClick=${() => { setChoosing(false); setChosen([]); }}>${t('do.close')}<//>`}</div>`}</div><//>
        <${Card} flush=${!choosing} title=${html`${t('board.list')} <span class="count number">${data.total}</span>`}>
          ${!rows.length && html`<${EmptyState} icon="child" title=${t('board.noCases')} />`}
          ${choosing ? html`<fieldset><legend class="hidden">${t('board.choose')}</legend><${Choice} many name="cases" shape="long person" value=${chosen} onChange=${setChosen}
              options=${movable.map((row) => ({ value: row.case, label: [apart(row.name || t('person.unnamed')), ageAndSex(row), row.risk && t(`risk.${row.risk}`)].filter(Boolean).join(' · ') }))} /></fieldset>`
      : html`<ul>${rows.map((row) => html`<li key=${row.case}><${CaseRow} row=${row} /></li>`)}</ul>`}
          ${next && html`<div class="form-foot"><${Button} kind="plain" wide busy=${busy} onClick=${fetchMore}>${t('do.more')}<//></div>`}
        <//>
      </div>
    </div>
    ${asked && board && html`<${HandoverSheet} from=${data.person} workers=${board.workers} ...${asked} onClose=${end} />`}`;
}

function CaseRow({ row }) {
  return html`<${ListRow} href=${`#/dossier/${row.dossier}`} title=${html`<${Name} name=${row.name} />`}
    sub=${html`${ageAndSex(row)}${row.caseNumber && html` · <bdi class="number">${row.caseNumber}</bdi>`}<br />
      ${row.lastSeen ? html`${t('seen.last')} <${When} day=${row.lastSeen} brief />` : t('seen.never')}`}
    end=${html`<span class="row"><${RiskChip} risk=${row.risk} />
      <${UnseenChip} days=${row.unseenDays} />
      ${row.overdue > 0 && html`<${Chip} kind="due">${t('board.overdue', { n: row.overdue })}<//>`}
      ${row.approvals > 0 && html`<${Chip} kind="waiting">${t('board.approvals', { n: row.approvals })}<//>`}</span>`} />`;
}

/** What became of it, with the way back. */
function Outcome({ done, from, onDone }) {
  const told = useRef(null);
  const { busy, problem, ask } = useAsk();
  const [save] = useState(uuid7);
  useEffect(() => { if (told.current) told.current.focus(); }, [done.saveId]);
  const undo = async () => {
    const back = await ask('POST', '/api/v1/supervisor/handovers', { saveId: save, from: done.to.id, to: from.id, cases: done.moved, undoes: done.saveId });
    if (!back) return;
    somethingChanged();
    onDone({ ...done, undone: true, moved: back.moved, stayed: back.stayed });
  };
  const who = apart(done.undone ? from.name : done.to.name);
  const left = done.stayed.map((one) => done.names[one]).filter(Boolean);
  return html`<div class="stack" tabindex="-1" ref=${told}>
    <${ErrorBox} problem=${problem} />
    ${done.moved.length > 0 && html`<${Banner} kind="done" live="polite" title=${t(done.undone ? 'board.undone' : 'board.done', { n: done.moved.length, name: who })}>
      ${!done.undone && html`<p>${t('board.told')}</p><${Button} busy=${busy} onClick=${undo}>${t('board.undo')}<//>`}<//>`}
    ${done.stayed.length > 0 && html`<${Banner} kind="due" live="polite" title=${t('board.stayed', { n: done.stayed.length })}>
      ${left.length > 0 && html`<p class="person"><bdi>${left.join(t('list.comma'))}</bdi></p>`}<p>${t('board.stayedHint')}</p><//>`}
  </div>`;
}
