// The forms in use, for who changes them without a programmer: which version of each, since when and by whom.
import { html, useState } from '../lib/preact.js';
import { language, t } from '../lib/i18n.js';
import { folded } from '../lib/folded.js';
import { can } from '../api/session.js';
import { usePublications } from '../store/publications.js';
import { formTitle } from '../store/form-words.js';
import { LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { Lazy } from '../components/lazy.js';
import { ListRow } from '../components/list-row.js';
import { PageHead } from '../components/page-head.js';
import { ProfileCard } from '../components/publish/profile-card.js';
import { Origin, Since } from '../components/publish/version-words.js';
import { EmptyState, Waiting } from '../components/states.js';

const preview = () => import('./form-preview.js');
const versions = () => import('./form-versions.js');

export default function Forms({ parts: [name, view] }) {
  if (!can('forms')) return html`<${PageHead} title=${t('publish.title')} back="#/more" /><${EmptyState} icon="lock" title=${t('problem.not-allowed.what')} />`;
  if (name && view === 'preview') return html`<${Lazy} key="preview" from=${preview} name="FormPreview" form=${name} />`;
  if (name) return html`<${Lazy} key="versions" from=${versions} name="FormVersions" form=${name} />`;
  return html`<${FormsInUse} />`;
}

function matches(form, words) {
  const all = folded([form.name, ...Object.values(form.title || {})].join(' '));
  return folded(words).split(/\s+/).every((word) => all.includes(word));
}

function FormsInUse() {
  const forms = usePublications();
  const [words, setWords] = useState('');
  const found = (forms.data ? forms.data.forms : []).filter((form) => matches(form, words)).sort((a, b) => formTitle(a).localeCompare(formTitle(b), language.value.tag));
  return html`<${PageHead} title=${t('publish.title')} back="#/more" />
    <div class="stack">
      <div class="spread"><p>${t('publish.hint')}</p><${LinkButton} kind="main" icon="new" href="#/forms/upload">${t('publish.upload')}<//></div>
      <${ProfileCard} />
      <div class="field"><label class="label" for="form-search">${t('publish.search')}</label>
        <input id="form-search" class="input" type="search" dir="auto" autocomplete="off" value=${words} onInput=${(event) => setWords(event.target.value)} /></div>
      <${Waiting} resource=${forms} />
      ${forms.data && html`<p class="hidden" role="status">${t('publish.count', { n: found.length })}</p>
        <${Card} flush>${found.length ? html`<ul class="forms-in-use">${found.map((form) => html`<li key=${form.name}><${ListRow} href=${`#/forms/${form.name}`} icon="note" title=${formTitle(form)}
          sub=${html`<bdi class="letters" dir="ltr">${form.name}</bdi> · <${Since} version=${form.inUse} />`} end=${html`<${Origin} form=${form} version=${form.inUse} />`} /></li>`)}</ul>`
        : html`<${EmptyState} icon="search" title=${t('publish.none')} />`}<//>`}
    </div>`;
}
