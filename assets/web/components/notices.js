// On my day: what waits for this person's yes, and power that others used over what is theirs.
import { html } from '../lib/preact.js';
import { apart, knows, t } from '../lib/i18n.js';
import { useResource } from '../store/resource.js';
import { useAsk } from './ask.js';
import { Banner } from './banner.js';
import { Button } from './button.js';
import { When } from './when.js';

/** Notices to this person that they have not acknowledged. */
export function useNotices() {
  const { data } = useResource('/api/v1/notices');
  return data ? data.notices.filter((one) => !one.seen) : [];
}

function titleOf({ what, count, second }) {
  return knows(`notice.what.${what}`) ? t(`notice.what.${what}`, { n: count, name: second ? apart(second.name) : '' }) : t('notice.what.other');
}

export function OwnNotices({ notices }) {
  const requests = useResource('/api/v1/requests').data;
  const { busy, ask } = useAsk();
  const mine = requests ? requests.requests.filter((one) => one.mayAnswer).length : 0;
  return html`
    ${mine > 0 && html`<${Banner} kind="due" title=${t('requests.waiting', { n: mine })}><p><a href="#/requests">${t('requests.look')}</a></p><//>`}
    ${notices.map((one) => html`<${Banner} key=${one.id} kind="due" icon=${one.count ? 'people' : 'eye'} title=${titleOf(one)}>
      <p><bdi>${one.by.name}</bdi> · <${When} at=${one.at} /></p>${one.reason && html`<p><bdi>${one.reason}</bdi></p>`}
      ${one.what === 'break_glass' && html`<p><a href=${`#/dossier/${one.about}`}>${t('triage.openDossier')}</a></p>`}
      <${Button} busy=${busy} onClick=${() => ask('POST', `/api/v1/notices/${one.id}/seen`)}>${t('notice.seen')}<//><//>`)}`;
}
