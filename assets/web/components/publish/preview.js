// A form as a worker sees it, with the real parts of the form screen: in any of its languages, and for a role without the
// questions that the role would not see. Nothing typed here is kept.
import { html, useState } from '../../lib/preact.js';
import { list, local, t } from '../../lib/i18n.js';
import { SILENT } from '../../store/layout.js';
import { useFilling } from '../../store/filling.js';
import { usePlaces } from '../../store/forms.js';
import { Banner } from '../banner.js';
import { FormBody } from '../form/form-body.js';
import { FormGate } from '../form/gate.js';
import { FormLanguage } from '../form/language.js';

/** {may, leftOut} of a role: names of what it sees, with the repeats around it, and the questions it does not see. */
export function seenBy(form, role) {
  const groups = new Map((form.groups || []).map((group) => [group.name, group]));
  const may = new Set();
  const leftOut = [];
  for (const field of form.fields) {
    if (role && !role.classes.includes(field.permission || 'general')) {
      if (!field.retired && field.type !== 'note' && !SILENT.includes(field.type)) leftOut.push(field);
      continue;
    }
    may.add(field.name);
    for (let group = groups.get(field.group); group; group = groups.get(group.parent)) may.add(group.name);
  }
  return { may: [...may], leftOut };
}

export function Preview({ form, roles = [] }) {
  const [code, setCode] = useState('');
  const places = usePlaces();
  const filling = useFilling(form, { isNew: true });
  const role = roles.find((one) => one.code === code);
  const { may, leftOut } = seenBy(form, role);
  return html`<div class="stack">
    <p class="small quiet">${t('publish.previewHint')}</p>
    ${filling.open && html`<div class="preview-choice">
      ${form.languages.length > 1 && html`<div class="field"><span class="label" aria-hidden="true">${t('form.language')}</span><${FormLanguage} filling=${filling} languages=${form.languages} /></div>`}
      ${roles.length > 0 && html`<div class="field"><label class="label" for="preview-role">${t('publish.role')}</label>
        <select id="preview-role" class="input" value=${code} onChange=${(event) => setCode(event.target.value)}><option value="">${t('publish.anyRole')}</option>
          ${roles.map((one) => html`<option value=${one.code} key=${one.code}>${local(one.title) || one.code}</option>`)}</select></div>`}</div>`}
    ${role && html`<div role="status">${leftOut.length
      ? html`<${Banner} icon="covered" title=${t('publish.leftOut', { n: leftOut.length })}><p>${list(leftOut.map((field) => local(field.label) || field.name))}</p><//>`
      : html`<p class="small quiet">${t('publish.seesAll')}</p>`}</div>`}
    ${filling.open ? html`<div class="preview"><${FormBody} key=${code} filling=${filling} may=${may} places=${places} prefix="p-" paged inside /></div>` : html`<${FormGate} filling=${filling} />`}
  </div>`;
}
