// A version of a form in words: its number, since when it is there and who put it there, and whether it is our own.
import { html } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { versionWords } from '../../store/form-words.js';
import { Chip } from '../chip.js';
import { When } from '../when.js';

/** "Version 4 · 5 days ago (3 May 2026) · Dora Lee". */
export function Since({ version, brief }) {
  return html`${!brief && html`${versionWords(version.version)}${version.at ? ' · ' : ''}`}${version.at && html`<${When} at=${version.at} />`}${version.by && html` · <bdi>${version.by.name}</bdi>`}${version.second && html` + <bdi>${version.second.name}</bdi>`}`;
}

/** The standard form as it came, a standard form that was changed, or one that only this site has. */
export function Origin({ form, version }) {
  if (form.offered === false) return html`<${Chip} kind="waiting">${t('publish.withdrawn')}<//>`;
  if (!version.publication) return html`<span class="small quiet">${t('publish.standard')}</span>`;
  return html`<${Chip} kind="waiting" icon="edit">${t(form.standard ? 'publish.changed' : 'publish.own')}<//>`;
}
