// What an earlier page had kept is in the form again; one tap begins anew. And a list of what was typed and not sent.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useValue } from '../lib/observable.js';
import { ago } from '../lib/time.js';
import { draftChanges, dropDraft, listDrafts } from '../store/drafts.js';
import { saves } from '../store/queue.js';
import { Banner } from './banner.js';
import { Button, LinkButton } from './button.js';
import { Card } from './card.js';

export function DraftBanner({ draft, onAnew }) {
  if (!draft.restored || !draft.touchedAt) return null;
  return html`<${Banner} kind="done" live="polite" title=${t('draft.restored')}>
    <p>${t('draft.restoredHint', { when: ago(new Date(draft.touchedAt).toISOString()) })}</p>
    <${Button} onClick=${onAnew}>${t('draft.anew')}<//><//>`;
}

/** Forms that were begun and not sent, each one tap from going on. What is on its way to the box is not among them. */
export function Unfinished() {
  useValue(draftChanges);
  const sending = useValue(saves).filter((save) => save.state !== 'box').flatMap((save) => [save.about.draft, save.about.edit]);
  const open = listDrafts().filter((draft) => draft.about && draft.about.hash && !sending.includes(draft.key));
  if (!open.length) return null;
  return html`<${Card} title=${t('draft.title')}><ul class="stack">${open.map((draft) => html`<li key=${draft.key} class="spread">
    <span><span class="strong">${draft.about.label}</span>${draft.about.name && html` <bdi class="person">${draft.about.name}</bdi>`}
      <span class="small quiet"> · ${ago(new Date(draft.touchedAt).toISOString())}</span></span>
    <span class="row"><${LinkButton} href=${draft.about.hash} icon="edit">${t('draft.go')}<//>
      <${Button} kind="plain" onClick=${() => dropDraft(draft.key)}>${t('draft.throw')}<//></span></li>`)}</ul><//>`;
}
