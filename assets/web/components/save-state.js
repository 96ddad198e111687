// Where what was written is: in words, always on screen, read out when it changes.
import { html, useEffect, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { ago } from '../lib/time.js';
import { useValue } from '../lib/observable.js';
import { wire } from '../api/client.js';
import { isKept } from '../store/drafts.js';
import { lastSaved, saves } from '../store/queue.js';
import { Icon } from './icon.js';

export function saveWords(list, reach, last) {
  const refused = list.filter((save) => save.state === 'refused').length;
  const waiting = list.filter((save) => save.state === 'device').length;
  const sending = list.some((save) => save.state === 'sending');
  if (refused) return { kind: 'urgent', icon: 'alert', text: t('save.refused', { n: refused }) };
  if (waiting && (reach === 'offline' || !sending)) return { kind: 'waiting', icon: 'waiting', text: t('save.device', { n: waiting }) };
  if (sending) return { kind: 'waiting', icon: 'waiting', text: t('save.sending') };
  if (last) return { kind: '', icon: 'done', text: t('save.box') };
  return { kind: '', icon: 'box', text: t('save.nothing') };
}

export function SaveState() {
  const list = useValue(saves);
  const state = useValue(wire);
  const last = useValue(lastSaved);
  const { kind, icon, text } = saveWords(list, state.reach, last);
  return html`<a class=${`save-state ${kind}`} href="#/saves"><${Icon} name=${icon} /><span role="status">${text}</span></a>`;
}

/**
 * "Draft kept · 2 seconds ago", drawn anew every few seconds. A browser that keeps nothing says so. Its line is there before
 * there is anything to say: what stands below must not move away under a finger once somebody types.
 */
export function DraftState({ draft }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 5000);
    return () => clearInterval(timer);
  }, []);
  const words = !isKept() ? t('save.draftPage') : !draft.touchedAt ? '\u00a0' : draft.keptAt ? t('save.draft', { when: ago(new Date(draft.keptAt).toISOString()) }) : t('save.draftSoon');
  return html`<span class="small quiet draft-state">${words}</span>`;
}
