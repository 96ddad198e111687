// Answers that the form in use no longer asks for: they stay, and are shown apart.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { fieldLabel, fieldOf, valueWords } from '../store/forms.js';

/** Names of answers whose question is retired or gone from the form. */
export function earlierNames(form, record) {
  const groups = new Set((form.groups || []).map((group) => group.name));
  return Object.keys(record.fields).filter((name) => {
    const field = fieldOf(form, name);
    return !groups.has(name) && (!field || field.retired) && words(form, name, record.fields[name]) !== '';
  });
}

/** A repeat that is gone has lists of answers: one line for each repetition. */
function words(form, name, value) {
  if (!Array.isArray(value) || !value.some((one) => one && typeof one === 'object')) return valueWords(form, name, value);
  return value.map((one) => Object.values(one).filter((inner) => inner !== null && typeof inner !== 'object').join(t('list.comma'))).join('\n');
}

export function EarlierAnswers({ form, record, except = [] }) {
  const names = earlierNames(form, record).filter((name) => !except.includes(name));
  if (!names.length) return null;
  return html`<section class="earlier stack-tight"><h3>${t('earlier.title')}</h3><p class="small quiet">${t('earlier.hint')}</p>
    <dl class="facts">${names.map((name) => html`<dt>${fieldLabel(form, name)}</dt><dd><bdi class="grow person">${words(form, name, record.fields[name])}</bdi></dd>`)}</dl></section>`;
}
