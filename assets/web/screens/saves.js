// Where each save is: on this device, on the box, or refused and waiting for its author.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useValue } from '../lib/observable.js';
import { saves, drain, withdraw } from '../store/queue.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { Chip } from '../components/chip.js';
import { ErrorBox } from '../components/error-box.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState } from '../components/states.js';
import { When } from '../components/when.js';

const LOOK = { device: ['waiting', 'saves.device'], sending: ['waiting', 'saves.sending'], box: ['done', 'saves.box'], refused: ['urgent', 'saves.refused'] };

export default function Saves() {
  const all = [...useValue(saves)].reverse();
  const waiting = all.some((save) => save.state === 'device');
  return html`<${PageHead} title=${t('saves.title')} back="#/more" />
    <div class="stack">
      <p>${t('saves.hint')}</p>
      ${waiting && html`<${Button} onClick=${drain}>${t('saves.now')}<//>`}
      ${!all.length && html`<${Card}><${EmptyState} title=${t('saves.none')}><p>${t('saves.noneHint')}</p><//><//>`}
      ${all.map((save) => html`<${Card} key=${save.id} title=${save.about.label || t('saves.one')} tools=${html`<${Chip} kind=${LOOK[save.state][0]}>${t(LOOK[save.state][1])}<//>`}>
        <div class="stack-tight"><p class="small quiet"><${When} at=${new Date(save.madeAt).toISOString()} /></p>
        ${save.state === 'refused' && html`<${ErrorBox} problem=${save.problem}><div class="row">
          ${save.about.hash && html`<${LinkButton} kind="main" href=${save.about.hash}>${t('saves.correct')}<//>`}
          <${Button} onClick=${() => withdraw(save.id)}>${t('saves.discard')}<//></div><//>`}
        ${save.state === 'device' && save.problem && html`<p class="small">${save.problem.words.what} ${save.problem.words.todo}</p>`}</div><//>`)}
    </div>`;
}
