// Code lists and places, for who changes them without a programmer: which there are, since when, and how much is in them.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { can } from '../api/session.js';
import { listTitle, useLists } from '../store/lists.js';
import { Card } from '../components/card.js';
import { Lazy } from '../components/lazy.js';
import { ListRow } from '../components/list-row.js';
import { PageHead } from '../components/page-head.js';
import { Origin, Since } from '../components/publish/version-words.js';
import { EmptyState, Waiting } from '../components/states.js';

const one = () => import('./list.js');
const upload = () => import('./list-upload.js');
const limits = () => import('./time-limits.js');

export default function Lists({ parts: [name, view] }) {
  if (!can('classifiers')) return html`<${PageHead} title=${t('lists.title')} back="#/more" /><${EmptyState} icon="lock" title=${t('problem.not-allowed.what')} />`;
  if (name === 'time-limits') return html`<${Lazy} key="limits" from=${limits} name="TimeLimits" />`;
  if (name && view === 'upload') return html`<${Lazy} key="upload" from=${upload} name="ListUpload" list=${name} />`;
  if (name) return html`<${Lazy} key="one" from=${one} name="ListInUse" list=${name} />`;
  return html`<${AllLists} />`;
}

/** "23 entries · 2 no longer offered". */
function Sizes({ list }) {
  return html`${t('lists.entries', { n: list.rows })}${list.retired > 0 && html` · ${t('lists.retiredEntries', { n: list.retired })}`}`;
}

function AllLists() {
  const lists = useLists();
  return html`<${PageHead} title=${t('lists.title')} back="#/more" />
    <div class="stack">
      <p>${t('lists.hint')}</p>
      <${Waiting} resource=${lists} />
      ${lists.data && html`<${Card} flush><ul class="forms-in-use">${lists.data.lists.map((list) => html`<li key=${list.name}><${ListRow} href=${`#/lists/${list.name}`}
        icon="note" title=${listTitle(list)} sub=${html`<${Sizes} list=${list} /> · <${Since} version=${list.inUse} />`}
        end=${html`<${Origin} form=${{ standard: true }} version=${list.inUse} />`} /></li>`)}
        <li><${ListRow} href="#/lists/time-limits" icon="due" title=${t('deadlines.title')} sub=${t('deadlines.moreHint')} /></li></ul><//>`}
    </div>`;
}
