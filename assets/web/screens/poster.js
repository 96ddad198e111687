// A sheet for the wall of a school, a clinic, a shop: where anybody can tell of a concern, as an address and as a picture to photograph.
import { html, useState } from '../lib/preact.js';
import { local, t, useLanguage } from '../lib/i18n.js';
import { choicesOf, fieldOf, useForm } from '../store/forms.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { Choice } from '../components/choice.js';
import { Select } from '../components/field.js';
import { PageHead } from '../components/page-head.js';
import { Qr } from '../components/qr.js';

export default function Poster() {
  useLanguage();
  const form = useForm('notification').data;
  const [from, setFrom] = useState(null);
  const [size, setSize] = useState('a4');
  const kinds = form ? choicesOf(form, fieldOf(form, 'notifier_kind')).filter((one) => !one.retired).map((one) => ({ value: one.value, label: local(one.label) })) : [];
  const address = new URL(from ? `/notify?from=${encodeURIComponent(from)}` : '/notify', location.origin).href;
  return html`<${PageHead} title=${t('poster.title')} back="#/more" />
    <div class="stack">
      <div class="no-print"><${Card}><div class="stack">
        <p>${t('poster.hint')}</p>
        <div class="field"><label class="label" for="poster-from">${t('poster.from')}</label><${Select} id="poster-from" options=${kinds} value=${from} onChange=${setFrom} /></div>
        <fieldset class="field"><legend>${t('poster.size')}</legend><${Choice} name="poster-size" options=${['a4', 'a6'].map((value) => ({ value, label: value.toUpperCase() }))} value=${size} onChange=${setSize} /></fieldset>
        <div><${Button} kind="main" icon="print" onClick=${() => print()}>${t('do.print')}<//></div></div><//></div>
      <section class=${`poster ${size}`} aria-label=${t('poster.title')}>
        <h2>${t('poster.head')}</h2><p>${t('poster.words')}</p>
        <${Qr} text=${address} label=${t('poster.qr', { address })} />
        <p class="strong letters"><bdi dir="ltr">${address}</bdi></p>
        <p>${t('poster.danger')}</p><p class="small">${t('poster.quiet')}</p></section>
    </div>`;
}
