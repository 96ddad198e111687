// The board of concerns that came in.
import { html, useState } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { call } from '../api/client.js';
import { can } from '../api/session.js';
import { useResource } from '../store/resource.js';
import { choiceLabel, useForm } from '../store/forms.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { Chip } from '../components/chip.js';
import { ListRow } from '../components/list-row.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState, Waiting } from '../components/states.js';
import { ageAndSex, Name } from '../components/person.js';
import { When } from '../components/when.js';

const STATES = ['new', 'screening_out', 'registered', 'linked', 'screened_out'];

export default function Notifications({ parts }) {
  const status = STATES.includes(parts[0]) ? parts[0] : 'new';
  const path = `/api/v1/notifications?status=${status}`;
  const page = useResource(path);
  const form = useForm('notification').data;
  return html`<${PageHead} title=${t('notifications.title')} back="#/day" />
    <div class="stack">
      <nav class="tabs" aria-label=${t('notifications.states')}>${STATES.map((one) => html`<a href=${`#/notifications/${one}`} aria-current=${one === status ? 'page' : undefined}>${t(`notification.${one}`)}</a>`)}</nav>
      <${Waiting} resource=${page} />
      ${page.data && html`<${Board} key=${status} path=${path} page=${page.data} form=${form} />`}
      ${can('create:notification') && html`<div class="actions"><${LinkButton} icon="new" kind="main" href="#/new/notification">${t('new.concern')}<//></div>`}
    </div>`;
}

function Board({ path, page, form }) {
  const [more, setMore] = useState({ rows: [], next: undefined });
  const [busy, setBusy] = useState(false);
  const next = more.next === undefined ? page.next : more.next;
  const fetchMore = async () => {
    setBusy(true);
    try {
      const { data } = await call('GET', `${path}&cursor=${encodeURIComponent(next)}`);
      setMore({ rows: [...more.rows, ...data.rows], next: data.next || null });
    } catch {
      // The banner says that the box is out of reach; the button stays.
    }
    setBusy(false);
  };
  const rows = [...page.rows, ...more.rows];
  if (!rows.length) return html`<${Card}><${EmptyState} title=${t('notifications.empty')}><p>${t('notifications.emptyHint')}</p><//><//>`;
  return html`<${Card} flush><ul>${rows.map((row) => html`<li key=${row.id}><${ListRow} href=${`#/notification/${row.id}`}
      icon=${row.urgent ? 'alert' : 'child'} mark=${row.urgent ? 'urgent' : ''}
      title=${row.children.length ? html`<${Children} items=${row.children} />` : t('notification.noChild')}
      sub=${html`${[...row.concern.map((one) => choiceLabel(form, 'concern', one)), ...(row.asks || []).map((one) => choiceLabel(form, 'asks_for', one))].join(' · ')}${row.concern.length || row.asks ? html`<br />` : ''}
        ${row.received && html`<${When} ...${row.received.length === 10 ? { day: row.received } : { at: row.received }} />`}${row.placeName && html` · ${local(row.placeName)}`}
        ${row.notifierKind && html` · ${choiceLabel(form, 'notifier_kind', row.notifierKind)}`}`}
      end=${row.urgent && html`<${Chip} kind="urgent">${t('notification.urgent')}<//>`} /></li>`)}</ul>
    ${next && html`<${Button} kind="plain" wide busy=${busy} onClick=${fetchMore}>${t('do.more')}<//>`}<//>`;
}

export function Children({ items }) {
  return items.map((child, at) => html`${at > 0 && t('list.comma')}<${Name} name=${child.name} />${ageAndSex(child) && html` <span class="quiet small">${ageAndSex(child)}</span>`}`);
}
