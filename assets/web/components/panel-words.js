// How a best-interest panel and a seat on it stand, in words.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { Chip } from './chip.js';

const STATUS = { called: ['waiting', () => t('panel.called')], in_session: ['due', () => t('panel.inSession')], decided: ['done', () => t('panel.decided')], called_off: ['done', () => t('panel.calledOff')] };

/** What the next step lacks, by the box's names. */
export const LACKS = { quorum: () => t('panel.lacks.quorum'), options: () => t('panel.lacks.options'), child_view: () => t('panel.lacks.childView'), majority: () => t('panel.lacks.majority') };

export function PanelChip({ status }) {
  const [kind, words] = STATUS[status] || STATUS.called;
  return html`<${Chip} kind=${kind}>${words()}<//>`;
}

/** `status` of the panel: what was said before it was put off does not count. */
export function SeatChip({ seat, status }) {
  const { said, said_option: option } = seat.fields;
  if (said === 'recused') return html`<${Chip} kind="waiting">${t('panel.aside')}<//>`;
  if (seat.status === 'asked' || !said) return status === 'decided' || status === 'called_off' ? html`<${Chip} kind="waiting">${t('panel.unsigned')}<//>` : html`<${Chip} kind="waiting">${t('panel.waits')}<//>`;
  return said === 'agrees' ? html`<${Chip} kind="done">${t('panel.agrees', { number: option })}<//>` : html`<${Chip} kind="due">${t('panel.dissents')}<//>`;
}

/** The options that were written down. */
export function optionsOf(panel) {
  return [1, 2, 3].map((number) => ({ number, title: panel.fields[`option_${number}`], for: panel.fields[`option_${number}_for`], against: panel.fields[`option_${number}_against`], by: panel.fields[`option_${number}_by`] }))
    .filter((one) => one.title);
}

export const aboutPanel = (data, label) => ({ label, hash: `#/panel/${data.panel.id}`, dossier: data.panel.dossier });
