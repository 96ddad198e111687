// The form in use as a worker sees it.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useForm } from '../store/forms.js';
import { formTitle } from '../store/form-words.js';
import { PageHead } from '../components/page-head.js';
import { Preview } from '../components/publish/preview.js';
import { Waiting } from '../components/states.js';

export function FormPreview({ form: name }) {
  const form = useForm(name);
  return html`<${PageHead} title=${form.data ? t('publish.previewOf', { title: formTitle(form.data) }) : t('state.loading')} back=${`#/forms/${name}`} />
    <div><${Waiting} resource=${form} />
    ${form.data && html`<${Preview} form=${form.data} />`}</div>`;
}
