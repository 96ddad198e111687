// Which screen: before sign-in, locked, or one of the places. Screens are fetched when they are first needed, and all of
// them in a quiet moment after sign-in, so that a lost network takes none away; those that fill in forms a little later.
import { html, useEffect, useState } from '../lib/preact.js';
import { t, useLanguage, wordsOfFew } from '../lib/i18n.js';
import { useValue } from '../lib/observable.js';
import { route } from '../lib/router.js';
import { wire } from '../api/client.js';
import { can, resume, session } from '../api/session.js';
import { DECIDES } from '../store/decisions.js';
import { Banner } from '../components/banner.js';
import { Button } from '../components/button.js';
import { Lazy } from '../components/lazy.js';
import { Loading } from '../components/states.js';
import { prepareForms } from './ahead.js';
import { Alone, SessionEnded, SignIn } from './sign-in.js';
import { firstPlace, Shell } from './shell.js';

const SCREENS = {
  day: () => import('./day.js'),
  search: () => import('./search.js'),
  new: () => import('./new.js'),
  more: () => import('./more.js'),
  notifications: () => import('./notifications.js'),
  notification: () => import('./notification.js'),
  'new/notification': () => import('./new-notification.js'),
  call: () => import('./call.js'),
  visitor: () => import('./visitor.js'),
  register: () => import('./register.js'),
  dossier: () => import('./dossier.js'),
  family: () => import('./family.js'),
  conflict: () => import('./conflict.js'),
  board: () => import('./board.js'),
  figures: () => import('./figures.js'),
  answer: () => import('./answer.js'),
  alerts: () => import('./alerts.js'),
  decisions: () => import('./decisions.js'),
  decide: () => import('./decide.js'),
  panel: () => import('./panel.js'),
  merge: () => import('./merge.js'),
  tracing: () => import('./tracing.js'),
  confidential: () => import('./confidential.js'),
  duplicates: () => import('./duplicates.js'),
  erasures: () => import('./erasures.js'),
  erasure: () => import('./erasure.js'),
  people: () => import('./people.js'),
  requests: () => import('./requests.js'),
  account: () => import('./account.js'),
  trail: () => import('./trail.js'),
  poster: () => import('./poster.js'),
  print: () => import('./print.js'),
  copy: () => import('./copy.js'),
  reader: () => import('./reader.js'),
  talk: () => import('./talk.js'),
  forms: () => import('./forms.js'),
  'forms/upload': () => import('./form-upload.js'),
  lists: () => import('./lists.js'),
  providers: () => import('./providers.js'),
  saves: () => import('./saves.js'),
  design: () => import('./design.js'),
};

const loaded = {};

function nameOf({ name, parts }) {
  const longer = `${name}/${parts[0] || ''}`;
  if (SCREENS[longer]) return longer;
  // The address of a fresh visit names my day, which some roles do not have.
  return SCREENS[name] && name !== 'day' ? name : firstPlace();
}

async function fetchScreen(name) {
  if (!loaded[name]) loaded[name] = (await Promise.all([SCREENS[name](), OF_FEW[name] && wordsOfFew()]))[0].default;
  return loaded[name];
}

const WITH_FORMS = ['new/notification', 'call', 'visitor', 'register', 'print', 'design', 'family', 'decide', 'tracing', 'confidential'];
const ASKS_REPORTS = ['reassign', 'people'];
const ERASES = ['asks_erasure', 'confirms_erasure'], ERASURES = [...ERASES, 'audit'];
/** Screens of few people, and the right that leads to them; nobody else fetches them. */
const OF_FEW = { forms: 'forms', 'forms/upload': 'forms', lists: 'classifiers', people: 'people', trail: 'audit', providers: 'view:provider', board: 'reassign', figures: 'aggregates', merge: 'duplicates', duplicates: 'duplicates', erasures: ERASURES, erasure: ERASES, tracing: 'view:tracing_request', confidential: 'view:gbv_case', decisions: DECIDES, answer: 'decide:referral', panel: 'view:best_interest_seat', call: 'create:notification', visitor: 'create:notification', copy: 'create:rights_request', reader: 'create:visit', talk: 'create:visit', poster: ASKS_REPORTS };
const isOffered = (name) => !OF_FEW[name] || [OF_FEW[name]].flat().some(can);
/** Screens that are seldom asked for: fetched once all is calm. */
const RARE = ['account', 'alerts', 'conflict', 'copy', 'erasure', 'erasures', 'notification', 'panel', 'poster', 'providers', 'reader', 'requests', 'talk'];
const CALM = 15000, SOON = 3000;

function fetchAllQuietly() {
  const later = window.requestIdleCallback || ((work) => setTimeout(work, 800));
  const offered = Object.keys(SCREENS).filter((name) => !WITH_FORMS.includes(name) && isOffered(name));
  const names = offered.filter((name) => !RARE.includes(name));
  setTimeout(() => {
    prepareForms(['child', 'notification']);
    names.push(...offered.filter((name) => RARE.includes(name)));
    later(next);
  }, CALM);
  setTimeout(() => import('../store/alerts.js').then((store) => store.watchAlerts()).catch(() => {}), SOON);
  const next = () => {
    const name = names.shift();
    if (!name) return;
    fetchScreen(name).then(() => later(next)).catch(() => setTimeout(next, 5000));
  };
  later(next);
}

function Screen({ at }) {
  const name = nameOf(at);
  const [, draw] = useState(0);
  const [fault, setFault] = useState(false);
  const get = () => {
    setFault(false);
    fetchScreen(name).then(() => draw((n) => n + 1)).catch(() => setFault(true));
  };
  const View = loaded[name];
  // What was missing when this was drawn may be here by now: then it is only drawn again.
  useEffect(() => { if (!View) get(); }, [name]);
  if (fault) return html`<h1 class="hidden">${t('state.missing')}</h1><${Banner} kind="urgent" title=${t('state.missing')} live="assertive"><p>${t('state.missingHint')}</p><${Button} onClick=${get}>${t('do.again')}<//><//>`;
  if (!View) return html`<${Loading} />`;
  return html`<${View} key=${`${at.name}/${at.parts[0] || ''}`} parts=${at.parts} />`;
}

// Kept apart from the first load, because few visits need them.
const unlockScreen = () => import('./unlock.js');
const setupScreen = () => import('./setup.js');

function NotReached() {
  useEffect(() => wire.watch((state) => { if (state.reach === 'online') resume().catch(() => {}); }), []);
  return html`<${Alone}><h1>${t('problem.offline.what')}</h1><${Banner} kind="waiting" icon="offline"><p>${t('problem.offline.todo')}</p><//>
    <${Button} kind="main" onClick=${() => resume().catch(() => {})}>${t('do.again')}<//><//>`;
}

export function App() {
  useLanguage();
  const who = useValue(session);
  const state = useValue(wire);
  const at = useValue(route);
  useEffect(() => { if (who.state === 'active') fetchAllQuietly(); }, [who.state === 'active']);
  useEffect(() => { if (who.state === 'unknown' && state.box === 'ok' && state.reach === 'online') resume().catch(() => {}); }, [state.box, state.reach]);

  if (at.name === 'setup' && who.state !== 'active') return html`<${Lazy} from=${setupScreen} name="SetUp" token=${at.parts[0] || ''} />`;
  if (at.name === 'design' && who.state !== 'active') return html`<main class="alone broad" id="main"><${Screen} at=${at} /></main>`;
  const inside = who.state === 'active' || who.state === 'ended';
  if (!inside && (state.box === 'locked' || at.name === 'unlock')) return html`<${Lazy} from=${unlockScreen} name="Unlock" />`;
  if (who.state === 'unknown') return state.reach === 'offline' ? html`<${NotReached} />` : html`<${Loading} />`;
  if (who.state === 'none') return html`<${SignIn} />`;
  return html`<${Shell} at=${at}><${Screen} at=${at} /><//>
    ${who.state === 'ended' && html`<${SessionEnded} user=${who.user} />`}`;
}
