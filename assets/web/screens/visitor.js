// A family comes by itself and asks for a service, without a concern about a child: what it needs, who is in it, how to reach it.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { FastEntry } from './fast-entry.js';

const WAY = {
  key: 'visitor/new', hash: '#/visitor', channel: 'walk_in', isCall: false, title: () => t('visitor.title'),
  before: [{ title: () => t('visitor.asks'), names: ['asks_for', 'description'] }],
  after: [{ title: () => t('visitor.who'), names: ['notifier_name', 'place', 'notifier_safe_contact', 'notifier_contact'] },
    { title: () => t('visitor.worry'), hint: () => t('visitor.worryHint'), names: ['concern'] }],
};

export default function VisitorEntry() {
  return html`<${FastEntry} way=${WAY} />`;
}
