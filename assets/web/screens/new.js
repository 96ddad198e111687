// The third place: what can be begun.
import { html, useEffect } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { can } from '../api/session.js';
import { PageHead } from '../components/page-head.js';
import { Card } from '../components/card.js';
import { ListRow } from '../components/list-row.js';
import { prepareForms } from './ahead.js';

export default function New() {
  // A form is one tap away from here, and the network may be gone by then.
  useEffect(() => { prepareForms(); }, []);
  return html`<${PageHead} title=${t('place.new')} />
    <${Card} flush><ul>
      ${can('create:notification') && html`<li><${ListRow} href="#/new/notification" icon="alert" title=${t('new.concern')} sub=${t('new.concernHint')} /></li>`}
      ${can('create:notification') && html`<li><${ListRow} href="#/call" icon="phone" title=${t('call.title')} sub=${t('call.hint')} /></li>`}
      ${can('create:notification') && html`<li><${ListRow} href="#/visitor" icon="people" title=${t('visitor.title')} sub=${t('visitor.hint')} /></li>`}
      ${can('create:child') && html`<li><${ListRow} href="#/notifications" icon="child" title=${t('new.register')} sub=${t('new.registerHint')} /></li>`}
      ${can('create:note') && html`<li><${ListRow} href="#/search" icon="note" title=${t('new.note')} sub=${t('new.noteHint')} /></li>`}
    </ul><//>`;
}
