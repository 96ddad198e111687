// The dossier's timeline, page by page.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { call } from '../api/client.js';
import { useResource } from '../store/resource.js';
import { useManyForms } from '../store/many-forms.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { EmptyState, Waiting } from '../components/states.js';
import { Timeline } from '../components/timeline.js';

const SHORT = 6;
/** Links between records say nothing to a reader. */
const HIDE = ['notification', 'linked_dossier'];

export function DossierTimeline({ dossier, pending, places, short }) {
  const path = `/api/v1/dossiers/${dossier.id}/timeline`;
  const first = useResource(path);
  const [more, setMore] = useState({ rows: [], next: undefined });
  const [busy, setBusy] = useState(false);
  const page = first.data;
  const rows = page ? [...page.rows, ...more.rows] : [];
  const forms = useManyForms([...rows.map((row) => row.form), ...pending.map((entry) => entry.form)]);
  const next = more.next === undefined ? page && page.next : more.next;
  const fetchMore = async () => {
    setBusy(true);
    try {
      const { data } = await call('GET', `${path}?cursor=${encodeURIComponent(next)}`);
      setMore({ rows: [...more.rows, ...data.rows], next: data.next || null });
    } catch {
      // The banner says that the box is out of reach; the button stays.
    }
    setBusy(false);
  };
  return html`<${Card} title=${t('dossier.timeline')}>
    <${Waiting} resource=${first} />
    ${page && !rows.length && !pending.length && html`<${EmptyState} icon="history" title=${t('history.none')} />`}
    <${Timeline} rows=${short ? rows.slice(0, SHORT) : rows} pending=${pending} forms=${forms} places=${places} hide=${HIDE} />
    ${short ? rows.length > SHORT && html`<${LinkButton} kind="plain" href=${`#/dossier/${dossier.id}/history`}>${t('dossier.wholeHistory')}<//>`
    : next && html`<${Button} kind="plain" wide busy=${busy} onClick=${fetchMore}>${t('do.more')}<//>`}
  <//>`;
}
