// A part of the app that is fetched when it is first needed. When it does not come, that is said, with another try.
import { html, useEffect, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { Banner } from './banner.js';
import { Button } from './button.js';
import { Loading } from './states.js';

/** `from` answers a module, `name` is what it exports; all else goes on to it. */
export function Lazy({ from, name, ...rest }) {
  const [View, setView] = useState(null);
  const [fault, setFault] = useState(false);
  const get = () => {
    setFault(false);
    from().then((module) => setView(() => module[name])).catch(() => setFault(true));
  };
  useEffect(get, [from]);
  if (View) return html`<${View} ...${rest} />`;
  if (!fault) return html`<${Loading} />`;
  return html`<h1 class="hidden">${t('state.missing')}</h1><${Banner} kind="urgent" title=${t('state.missing')} live="assertive"><p>${t('state.missingHint')}</p><${Button} onClick=${get}>${t('do.again')}<//><//>`;
}
