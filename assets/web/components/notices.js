// On my day: what waits for this person's yes, and power that others used over what is theirs.
import { html } from '../lib/preact.js';
import { knows, t } from '../lib/i18n.js';
import { useResource } from '../store/resource.js';
import { useAsk } from './ask.js';
import { Banner } from './banner.js';
import { Button } from './button.js';
import { When } from './when.js';

export function OwnNotices() {
  const requests = useResource('/api/v1/requests').data;
  const notices = useResource('/api/v1/notices').data;
  const { busy, ask } = useAsk();
  const mine = requests ? requests.requests.filter((one) => one.mayAnswer).length : 0;
  const unseen = notices ? notices.notices.filter((one) => !one.seen) : [];
  return html`
    ${mine > 0 && html`<${Banner} kind="due" title=${t('requests.waiting', { n: mine })}><p><a href="#/requests">${t('requests.look')}</a></p><//>`}
    ${unseen.map((one) => html`<${Banner} key=${one.id} kind="due" icon="eye" title=${knows(`notice.what.${one.what}`) ? t(`notice.what.${one.what}`) : t('notice.what.other')}>
      <p><bdi>${one.by.name}</bdi> · <${When} at=${one.at} /></p>${one.reason && html`<p><bdi>${one.reason}</bdi></p>`}
      ${one.what === 'break_glass' && html`<p><a href=${`#/dossier/${one.about}`}>${t('triage.openDossier')}</a></p>`}
      <${Button} busy=${busy} onClick=${() => ask('POST', `/api/v1/notices/${one.id}/seen`)}>${t('notice.seen')}<//><//>`)}`;
}
