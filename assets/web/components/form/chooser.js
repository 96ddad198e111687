// One or several of a list: buttons for a few, a drop-down for some, a search for many; "something else" where the form
// allows an answer beside its list.
import { html, useState } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { Choice } from '../choice.js';
import { Combo } from '../combo.js';
import { Select } from '../field.js';

const OTHER = '\u0000other';
const HARD = '\u00a0';

function shapeOf(field) {
  const appearance = field.appearance || '';
  if (/\blikert\b/.test(appearance)) return 'likert';
  return /\bcolumns/.test(appearance) ? 'columns' : '';
}

export function Chooser({ id, kind, field, options, value, onChange, describedBy, invalid }) {
  const many = kind === 'many';
  const chosen = value ? (many ? value.split(' ') : [value]) : [];
  const foreign = field.orOther ? chosen.filter((one) => !options.some((option) => option.value === one)) : [];
  const [wanted, setWanted] = useState(false);
  const other = wanted || foreign.length > 0;
  const offered = field.orOther ? [...options, { value: OTHER, label: t('form.other') }] : options;
  const known = chosen.filter((one) => !foreign.includes(one));
  const write = (next) => onChange(many ? next : next[0] ?? null);
  const choose = (next) => {
    const list = many ? next : next === null ? [] : [next];
    setWanted(list.includes(OTHER));
    const kept = list.filter((one) => one !== OTHER);
    write(many && list.includes(OTHER) ? [...kept, ...foreign] : kept);
  };
  const shown = many ? [...known, ...(other ? [OTHER] : [])] : other ? OTHER : known[0];
  const common = { options: offered, describedBy };
  return html`
    ${many ? html`<${Choice} ...${common} name=${id} many value=${shown} onChange=${choose} shape=${shapeOf(field)} />`
    : kind === 'radios' ? html`<${Choice} ...${common} name=${id} value=${shown} onChange=${choose} shape=${shapeOf(field)} />`
    : kind === 'select' ? html`<${Select} ...${common} id=${id} invalid=${invalid} value=${shown} onChange=${choose} />`
    : html`<${Combo} ...${common} id=${id} invalid=${invalid} value=${shown} onChange=${choose} />`}
    ${other && html`<label class="other">${t('form.otherText')}<input class="input" dir="auto" autocomplete="off" maxlength="90" value=${foreign.join(' ').replaceAll(HARD, ' ')}
      onInput=${(event) => { setWanted(true); const text = event.target.value; write([...(many ? known : []), ...(text.trim() ? [many ? text.replaceAll(' ', HARD) : text] : [])]); }} /></label>`}`;
}
