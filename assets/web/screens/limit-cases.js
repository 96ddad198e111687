// The cases behind a figure, and what is overdue or due in one worker's cases: each row opens the child's file at its limits.
import { html } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { periodWords } from '../lib/periods.js';
import { useResource } from '../store/resource.js';
import { Banner } from '../components/banner.js';
import { Card } from '../components/card.js';
import { RiskChip } from '../components/case-words.js';
import { Chip } from '../components/chip.js';
import { ListRow } from '../components/list-row.js';
import { limitLook, stateWords } from '../components/limits-card.js';
import { PageHead } from '../components/page-head.js';
import { Name } from '../components/person.js';
import { EmptyState, Waiting } from '../components/states.js';
import { When } from '../components/when.js';

export function LimitCases({ period, by, rule, part, worker }) {
  const query = `from=${period.from}&to=${period.to}&rule=${encodeURIComponent(rule)}${part === 'all' ? '' : `&part=${part}`}${worker ? `&worker=${worker}` : ''}`;
  const cases = useResource(`/api/v1/limits/figures/cases?${query}`);
  const { data } = cases;
  const label = data && data.rows.length ? local(data.rows[0].label) : t('figures.title');
  return html`<${PageHead} title=${html`<bdi>${label}</bdi>`} spoken=${t('figures.title')} back=${`#/figures/${period.from}/${period.to}/${by}`} />
    <div class="stack"><p class="quiet">${t(`figures.part.${part}`)} · ${periodWords(period)}</p>
      <${Waiting} resource=${cases} />
      ${data && html`<${LimitRows} data=${data} showsWorker=${!worker} />`}</div>`;
}

/** `showsRule`: the rows are of several rules. */
export function LimitRows({ data, showsWorker, showsRule }) {
  return html`${data.total > data.rows.length && html`<${Banner} kind="due"><p>${t('figures.more', { n: data.total })}</p><//>`}
    <${Card} flush>${!data.rows.length && html`<${EmptyState} icon="done" title=${t('figures.noCases')} />`}
      <ul>${data.rows.map((row) => html`<li key=${row.dossier + row.rule + row.started}><${ListRow} href=${`#/dossier/${row.dossier}`} title=${html`<${Name} name=${row.name} />`}
        sub=${html`${showsRule && html`<bdi>${local(row.label)}</bdi> · `}${row.caseNumber && html`<bdi class="number">${row.caseNumber}</bdi> · `}${row.on ? html`<${When} day=${row.on} />` : row.due && html`${t('limits.due')} <${When} day=${row.due} />`}
          ${showsWorker && row.worker && html` · <bdi>${row.worker.name || t('person.unnamed')}</bdi>`}`}
        end=${html`<span class="row"><${RiskChip} risk=${row.risk} /><${Chip} kind=${limitLook(row)}>${stateWords(row)}<//></span>`} /></li>`)}</ul><//>`;
}

/** What is overdue or due in a worker's cases, on the supervisor's page of that worker. Nothing where no limits are in use. */
export function WorkerLimits({ worker }) {
  const limits = useResource(`/api/v1/supervisor/workers/${worker}/limits`);
  if (!limits.data || !limits.data.rows.length) return null;
  return html`<details id="worker-limits"><summary>${t('board.limitsOf', { n: limits.data.total })}</summary><${LimitRows} data=${limits.data} showsRule /></details>`;
}
