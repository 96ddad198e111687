// The photos, recordings and files of a child: small pictures by day; one tap opens one large, with the next beside it.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { attachmentWords, familyOf } from '../store/attachments.js';
import { fieldLabel, valueWords } from '../store/forms.js';
import { photoConsent, picturesOf } from '../store/gallery.js';
import { useManyForms } from '../store/many-forms.js';
import { AttachmentView } from '../components/attachment-view.js';
import { Banner } from '../components/banner.js';
import { LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { Chip } from '../components/chip.js';
import { Choice } from '../components/choice.js';
import { Icon } from '../components/icon.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState } from '../components/states.js';
import { When } from '../components/when.js';

const FAMILIES = ['image', 'audio', 'video', 'file'];
const ICONS = { image: 'eye', audio: 'phone', video: 'on', file: 'note' };

export function Gallery({ dossier, detail }) {
  const all = picturesOf(dossier);
  const forms = useManyForms([...new Set(all.map((one) => one.record.form))]);
  const [family, setFamily] = useState('');
  const shown = all.filter((one) => !family || one.family === family);
  const open = shown.findIndex((one) => one.reference.id === detail);
  if (open >= 0) return html`<${Large} ...${{ dossier, shown, at: open, forms }} />`;
  const here = FAMILIES.filter((one) => all.some((other) => other.family === one));
  return html`<${PageHead} title=${t('gallery.title')} back=${`#/dossier/${dossier.id}`} />
    <div class="stack"><${Agreed} dossier=${dossier} />
      ${!all.length && html`<${Card}><${EmptyState} icon="note" title=${t('gallery.none')}><p>${t('gallery.noneHint')}</p><//><//>`}
      ${here.length > 1 && html`<fieldset><legend class="hidden">${t('gallery.title')}</legend><${Choice} name="family" value=${family} onChange=${setFamily}
        options=${[{ value: '', label: t('gallery.all') }, ...here.map((one) => ({ value: one, label: t(`attach.kind.${one}`) }))]} /></fieldset>`}
      <ul class="gallery">${shown.map((one) => html`<li key=${one.reference.id}><${Small} ...${{ dossier, one, forms }} /></li>`)}</ul></div>`;
}

/** Whether photos and recordings may be kept, as child and caregiver said last. */
function Agreed({ dossier }) {
  const state = photoConsent(dossier);
  if (state === 'agreed') return html`<p><${Chip} kind="done">${t('gallery.agreed')}<//></p>`;
  return html`<${Banner} kind="due" icon="eye"><p>${t(`gallery.${state}`)}</p>
    ${dossier.may.create.includes('consent') && html`<p><${LinkButton} kind="plain" href=${`#/dossier/${dossier.id}/add/consent`}>${t('gallery.ask')}<//></p>`}<//>`;
}

/** Who agreed, as its paper says; asked for photos, recordings and films alone. */
function Mark({ one, forms }) {
  if (one.family === 'file' || one.record.form !== 'note') return null;
  const form = forms[one.record.form];
  if (!one.agreed) return html`<span class="small fault"><${Icon} name="alert" /> ${t('gallery.unsaid')}</span>`;
  return html`<span class="small quiet">${form ? valueWords(form, 'picture_agreed', one.agreed) : ''}</span>`;
}

function Small({ dossier, one, forms }) {
  const [failed, setFailed] = useState(false);
  const form = forms[one.record.form];
  const label = form ? fieldLabel(form, one.field) : t(`attach.kind.${one.family}`);
  const plain = one.family !== 'image' || failed;
  return html`<a class="thumb" href=${`#/dossier/${dossier.id}/gallery/${one.reference.id}`}>
    ${plain ? html`<span class="small-picture"><${Icon} name=${ICONS[familyOf(one.reference.type)]} /></span>`
      : html`<span class="small-picture person"><img src=${`/api/v1/records/${one.record.id}/attachments/${one.reference.id}/thumbnail`} alt=${label} loading="lazy" onError=${() => setFailed(true)} /></span>`}
    <span class="small person"><bdi>${attachmentWords(one.reference)}</bdi></span>
    <span class="small quiet"><${When} at=${one.record.updated} brief /></span>
    <${Mark} ...${{ one, forms }} /></a>`;
}

function Large({ dossier, shown, at, forms }) {
  const one = shown[at], form = forms[one.record.form];
  const label = form ? fieldLabel(form, one.field) : t(`attach.kind.${one.family}`);
  const to = (other) => `#/dossier/${dossier.id}/gallery/${shown[other].reference.id}`;
  return html`<${PageHead} title=${label} back=${`#/dossier/${dossier.id}/gallery`} />
    <div class="stack"><${Card}><div class="stack"><${AttachmentView} key=${one.reference.id} record=${one.record.id} value=${one.value} label=${label} />
      <p class="small quiet"><${When} at=${one.record.updated} /></p><p><${Mark} ...${{ one, forms }} /></p>
      <p class="no-print"><${LinkButton} kind="plain" icon="note" href=${`#/dossier/${dossier.id}/record/${one.record.id}`}>${t('gallery.paper')}<//></p></div><//>
      <div class="row">${at > 0 && html`<${LinkButton} href=${to(at - 1)}>${t('gallery.before')}<//>`}
        <span class="quiet number">${t('gallery.of', { n: at + 1, all: shown.length })}</span>
        ${at + 1 < shown.length && html`<${LinkButton} href=${to(at + 1)}>${t('gallery.after')}<//>`}</div></div>`;
}
