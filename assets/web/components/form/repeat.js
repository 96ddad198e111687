// The same questions several times: add one, take one away. What holds answers goes only after a second yes.
import { html, useState } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { questionsOf } from '../../store/layout.js';
import { Button } from '../button.js';
import { Sheet } from '../sheet.js';
import { Items } from './form-body.js';
import { idOf, useFormParts, wordsOf } from './context.js';

export function Repeat({ item }) {
  const parts = useFormParts();
  const { group, at, entries } = item;
  const [going, setGoing] = useState(null);
  const label = wordsOf(parts, group.label, group.name, []);
  const counted = Boolean(group.repeatCount);
  const addId = `${idOf(parts.prefix, item.key)}-add`;
  const given = (entry) => questionsOf(entry.items).filter((one) => one.state.value && !one.state.readOnly && !parts.open.from(one.state)).length;
  const add = () => {
    parts.open.add(group.name, at);
    parts.changed(group.name, at);
    const first = () => {
      const box = document.getElementById(`${idOf(parts.prefix, item.key)}-${entries.length + 1}`);
      const target = box && box.querySelector('input, textarea, select');
      if (target) target.focus();
    };
    setTimeout(first, 30);
  };
  const remove = (entry) => {
    setGoing(null);
    parts.open.remove(group.name, entry.at);
    parts.changed(group.name, at);
    parts.commit(parts.open.top(group.name));
    setTimeout(() => { const button = document.getElementById(addId); if (button) button.focus(); }, 30);
  };
  return html`<div class="stack repeat" id=${idOf(parts.prefix, item.key)}>
    ${entries.map((entry, place) => html`<section class="card" key=${place} id=${`${idOf(parts.prefix, item.key)}-${place + 1}`} aria-label=${t('form.repeatOne', { name: label, n: place + 1 })}>
      <header class="spread"><h3>${t('form.repeatOne', { name: label, n: place + 1 })}</h3>
        ${!counted && html`<${Button} kind="plain" icon="close" aria-label=${`${t('do.remove')}: ${t('form.repeatOne', { name: label, n: place + 1 })}`} onClick=${() => (given(entry) ? setGoing(entry) : remove(entry))}>${t('do.remove')}<//>`}</header>
      <div class="fields"><${Items} items=${entry.items} parts=${parts} /></div></section>`)}
    ${!counted && html`<div><${Button} id=${addId} icon="new" onClick=${add}>${t('form.repeatAdd', { name: label })}<//></div>`}
    ${going && html`<${Sheet} title=${t('form.repeatSure', { name: label, n: going.at[going.at.length - 1] })} onClose=${() => setGoing(null)}>
      <p>${t('form.repeatSureHint', { n: given(going) })}</p>
      <div class="row"><${Button} kind="main" onClick=${() => remove(going)}>${t('do.remove')}<//><${Button} onClick=${() => setGoing(null)}>${t('form.keep')}<//></div><//>`}
  </div>`;
}

