// One question: label, help, what filled it, what was said last time, its control, and its fault in words beside it.
import { html, useState } from '../../lib/preact.js';
import { knows, t } from '../../lib/i18n.js';
import { isPlace, isPartialDate } from '../../store/forms.js';
import { placeLabel } from '../../store/places.js';
import { askedFor, colleagueName, isColleague, useColleagues } from '../../store/colleagues.js';
import { dateFault, dateWords } from '../../lib/edtf.js';
import { attachmentWords, MEDIA, referenceOf } from '../../store/attachments.js';
import { AttachmentView } from '../attachment-view.js';
import { faultWords, FieldShell } from '../field.js';
import { Icon } from '../icon.js';
import { Control, controlOf, optionsOf } from './control.js';
import { idOf, useFormParts, wordsOf } from './context.js';
import { Beside, From } from './marks.js';

/** The words of a question's fault: the form's own message where it has one. */
function faultText(parts, item, code) {
  const date = code === 'wrong-type' && isPartialDate(item.field) && dateFault(item.state.value);
  if (date) return parts.say(date);
  const own = code === 'constraint' ? item.field.constraintMessage : code === 'required' ? item.field.requiredMessage : null;
  return (own && wordsOf(parts, own, item.field.name, item.at)) || faultWords(code, parts.say);
}

/** A value in words, in the form's language. */
export function valueText(parts, field, value, state) {
  if (!value) return '';
  if (isPlace(field)) return placeLabel(parts.places || [], value);
  if (isColleague(field)) return colleagueName(value);
  const options = optionsOf(parts, field, state);
  const label = (one) => (options.find((option) => option.value === one) || {}).label || one;
  if (field.type === 'select_multiple') return String(value).split(' ').map((one) => label(one)).join(t('list.comma'));
  if (field.type === 'select_one') return label(value);
  if (field.type === 'acknowledge') return t('value.yes');
  if (MEDIA.includes(field.type) && referenceOf(value)) return attachmentWords(referenceOf(value));
  if (field.type === 'date' || isPartialDate(field)) return dateWords(value);
  return String(value);
}

function Guidance({ id, text, say }) {
  const [open, setOpen] = useState(false);
  return html`<button type="button" class="button plain guidance-button" aria-expanded=${String(open)} aria-controls=${id} onClick=${() => setOpen(!open)}>
    <${Icon} name="info" /><span>${say('form.guidance')}</span></button>
    <div id=${id} class="guidance" hidden=${!open}>${text}</div>`;
}

/** Worked out or fixed: shown, not asked. */
function Shown({ id, item, parts, label }) {
  useColleagues(isColleague(item.field), askedFor(item.field));
  const from = parts.open.from(item.state);
  return html`<div class="field shown" id=${id}><span class="label">${label}</span>
    <output class="strong">${parts.attach && referenceOf(item.state.value) ? html`<${AttachmentView} record=${parts.attach.record} value=${item.state.value} label=${label} />` : valueText(parts, item.field, item.state.value, item.state)}</output>
    <${From} from=${from} titles=${parts.titles} /></div>`;
}

export function Question({ item }) {
  const parts = useFormParts();
  const { field, at, key, state } = item;
  const id = idOf(parts.prefix, key);
  const label = wordsOf(parts, field.label, field.name, at);
  const guidance = wordsOf(parts, field.guidance, field.name, at);
  const help = guidance && html`<${Guidance} id=${`${id}-guidance`} text=${guidance} say=${parts.say} />`;
  if (field.type === 'note') return html`<div class="note" id=${id}><p>${label}</p>${field.hint && html`<p class="hint">${wordsOf(parts, field.hint, field.name, at)}</p>`}${help}</div>`;
  if (state.readOnly) return html`<${Shown} id=${id} item=${item} parts=${parts} label=${label} />`;
  const kind = controlOf(parts, field, state);
  const code = parts.faultOf(item);
  const last = !state.value && parts.beside[field.beside];
  const change = (value, done) => {
    parts.open.set(field.name, value, at);
    parts.changed(field.name, at);
    if (done) finish();
  };
  const finish = () => {
    parts.leave(key);
    parts.commit(parts.open.top(field.name));
  };
  const shell = {
    id: kind.name === 'partial' ? `${id}-all` : id, label, group: kind.group, required: state.required, permission: field.permission, chosen: Boolean(field.list), say: parts.say,
    unusual: (field.appearance || '').split(' ').includes('unusual'),
    hint: kind.name === 'partial' ? '' : wordsOf(parts, field.hint, field.name, at), fault: code, faultText: code && faultText(parts, item, code),
    notes: html`${help}<${From} from=${parts.open.from(state)} titles=${parts.titles} />${last && html`<${Beside} last=${last} words=${valueText(parts, field, last.value)} />`}`,
    noted: Boolean(parts.open.from(state) || last),
  };
  return html`<${FieldShell} ...${shell}>${(about) => html`<${Control} kind=${kind} id=${id} field=${field} state=${state} parts=${parts} describedBy=${about} invalid=${Boolean(code)} required=${state.required}
    label=${label} onChange=${change} onLeave=${finish} />`}<//>`;
}
