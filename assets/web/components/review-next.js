// Which case to review next: one that was not looked at lately, the dangerous ones first. Another one can be asked for.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useResource } from '../store/resource.js';
import { Button, LinkButton } from './button.js';
import { RiskChip } from './case-words.js';
import { Name } from './person.js';
import { Sheet } from './sheet.js';
import { Waiting } from './states.js';
import { When } from './when.js';

export function ReviewNext() {
  const [open, setOpen] = useState(false);
  return html`<${Button} icon="eye" id="review-next" onClick=${() => setOpen(true)}>${t('review.next')}<//>
    ${open && html`<${Proposal} onClose=${() => setOpen(false)} />`}`;
}

function Proposal({ onClose }) {
  const [skipped, setSkipped] = useState([]);
  const found = useResource(`/api/v1/supervisor/review-next${skipped.length ? `?not=${skipped.join(',')}` : ''}`);
  const one = found.data && found.data.case;
  return html`<${Sheet} title=${t('review.next')} onClose=${onClose}><div class="stack">
    <${Waiting} resource=${found} />
    ${found.data && !one && html`<p>${t(skipped.length ? 'review.noneMore' : 'review.none')}</p>`}
    ${one && html`<p class="strong"><${Name} name=${one.name} /></p>
      <p class="row"><${RiskChip} risk=${one.risk} />${one.worker && html`<span class="quiet"><bdi>${one.worker.name || t('person.unnamed')}</bdi></span>`}</p>
      <p class="quiet">${one.reviewed ? html`${t('review.last')} <${When} day=${one.reviewed} />` : t('review.never')}</p>
      <div class="row actions all"><${LinkButton} kind="main" icon="eye" href=${`#/dossier/${one.dossier}/add/quality_review`}>${t('review.begin')}<//>
        <${LinkButton} href=${`#/dossier/${one.dossier}`}>${t('review.file')}<//>
        <${Button} onClick=${() => setSkipped([...skipped, one.dossier])}>${t('review.other')}<//></div>`}
  </div><//>`;
}
