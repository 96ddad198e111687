// What one should know now: new ones first, each one tap from what it is about. What was seen stays below until it is done.
import { html, useEffect, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useValue } from '../lib/observable.js';
import { alerts, markSeen, refreshAlerts } from '../store/alerts.js';
import { usePlaces } from '../store/forms.js';
import { useManyForms } from '../store/many-forms.js';
import { useAsking } from '../components/asking.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { ErrorBox } from '../components/error-box.js';
import { ListRow } from '../components/list-row.js';
import { PageHead } from '../components/page-head.js';
import { Name } from '../components/person.js';
import { EmptyState, Waiting } from '../components/states.js';
import { When } from '../components/when.js';
import { formsOf, reasonWords, titleWords } from './day.js';

const ICONS = { notification: 'alert', escalation: 'alert', request: 'people', decision: 'done', change: 'history', notice: 'info', case_unseen: 'visit', conflict: 'conflict' };

function target({ kind, record, dossier }) {
  if (!record) return '#/day';
  if (kind === 'notification' || kind === 'escalation') return `#/notification/${record}`;
  if (kind === 'decision') return `#/decide/${record}`;
  if (kind === 'request') return `#/answer/${record}`;
  if (kind === 'conflict') return `#/conflict/${record}`;
  if (!dossier) return '#/day';
  if (kind === 'case_unseen' || kind === 'promise') return `#/dossier/${dossier}/add/visit`;
  return kind === 'change' && record !== dossier ? `#/dossier/${dossier}/record/${record}` : `#/dossier/${dossier}`;
}

function AlertRow({ row, forms, places }) {
  const { args } = row.reason;
  const words = reasonWords({ ...row.reason, args: { ...args, ...(row.by && { who: row.by.name }) } }, forms, places);
  const title = row.name ? html`<${Name} name=${row.name} />` : titleWords(row, forms) || words;
  const mark = row.urgent ? 'urgent' : row.seen ? '' : 'due';
  const sub = [title === words ? null : words, row.due && html`<${When} day=${row.due} />`].filter(Boolean);
  const open = () => { if (!row.seen) markSeen([row.key]).catch(() => {}); };
  return html`<li onClick=${open}><${ListRow} href=${target(row)} icon=${ICONS[row.kind] || 'due'} mark=${mark} title=${title}
    sub=${sub.length > 0 && html`${sub[0]}${sub[1] && html` · ${sub[1]}`}`} /></li>`;
}

export default function Alerts() {
  const rows = useValue(alerts);
  const [problem, setProblem] = useState(null);
  const seeing = useAsking();
  const look = () => {
    setProblem(null);
    refreshAlerts({ quiet: false }).catch(setProblem);
  };
  useEffect(look, []);
  const list = rows || [];
  const forms = useManyForms(formsOf(list));
  const places = usePlaces();
  const fresh = list.filter((row) => !row.seen);
  const known = list.filter((row) => row.seen);
  const part = (id, title, some) => some.length > 0 && html`<${Card} flush id=${id} title=${html`${title} <span class="count number">${some.length}</span>`}>
    <ul class="alert-rows">${some.map((row) => html`<${AlertRow} key=${row.key} row=${row} forms=${forms} places=${places} />`)}</ul><//>`;
  return html`<${PageHead} title=${t('alerts.title')} back="#/day" />
    <div><${Waiting} resource=${{ data: rows, problem, again: look }} />
    ${rows && html`<div class="stack">
      <${ErrorBox} problem=${seeing.problem} />
      ${!fresh.length && html`<${Card}><${EmptyState} title=${t('alerts.none')}><p>${t('alerts.noneHint')}</p><//><//>`}
      ${part('alerts-new', t('alerts.new'), fresh)}
      ${fresh.length > 1 && html`<${Button} icon="done" busy=${seeing.busy} onClick=${() => seeing.run(() => markSeen(fresh.map((row) => row.key)))}>${t('alerts.allSeen')}<//>`}
      ${part('alerts-seen', t('alerts.seen'), known)}
      <p class="quiet small"><a href="#/account">${t('alerts.ways')}</a></p></div>`}</div>`;
}
