// The second chain, for auditors: who viewed, searched, signed in, changed rights. Ids only.
import { html, useState } from '../lib/preact.js';
import { knows, t } from '../lib/i18n.js';
import { call } from '../api/client.js';
import { useResource } from '../store/resource.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState, Waiting } from '../components/states.js';
import { Table } from '../components/table.js';
import { When } from '../components/when.js';

const PATH = '/api/v1/trail';

function words(action) {
  return knows(`trail.action.${action}`) ? t(`trail.action.${action}`) : action;
}

export default function Trail() {
  const first = useResource(PATH);
  const [more, setMore] = useState({ rows: [], next: undefined });
  const [busy, setBusy] = useState(false);
  const page = first.data;
  const rows = page ? [...page.rows, ...more.rows] : [];
  const next = more.next === undefined ? page && page.next : more.next;
  const fetchMore = async () => {
    setBusy(true);
    try {
      const { data } = await call('GET', `${PATH}?cursor=${encodeURIComponent(next)}`);
      setMore({ rows: [...more.rows, ...data.rows], next: data.next || null });
    } catch {
      // The banner says that the box is out of reach; the button stays.
    }
    setBusy(false);
  };
  const columns = [{ key: 'when', label: t('trail.when') }, { key: 'who', label: t('trail.who') }, { key: 'action', label: t('trail.action') }, { key: 'subject', label: t('trail.subject') }];
  return html`<${PageHead} title=${t('trail.title')} back="#/more" />
    <div class="stack"><p>${t('trail.hint')}</p>
      <${Waiting} resource=${first} />
      ${page && html`<${Card}>${!rows.length ? html`<${EmptyState} icon="eye" title=${t('trail.none')} />` : html`<${Table} caption=${t('trail.title')} hideCaption columns=${columns}
        rows=${rows.map((row) => ({ when: html`<${When} at=${row.at} />`, who: row.actor ? html`<bdi>${row.actor.name}</bdi>` : t('trail.nobody'), action: words(row.action), subject: row.subject ? html`<bdi class="number small">${row.subject}</bdi>` : '' }))} />`}
        ${next && html`<${Button} kind="plain" wide busy=${busy} onClick=${fetchMore}>${t('do.more')}<//>`}<//>`}
    </div>`;
}
