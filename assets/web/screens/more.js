// Language, text size, who is signed in, and the places that are needed less often.
import { html, useState } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { useValue } from '../lib/observable.js';
import { setTextSize, textSize, TEXT_SIZES } from '../lib/preferences.js';
import { can, session, signOut } from '../api/session.js';
import { wire } from '../api/client.js';
import { useResource } from '../store/resource.js';
import { dropAllDrafts, openDrafts } from '../store/drafts.js';
import { saves, withdraw } from '../store/queue.js';
import { Banner } from '../components/banner.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { Choice } from '../components/choice.js';
import { Languages } from '../components/languages.js';
import { ListRow } from '../components/list-row.js';
import { PageHead } from '../components/page-head.js';

export default function More() {
  const who = useValue(session);
  const size = useValue(textSize);
  const state = useValue(wire);
  const waiting = useValue(saves).filter((save) => save.state !== 'box').length + openDrafts();
  const requests = useResource('/api/v1/requests').data;
  const [sure, setSure] = useState(false);
  const leave = () => {
    if (waiting && !sure) setSure(true);
    else {
      for (const save of saves.value) withdraw(save.id);
      dropAllDrafts();
      signOut();
    }
  };
  const title = local(who.user.roleTitle) || t(`role.${who.user.role}`);
  return html`<${PageHead} title=${t('place.more')} />
    <div class="stack two even">
      <div class="stack">
        <${Card} title=${html`<bdi>${who.user.name}</bdi>`}><div class="stack">
          <p class="quiet">${title}</p>
          ${sure && html`<${Banner} kind="urgent" title=${t('more.unsent', { n: waiting })} live="assertive"><p>${t('more.unsentHint')}</p><//>`}
          <${Button} icon="out" onClick=${leave}>${t(sure ? 'more.signOutAnyway' : 'more.signOut')}<//></div><//>
        <${Card} flush><ul>
          <li><${ListRow} href="#/alerts" icon="due" title=${t('alerts.title')} sub=${t('alerts.moreHint')} /></li>
          ${can('view:notification') && html`<li><${ListRow} href="#/notifications" icon="alert" title=${t('notifications.title')} /></li>`}
          ${requests && (requests.requests.length > 0 || can('people')) && html`<li><${ListRow} href="#/requests" icon="done" title=${t('requests.title')} end=${requests.requests.length ? html`<span class="count number">${requests.requests.length}</span>` : null} /></li>`}
          ${can('reassign') && html`<li><${ListRow} href="#/board" icon="people" title=${t('board.title')} sub=${t('board.moreHint')} /></li>`}
          ${can('aggregates') && html`<li><${ListRow} href="#/figures" icon="due" title=${t('figures.title')} sub=${t('figures.moreHint')} /></li>`}
          ${can('duplicates') && html`<li><${ListRow} href="#/merge" icon="conflict" title=${t('merge.list')} sub=${t('merge.moreHint')} /></li>`}
          ${can('view:gbv_case') && html`<li><${ListRow} href="#/confidential" icon="lock" title=${t('confidential.title')} sub=${t('confidential.moreHint')} /></li>`}
          ${can('view:tracing_request') && html`<li><${ListRow} href="#/tracing" icon="search" title=${t('tracing.title')} sub=${t('tracing.moreHint')} /></li>`}
          ${can('duplicates') && html`<li><${ListRow} href="#/duplicates" icon="conflict" title=${t('duplicates.title')} sub=${t('duplicates.moreHint')} /></li>`}
          ${['asks_erasure', 'confirms_erasure', 'audit'].some(can) && html`<li><${ListRow} href="#/erasures" icon="lock" title=${t('erasure.list')} sub=${t('erasure.moreHint')} /></li>`}
          <li><${ListRow} href="#/account" icon="child" title=${t('account.title')} /></li>
          <li><${ListRow} href="#/saves" icon="box" title=${t('saves.title')} /></li>
          ${can('people') && html`<li><${ListRow} href="#/people" icon="people" title=${t('people.title')} /></li>`}
          ${can('view:provider') && html`<li><${ListRow} href="#/providers" icon="people" title=${t('directory.title')} sub=${t('directory.moreHint')} /></li>`}
          ${can('forms') && html`<li><${ListRow} href="#/forms" icon="note" title=${t('publish.title')} sub=${t('publish.moreHint')} /></li>`}
          ${can('classifiers') && html`<li><${ListRow} href="#/lists" icon="note" title=${t('lists.title')} sub=${t('lists.moreHint')} /></li>`}
          ${can('audit') && html`<li><${ListRow} href="#/trail" icon="eye" title=${t('trail.title')} /></li>`}
          ${(can('reassign') || can('people')) && html`<li><${ListRow} href="#/poster" icon="print" title=${t('poster.title')} /></li>`}
          <li><${ListRow} href="/ca" icon="lock" title=${t('more.certificate')} sub=${t('more.certificateHint')} /></li>
          <li><${ListRow} href="/notify" icon="info" title=${t('signin.notify')} /></li>
          <li><${ListRow} href="#/design" icon="info" title=${t('design.title')} /></li>
        </ul><//>
      </div>
      <div class="stack">
        <${Card} title=${t('language.choose')}><${Languages} /><//>
        <${Card} title=${t('more.textSize')}><fieldset><legend class="hidden">${t('more.textSize')}</legend>
          <${Choice} name="size" options=${TEXT_SIZES.map((one) => ({ value: one, label: t(`size.${one}`) }))} value=${size} onChange=${setTextSize} /></fieldset><//>
        <${Card} title=${t('health.title')}><p>${t(`health.${state.reach === 'offline' ? 'offline' : state.box}`)}</p><//>
        <${Card} title=${t('more.about')}><p class="small">${t('more.aboutText')}</p><//>
      </div>
    </div>`;
}
