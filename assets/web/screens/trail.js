// The second chain, for auditors: who viewed, searched, signed in, changed rights. Ids only; no child's name stands here.
import { html, useEffect, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { call } from '../api/client.js';
import { useResource } from '../store/resource.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { ListRow } from '../components/list-row.js';
import { PageHead } from '../components/page-head.js';
import { Sheet } from '../components/sheet.js';
import { EmptyState, Waiting } from '../components/states.js';
import { actionWords, queryOf, TrailFilter } from '../components/trail-filter.js';
import { TrailPatterns } from '../components/trail-patterns.js';
import { When } from '../components/when.js';

const PATH = '/api/v1/trail';

export default function Trail() {
  const [view, setView] = useState('lines');
  const [asked, setAsked] = useState({ names: {} });
  const [shown, setShown] = useState(null);
  const narrow = (next) => {
    setAsked(next);
    setView('lines');
    setShown(null);
  };
  const ofPerson = (person) => narrow({ actor: person.id, names: { actor: person.name } });
  const tab = (id) => html`<${Button} kind=${view === id ? 'main' : ''} aria-pressed=${view === id} onClick=${() => setView(id)}>${t(id === 'lines' ? 'trail.lines' : 'trail.patterns')}<//>`;
  return html`<${PageHead} title=${t('trail.title')} back="#/more" />
    <div class="stack"><p>${t('trail.hint')}</p>
      <div class="row">${tab('lines')}${tab('patterns')}</div>
      ${view === 'patterns' ? html`<${TrailPatterns} onPerson=${ofPerson} />`
        : html`<${Card}><${TrailFilter} asked=${asked} onChange=${narrow} /><//><${Lines} key=${String(queryOf(asked))} query=${String(queryOf(asked))} onOpen=${setShown} />`}
      ${shown && html`<${Line} row=${shown} onClose=${() => setShown(null)} onPerson=${ofPerson} onRecord=${(subject) => narrow({ subject, names: {} })} />`}
    </div>`;
}

function Lines({ query, onOpen }) {
  const first = useResource(query ? `${PATH}?${query}` : PATH);
  const [more, setMore] = useState({ rows: [], next: undefined });
  const [busy, setBusy] = useState(false);
  const page = first.data;
  useEffect(() => setMore({ rows: [], next: undefined }), [page]);
  const rows = page ? [...page.rows, ...more.rows] : [];
  const next = more.next === undefined ? page && page.next : more.next;
  const fetchMore = async () => {
    setBusy(true);
    try {
      const { data } = await call('GET', `${PATH}?${query ? `${query}&` : ''}cursor=${encodeURIComponent(next)}`);
      setMore({ rows: [...more.rows, ...data.rows], next: data.next || null });
    } catch {
      // The banner says that the box is out of reach; the button stays.
    }
    setBusy(false);
  };
  return html`<${Card} flush><${Waiting} resource=${first} />
    ${page && (!rows.length ? html`<${EmptyState} icon="eye" title=${t(query ? 'trail.nothing' : 'trail.none')} />`
      : html`<ul class="trail">${rows.map((row) => html`<li key=${row.position}><${ListRow} onClick=${() => onOpen(row)}
        title=${html`${row.actor ? html`<bdi>${row.actor.name}</bdi>` : t('trail.nobody')} · ${actionWords(row.action)}`}
        sub=${html`<${When} at=${row.at} />${row.subject && html` · <bdi class="number">${row.subject}</bdi>`}`} /></li>`)}</ul>`)}
    ${next && html`<${Button} kind="plain" wide busy=${busy} onClick=${fetchMore}>${t('do.more')}<//>`}<//>`;
}

/** One line with all that it holds, and the two questions that follow from it. */
function Line({ row, onClose, onPerson, onRecord }) {
  const facts = [[t('trail.when'), html`<${When} at=${row.at} />`], [t('trail.who'), row.actor ? html`<bdi>${row.actor.name}</bdi>` : t('trail.nobody')], [t('trail.subject'), row.subject && html`<bdi class="number letters">${row.subject}</bdi>`],
    [t('trail.device'), row.device && html`<bdi class="number letters">${row.device}</bdi>`], [t('trail.words'), row.words && html`<bdi>${row.words}</bdi>`],
    ...Object.entries(row.detail || {}).map(([name, value]) => [html`<bdi dir="ltr">${name}</bdi>`, html`<bdi class="letters">${Array.isArray(value) ? value.join(' ') : String(value)}</bdi>`])].filter(([, value]) => value);
  return html`<${Sheet} title=${actionWords(row.action)} onClose=${onClose}><div class="stack">
    <dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
    <div class="row">${row.actor && html`<${Button} icon="people" onClick=${() => onPerson(row.actor)}>${t('trail.whatPerson')}<//>`}
      ${row.subject && html`<${Button} icon="eye" onClick=${() => onRecord(row.subject)}>${t('trail.whoLooked')}<//>`}</div></div><//>`;
}
