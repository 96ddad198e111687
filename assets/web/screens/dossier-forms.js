// All papers of a dossier by form, and what can be added.
import { html } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { useForms } from '../store/forms.js';
import { leads } from '../store/leading.js';
import { useManyForms } from '../store/many-forms.js';
import { askable, valueWords } from '../store/forms.js';
import { Card } from '../components/card.js';
import { Chip } from '../components/chip.js';
import { ListRow } from '../components/list-row.js';
import { EmptyState } from '../components/states.js';
import { LinkButton } from '../components/button.js';
import { When } from '../components/when.js';

/** Two answers that say which paper this is; never where somebody is. */
function gist(form, record) {
  if (!form) return '';
  return askable(form).filter((field) => !leads(form, field.name)).map((field) => valueWords(form, field.name, record.fields[field.name])).filter(Boolean).slice(0, 2).join(' · ').slice(0, 120);
}

export function AllForms({ dossier, pending }) {
  const known = useForms().data;
  const waiting = pending.filter((entry) => entry.op === 'create').map((entry) => ({ id: entry.record, form: entry.form, fields: entry.fields, pending: true }));
  const records = [...waiting, dossier.child, ...dossier.cases, ...dossier.records].filter((record, at, all) => all.findIndex((one) => one.id === record.id) === at);
  const names = [...new Set([...records.map((record) => record.form), ...dossier.may.create])];
  // What can be added needs only its title; a site has many more forms than a dossier has papers.
  const forms = useManyForms(records.map((record) => record.form));
  const title = (name) => local((known ? known.forms : []).find((form) => form.name === name)?.title) || name;
  return html`<div class="stack">${names.map((name) => {
    const mine = records.filter((record) => record.form === name);
    return html`<${Card} key=${name} flush title=${html`${title(name)} <span class="count number">${mine.length}</span>`} id=${`form-${name}`}
      tools=${dossier.may.create.includes(name) && !['child', 'case'].includes(name) && html`<${LinkButton} kind="plain" icon="new" href=${`#/dossier/${dossier.id}/add/${name}`}>${t('do.add')}<//>`}>
      ${!mine.length && html`<${EmptyState} icon="note" title=${t('forms.none')} />`}
      <ul>${mine.map((record) => html`<li key=${record.id}><${ListRow} href=${`#/dossier/${dossier.id}/record/${record.id}`} icon="note"
        title=${html`<span class="person">${gist(forms[name], record) || title(name)}</span>`} sub=${record.updated && html`<${When} at=${record.updated} />`}
        end=${record.pending && html`<${Chip} kind="waiting">${t('save.deviceShort')}<//>`} /></li>`)}</ul>
    <//>`;
  })}</div>`;
}
