// A call on the help line: where the child is, what is said, the children, then who calls.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { FastEntry } from './fast-entry.js';

const WAY = {
  key: 'call/new', hash: '#/call', channel: 'phone', isCall: true, title: () => t('call.title'),
  before: [{ title: () => t('call.where'), names: ['address_note', 'place'] }, { title: () => t('call.said'), names: ['description', 'concern'] }],
  after: [{ title: () => t('call.caller'), hint: () => t('call.callerHint'), names: ['notifier_kind', 'notifier_safe_contact', 'notifier_contact', 'notifier_name'] }],
};

export default function Call() {
  return html`<${FastEntry} way=${WAY} />`;
}
