// Where a child is to live: a place of the directory, and what speaks against it, in red, before anybody saves.
import { html, useEffect, useRef, useState } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { useDirectory } from '../store/directory.js';
import { useResource } from '../store/resource.js';
import { Banner } from './banner.js';
import { Button } from './button.js';
import { FieldShell } from './field.js';
import { ListRow } from './list-row.js';

const SHOWN = 6;

/** Below the questions of a placement or a move. `onFull` is told whether no place is left. */
export function CarePlace({ open, dossier, onChange, onFull }) {
  const { provider, provider_name: name } = open.answers();
  const [words, setWords] = useState('');
  const { data } = useDirectory('provider', words, provider || words.trim() ? undefined : null);
  // Who writes another name means another place.
  const chosen = useRef(name);
  useEffect(() => { if (provider && name !== chosen.current) choose(null); }, [name]);
  const choose = (row) => {
    chosen.current = row ? row.name : null;
    open.set('provider', row ? row.id : null);
    if (row) open.set('provider_name', row.name);
    setWords('');
    onChange();
  };
  const rows = words.trim() && data ? data.rows.slice(0, SHOWN) : [];
  return html`<section class="field stack-tight" id="care-place">
    ${provider ? html`<p><bdi class="person strong">${name}</bdi></p>
      <${PlaceConcerns} provider=${provider} dossier=${dossier} onFull=${onFull} />
      <div><${Button} kind="plain" icon="close" onClick=${() => choose(null)}>${t('do.remove')}<//></div>`
    : html`<${FieldShell} id="care-search" label=${t('care.find')}>${(about) => html`<input id="care-search" class="input" type="search" dir="auto" autocomplete="off" aria-describedby=${about}
        value=${words} onInput=${(event) => setWords(event.target.value)} onKeyDown=${(event) => { if (event.key === 'Enter') event.preventDefault(); }} />`}<//>
      ${words.trim() && data && !rows.length && html`<p class="quiet" role="status">${t('combo.none')}</p>`}
      ${rows.length > 0 && html`<ul id="care-found">${rows.map((row) => html`<li key=${row.id}><${ListRow} icon="people" title=${html`<bdi>${row.name}</bdi>`} sub=${row.placeName ? local(row.placeName) : ''} onClick=${() => choose(row)} /></li>`)}</ul>`}`}
  </section>`;
}

/** Silent where one may not know. */
export function PlaceConcerns({ provider, dossier, onFull = () => {} }) {
  const { data } = useResource(`/api/v1/providers/${provider}/places?dossier=${dossier}`);
  const full = Boolean(data && data.concerns.includes('full'));
  useEffect(() => onFull(full), [full]);
  if (!data) return null;
  const taken = data.capacity !== undefined && html`<p>${t('care.takenOf', { n: data.taken, of: data.capacity })}</p>`;
  if (!data.concerns.length) return taken ? html`<${Banner} kind="done" live="polite">${taken}<//>` : null;
  return html`<${Banner} kind="urgent" live="polite" title=${t('care.against')}><ul>${data.concerns.map((one) => html`<li key=${one}>${t(`care.concern.${one}`)}</li>`)}</ul>${taken}<//>`;
}
