// Questions that more could be done with: which, who gains, how many records. The same list for who asks and who agrees.
import { html } from '../lib/preact.js';
import { list, local, t } from '../lib/i18n.js';
import { classWords, forwardWords } from '../store/form-words.js';
import { Touched } from './touched.js';

const name = (text) => text;
/** How what was and what is are said, by kind. */
const WORDS = { class: [classWords, classWords], forward: [forwardWords, forwardWords], rights: [name, name], flow: [name, classWords], twin: [name, classWords] };
const LEADS = { rights: 'publish.rightsChange', flow: 'publish.takesFrom', twin: 'publish.asksLike' };

export function LoosenedList({ loosened }) {
  return html`<ul class="changes">${loosened.map((one, at) => {
    const [was, is] = WORDS[one.kind] || WORDS.class;
    const from = one.kind === 'flow' && one.from === '*' ? t('publish.anywhere') : was(one.from);
    const gain = list(one.roles.map((role) => local(role.title) || role.code));
    return html`<li key=${at}><span><span class="strong">${local(one.label) || one.field}</span> <bdi class="letters quiet small" dir="ltr">${one.field}</bdi></span>
      ${LEADS[one.kind] && html`<span>${t(LEADS[one.kind])}${LEADS[one.kind] === 'publish.rightsChange' ? '' : html` <bdi>${from}</bdi>`}</span>`}
      ${!['flow', 'twin'].includes(one.kind) && html`<span>${t('publish.wasSeen')} <bdi>${from}</bdi></span>`}<span>${t('publish.isSeen')} <bdi>${is(one.to)}</bdi></span>
      ${gain && html`<span>${t('publish.newlySeen')} ${gain}</span>`}
      <${Touched} records=${one.records} /></li>`;
  })}</ul>`;
}
