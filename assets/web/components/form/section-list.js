// At a desk: the sections of a long form with how far each is, and a way to each.
import { html } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { questionsOf } from '../../store/layout.js';
import { Icon } from '../icon.js';

/** 'done' when nothing is lacking and something is answered, else how many answers are lacking. */
export function stateOf(section) {
  const asked = questionsOf(section.items).filter((item) => item.field.type !== 'note' && !item.state.readOnly);
  const lacking = asked.filter((item) => item.state.fault && item.state.fault !== 'rule').length;
  return { lacking, done: !lacking && asked.some((item) => item.state.value) };
}

export function SectionList({ sections, titled, onGo }) {
  return html`<nav class="section-list no-print" aria-label=${t('form.sections')}><ol>${sections.map((section, at) => {
    const { lacking, done } = stateOf(section);
    return html`<li key=${section.key}><button type="button" class="button plain" onClick=${() => onGo(section)}>
      <span><span class="number">${at + 1}.</span> ${titled(section) || t('form.section', { n: at + 1 })}</span>
      ${lacking > 0 ? html`<span class="small quiet">${t('form.lacking', { n: lacking })}</span>` : done && html`<span class="small mark done row"><${Icon} name="done" />${t('form.sectionDone')}</span>`}</button></li>`;
  })}</ol></nav>`;
}
