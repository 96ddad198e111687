// One child in the system twice: the list of mergings, finding the other file, side by side, and taking apart again.
import { html } from '../lib/preact.js';
import { apart, t } from '../lib/i18n.js';
import { useResource } from '../store/resource.js';
import { Card } from '../components/card.js';
import { Chip } from '../components/chip.js';
import { ListRow } from '../components/list-row.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState, Waiting } from '../components/states.js';
import { FindOther } from './merge-find.js';
import { MergePair } from './merge-pair.js';
import { TakeApart } from './merge-undo.js';

export default function Merge({ parts }) {
  const [one, other] = parts;
  if (one === 'find') return html`<${FindOther} key=${other} child=${other} />`;
  if (one === 'undo') return html`<${TakeApart} key=${other} merge=${other} />`;
  if (one && other) return html`<${MergePair} key=${`${one}/${other}`} first=${one} second=${other} />`;
  return html`<${All} />`;
}

function All() {
  const list = useResource('/api/v1/merges');
  const { data } = list;
  const row = ({ merge, firstName, secondName }, href) => html`<li key=${merge.id}><${ListRow} href=${href} icon="conflict"
    title=${t('merge.pair', { first: apart(firstName), second: apart(secondName) })} sub=${t('merge.by', { name: apart(merge.proposedBy.name) })}
    end=${merge.state === 'proposed' && !merge.own ? html`<${Chip} kind="due">${t('merge.yours')}<//>` : null} /></li>`;
  return html`<${PageHead} title=${t('merge.list')} back="#/more" />
    <div class="stack"><${Waiting} resource=${list} />
    ${data && html`
      <${Card} flush title=${t('merge.waiting')}>${!data.proposed.length && html`<${EmptyState} title=${t('merge.none')}><p>${t('merge.noneHint')}</p><//>`}
        <ul>${data.proposed.map((one) => row(one, `#/merge/${one.merge.first}/${one.merge.second}`))}</ul><//>
      ${data.merged.length > 0 && html`<${Card} flush title=${t('merge.standing')}><ul>${data.merged.map((one) => row(one, `#/merge/undo/${one.merge.id}`))}</ul><//>`}
      ${data.more && html`<p class="quiet">${t('merge.more')}</p>`}`}</div>`;
}
