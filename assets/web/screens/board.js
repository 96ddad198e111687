// The supervisor's board: the workers of my team with what they carry; a tap opens one worker's cases.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { can } from '../api/session.js';
import { useResource } from '../store/resource.js';
import { Banner } from '../components/banner.js';
import { LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { Chip } from '../components/chip.js';
import { loadWords } from '../components/case-words.js';
import { ListRow } from '../components/list-row.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState, Waiting } from '../components/states.js';
import { ReviewNext } from '../components/review-next.js';
import { When } from '../components/when.js';
import { WorkerCases } from './worker-cases.js';

export default function Board({ parts }) {
  const board = useResource('/api/v1/supervisor/board');
  if (parts[0]) return html`<${WorkerCases} key=${parts[0]} worker=${parts[0]} board=${board.data} />`;
  return html`<${PageHead} title=${t('board.title')} back="#/day">${can('aggregates') && html`<${LinkButton} icon="due" href="#/figures">${t('figures.short')}<//>`}<//>
    <${Team} board=${board} />`;
}

/** One element from the first moment on: what it holds may come late without moving the heading. */
function Team({ board }) {
  const { data } = board;
  // The country's limits take longer to judge than the rest: they come when they come.
  const limits = useResource('/api/v1/supervisor/limits').data;
  const standing = limits ? Object.fromEntries(limits.workers.map((one) => [one.person.id, one])) : {};
  return html`<div class=${data ? 'stack two' : 'stack'}>
    <${Waiting} resource=${board} />
    ${data && html`<div class="stack">
      ${can('approves') && html`<div class="row"><${ReviewNext} /></div>`}
      ${!data.whole && html`<${Banner} kind="due"><p>${t('board.partial')}</p><//>`}
      <${Card} flush>${!data.workers.length && html`<${EmptyState} icon="people" title=${t('board.none')}><p>${t('board.noneHint')}</p><//>`}
        <ul>${data.workers.map((one) => html`<li key=${one.person.id}><${ListRow} href=${`#/board/${one.person.id}`} icon="people"
          title=${html`<bdi>${one.person.name || t('person.unnamed')}</bdi> · ${t('board.weight', { n: one.weight })}`}
          sub=${html`${loadWords(one)}${standing[one.person.id] && standing[one.person.id].next && html`<br />${t('board.nextLimit')} <${When} day=${standing[one.person.id].next} />`}`}
          end=${html`<${Marks} of=${one} limits=${standing[one.person.id]} />`} /></li>`)}</ul><//>
    </div>
    <p class="small quiet">${t('board.hint')}</p>`}</div>`;
}

/** What asks for something, each with its word; nothing where all is well. */
export function Marks({ of: one, limits }) {
  return html`<span class="row">
    ${!one.active && html`<${Chip} icon="out">${t('board.left')}<//>`}
    ${one.unseen > 0 && html`<${Chip} kind="urgent" icon="eye">${t('board.unseen', { n: one.unseen })}<//>`}
    ${limits && limits.overdue > 0 && html`<${Chip} kind="urgent" icon="due">${t('board.overLimit', { n: limits.overdue })}<//>`}
    ${one.overdue > 0 && html`<${Chip} kind="due">${t('board.overdue', { n: one.overdue })}<//>`}
    ${one.approvals > 0 && html`<${Chip} kind="waiting">${t('board.approvals', { n: one.approvals })}<//>`}</span>`;
}
