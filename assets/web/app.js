// Start of the app: language, then who is here, then the screen that the address names.
import { html, render } from './lib/preact.js';
import { preferredLanguage, switchLanguage } from './lib/i18n.js';
import { recall, setTextSize } from './lib/preferences.js';
import { watchConnection } from './api/client.js';
import { resume, session, watchIdle } from './api/session.js';
import { watchQueue } from './store/queue.js';
import { App } from './screens/app.js';

async function start() {
  setTextSize(recall('textSize') || 'normal');
  const known = preferredLanguage();
  const root = document.getElementById('app');
  await Promise.all([
    switchLanguage(known || 'en', { keep: false }),
    // Offline, locked or refused: the screens say so themselves.
    resume().catch(() => {}),
  ]);
  // A browser that speaks none of our languages follows the account of whoever signs in.
  const follow = ({ language }) => {
    if (language && !known && !recall('language') && language !== document.documentElement.lang) switchLanguage(language, { keep: false }).catch(() => {});
  };
  follow(session.value);
  session.watch(follow);
  watchConnection();
  watchIdle();
  watchQueue();
  render(html`<${App} />`, root);
}

start();
