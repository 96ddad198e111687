// The line that says who this is: age, sex, number, risk, when last seen.
import { html } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { Icon } from './icon.js';
import { ageAndSex } from './person.js';
import { Chip } from './chip.js';
import { RiskChip, caseStatusWords, stageWords } from './case-words.js';
import { When } from './when.js';

/** The first letters of given and family name, as people write them by hand. */
const initials = (name) => (name || '').split(/\s+/).filter(Boolean).map((word) => [...word][0]).filter((_, at, all) => at === 0 || at === all.length - 1).join('\u200c');

/** `late`: the child was not seen for longer than the risk allows. A line more would push the summary off the first screen. */
export function ChildHead({ dossier, late }) {
  const { summary } = dossier;
  return html`<section class="card stack-tight child-card" aria-label=${t('dossier.who')}>
    ${summary.name && html`<span class="initials person no-print" aria-hidden="true">${initials(summary.name)}</span>`}
    <p class="strong">${ageAndSex(summary)}${summary.nameOtherScript && html` · <bdi class="person">${summary.nameOtherScript}</bdi>`}</p>
    <p class="row">
      ${summary.caseNumber && html`<span>${t('dossier.case')} <bdi class="number strong letters">${summary.caseNumber}</bdi></span>`}
      <${RiskChip} risk=${summary.risk} />
      ${summary.status && html`<${Chip}>${caseStatusWords(summary.status)}${summary.stage && summary.stage !== summary.status && ` · ${stageWords(summary.stage)}`}<//>`}
    </p>
    <p class="small quiet">${late ? html`<span class="mark urgent strong late"><${Icon} name="eye" /> ${summary.lastSeen ? html`${t('seen.last')} <${When} day=${summary.lastSeen} brief /> · ${t('seen.late')}` : t('seen.never')}</span>`
    : summary.lastSeen ? html`${t('seen.last')} <${When} day=${summary.lastSeen} brief />` : t('seen.never')}
      ${summary.lastSeen && summary.lastSeenAlone !== summary.lastSeen && html` · <span class="seen-alone">${summary.lastSeenAlone ? html`${t('seen.alone')} <${When} day=${summary.lastSeenAlone} brief />` : t('seen.neverAlone')}</span>`}
      ${summary.worker && html`<br />${t('dossier.worker')} <bdi>${summary.worker.name}</bdi>`}${summary.placeName && html` · ${local(summary.placeName)}`}</p>
  </section>`;
}
