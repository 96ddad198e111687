// The public page: anybody may tell of a concern, without signing in. It loads only what it needs.
import { html, render } from './lib/preact.js';
import { preferredLanguage, switchLanguage } from './lib/i18n.js';
import { recall, setTextSize } from './lib/preferences.js';
import { Notify } from './screens/notify.js';

async function start() {
  setTextSize(recall('textSize') || 'normal');
  await switchLanguage(preferredLanguage() || 'en', { keep: false });
  render(html`<${Notify} />`, document.getElementById('app'));
}

start();
