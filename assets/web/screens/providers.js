// The directory of who helps: providers and their services, by name; each opens in one tap.
import { html, useState } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { can } from '../api/session.js';
import { useDirectory } from '../store/directory.js';
import { choiceLabel, choicesOf, fieldOf, useForm, usePlaces } from '../store/forms.js';
import { placeOptions } from '../store/places.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { Chip } from '../components/chip.js';
import { Choice } from '../components/choice.js';
import { Combo } from '../components/combo.js';
import { ErrorBox } from '../components/error-box.js';
import { Select } from '../components/field.js';
import { Lazy } from '../components/lazy.js';
import { ListRow } from '../components/list-row.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState, Loading } from '../components/states.js';

const record = () => import('./provider-record.js');
const table = () => import('./provider-table.js');
export const FORMS = ['provider', 'service'];

export default function Providers({ parts: [form = 'provider', id, view] }) {
  if (!FORMS.includes(form) || !can(`view:${form}`)) return html`<${PageHead} title=${t('directory.title')} back="#/more" /><${EmptyState} icon="lock" title=${t('problem.not-allowed.what')} />`;
  if (id === 'table') return html`<${Lazy} key=${`table-${form}`} from=${table} name="ProviderTable" form=${form} />`;
  if (id === 'add') return html`<${Lazy} key=${`add-${form}-${view || ''}`} from=${record} name="AddToDirectory" form=${form} provider=${view} />`;
  if (id) return html`<${Lazy} key=${`${id}-${view || ''}`} from=${record} name=${view === 'edit' ? 'EditInDirectory' : 'InDirectory'} form=${form} id=${id} />`;
  return html`<${Directory} key=${form} form=${form} />`;
}

function Directory({ form }) {
  const [words, setWords] = useState('');
  const [narrowed, setNarrowed] = useState({});
  const { data, problem, busy, more, again } = useDirectory(form, words, undefined, narrowed);
  const may = data ? data.may : {};
  return html`<${PageHead} title=${t('directory.title')} back="#/more" />
    <div class="stack">
      <nav class="row" aria-label=${t('directory.title')}>${FORMS.filter((one) => can(`view:${one}`)).map((one) => html`<a key=${one} class=${`button ${one === form ? 'main' : ''}`} aria-current=${one === form ? 'page' : undefined} href=${`#/providers/${one}`}><span>${t(`directory.${one}`)}</span></a>`)}</nav>
      <div class="row">${may.create && form === 'provider' && html`<${LinkButton} kind="main" icon="new" href="#/providers/provider/add">${t('do.add')}<//>`}
        ${(may.export || may.import) && html`<${LinkButton} icon="note" href=${`#/providers/${form}/table`}>${t('directory.table')}<//>`}</div>
      <div class="field"><label class="label" for="directory-search">${t('directory.search')}</label>
        <input id="directory-search" class="input" type="search" dir="auto" autocomplete="off" value=${words} onInput=${(event) => setWords(event.target.value)} /></div>
      <${Narrow} form=${form} narrowed=${narrowed} onChange=${setNarrowed} />
      <${ErrorBox} problem=${problem} again=${again} />
      ${!data && !problem && html`<${Loading} />`}
      ${data && html`<p class="hidden" role="status">${busy ? '' : t('directory.count', { n: data.total })}</p>
        <${Card} flush>${data.rows.length ? html`<${Rows} form=${form} rows=${data.rows} />`
          : words.trim() || Object.values(narrowed).some(Boolean) ? html`<${EmptyState} icon="search" title=${t('directory.notFound')} />`
            : html`<${EmptyState} icon="people" title=${t('directory.none')}><p>${t(form === 'service' ? 'directory.noneService' : 'directory.noneHint')}</p><//>`}
          ${data.next && html`<${Button} kind="plain" wide busy=${busy} onClick=${more}>${t('do.more')}<//>`}<//>`}
    </div>`;
}

/** What somebody needs: a service, a place, room, a licence that holds. Closed until it is asked for. */
function Narrow({ form, narrowed, onChange }) {
  const words = useForm(form).data;
  const places = usePlaces();
  const field = form === 'provider' ? 'services' : 'service';
  const services = words ? choicesOf(words, fieldOf(words, field)).filter((one) => !one.retired).map((one) => ({ value: one.value, label: local(one.label) })) : [];
  const flags = [...(form === 'provider' ? ['free', 'accredited'] : []), 'now'];
  const chosen = Object.values(narrowed).filter(Boolean).length;
  return html`<details class="card pad"><summary>${t('directory.narrow')}${chosen > 0 && html` <span class="count number">${chosen}</span>`}</summary><div class="stack">
    <div class="field"><label class="label" for="directory-service">${t('directory.withService')}</label><${Select} id="directory-service" options=${services} value=${narrowed.service} onChange=${(service) => onChange({ ...narrowed, service })} /></div>
    <div class="field"><label class="label" for="directory-place">${t('directory.inPlace')}</label><${Combo} id="directory-place" options=${placeOptions(places || [], narrowed.place)} value=${narrowed.place} onChange=${(place) => onChange({ ...narrowed, place })} /></div>
    <fieldset class="field"><legend class="hidden">${t('directory.narrow')}</legend><${Choice} name="directory-flags" many options=${flags.map((value) => ({ value, label: t(`directory.only.${value}`) }))} value=${flags.filter((one) => narrowed[one])}
      onChange=${(some) => onChange({ ...narrowed, ...Object.fromEntries(flags.map((one) => [one, some.includes(one)])) })} /></fieldset></div></details>`;
}

/** Rows of the directory: name, what it is, where, and whether it works now. */
export function Rows({ form, rows }) {
  const words = useForm(form).data;
  const kind = form === 'provider' ? 'provider_kind' : 'service';
  return html`<ul class="directory">${rows.map((row) => {
    const said = [row.links.provider && html`<bdi>${row.links.provider}</bdi>`, words && row.fields[kind] && choiceLabel(words, kind, row.fields[kind]), local(row.placeName) || row.place].filter(Boolean);
    const rests = row.fields[`${form}_active`] === 'no';
    return html`<li key=${row.id}><${ListRow} href=${`#/providers/${form}/${row.id}`} icon="people" title=${html`<bdi>${row.name}</bdi>`}
      sub=${said.map((one, at) => html`${at > 0 && ' · '}${one}`)} end=${rests && html`<${Chip} kind="due">${t('directory.notNow')}<//>`} /></li>`;
  })}</ul>`;
}
