// A long list that narrows while typing (ARIA combobox with a list).
import { html, useRef, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { folded } from '../lib/folded.js';

const SHOWN = 40;

/** Letters as they are compared, worked out once for each option: a country has tens of thousands of places. */
const keys = new WeakMap();

function keyOf(option) {
  if (!keys.has(option)) keys.set(option, folded(option.label));
  return keys.get(option);
}

/** The first that hold these letters, those that begin with them before the others. */
function matching(options, typed) {
  const wanted = folded(typed.trim());
  const first = [];
  const inside = [];
  for (const option of options) {
    const at = keyOf(option).indexOf(wanted);
    if (at === 0) first.push(option);
    else if (at > 0 && inside.length < SHOWN) inside.push(option);
    if (first.length === SHOWN) break;
  }
  return first.concat(inside).slice(0, SHOWN);
}

export function Combo({ id, options, value, onChange, describedBy, invalid }) {
  const current = options.find((option) => option.value === value);
  const [typed, setTyped] = useState(null);
  const [at, setAt] = useState(0);
  const list = useRef(null);
  const open = typed !== null;
  const found = open ? matching(options, typed) : [];
  const choose = (option) => {
    onChange(option ? option.value : null);
    setTyped(null);
  };
  const press = (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) return setTyped('');
      const next = Math.max(0, Math.min(found.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1)));
      setAt(next);
      const row = list.current && list.current.children[next];
      if (row) row.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && open) {
      event.preventDefault();
      if (found[at]) choose(found[at]);
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation();
      setTyped(null);
    }
    return undefined;
  };
  const leave = () => {
    if (!open) return;
    // Two villages of one name: whoever types it must say which.
    const named = found.filter((option) => keyOf(option) === folded(typed.trim()));
    if (typed.trim() === '') choose(null);
    else if (found.length === 1) choose(found[0]);
    else if (named.length === 1) choose(named[0]);
    else setTyped(null);
  };
  return html`<div class="combo">
    <input id=${id} class="input" role="combobox" autocomplete="off" aria-autocomplete="list" aria-expanded=${String(open)} aria-controls=${`${id}-list`}
      aria-activedescendant=${open && found[at] ? `${id}-${at}` : undefined} aria-describedby=${describedBy} aria-invalid=${invalid ? 'true' : undefined}
      value=${open ? typed : current ? current.label : value || ''} placeholder=${t('combo.type')}
      onFocus=${(e) => e.target.select()} onInput=${(e) => { setTyped(e.target.value); setAt(0); }} onKeyDown=${press} onBlur=${leave} />
    ${open && html`<ul id=${`${id}-list`} role="listbox" ref=${list} aria-label=${t('combo.list')}>
      ${found.map((option, index) => html`<li id=${`${id}-${index}`} role="option" aria-selected=${String(index === at)} key=${option.value}
        onMouseDown=${(e) => { e.preventDefault(); choose(option); }}>${option.label}${option.sub && html` <span class="quiet small">${option.sub}</span>`}</li>`)}
      ${!found.length && html`<li role="option" aria-disabled="true" aria-selected="false" class="quiet">${t('combo.none')}</li>`}</ul>`}
  </div>`;
}
