// Words and chips for the state of a case, shared by lists and summaries.
import { html } from '../lib/preact.js';
import { knows, t } from '../lib/i18n.js';
import { Chip } from './chip.js';

const RISK = { high: 'urgent', medium: 'due', low: 'done', unassessed: 'waiting' };

export function RiskChip({ risk }) {
  if (!risk) return null;
  return html`<${Chip} kind=${RISK[risk]} icon=${risk === 'high' ? 'flag' : undefined}>${knows(`risk.${risk}`) ? t(`risk.${risk}`) : risk}<//>`;
}

export function stageWords(stage) {
  return knows(`stage.${stage}`) ? t(`stage.${stage}`) : stage;
}

export function caseStatusWords(status) {
  return knows(`case.${status}`) ? t(`case.${status}`) : status;
}

const NOTIFICATION = { new: 'due', screening_out: 'waiting', registered: 'done', linked: 'done', screened_out: '', served: 'done' };

export function NotificationChip({ status }) {
  return html`<${Chip} kind=${NOTIFICATION[status]}>${knows(`notification.${status}`) ? t(`notification.${status}`) : status}<//>`;
}

/** A caseload: "6 open cases · high risk: 2 · low risk: 4". */
export function loadWords(one) {
  const risks = ['high', 'medium', 'low', 'unassessed'].filter((risk) => one[risk] > 0).map((risk) => t(`board.risk.${risk}`, { n: one[risk] }));
  return [t('board.cases', { n: one.cases }), ...risks].join(' · ');
}
