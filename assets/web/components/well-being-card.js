// How the child says it is, at the start, at visits, at the end, and what was given in between: in the child's own numbers, never worked out.
import { html } from '../lib/preact.js';
import { local, t } from '../lib/i18n.js';
import { choiceLabel, fieldLabel, fieldOf } from '../store/forms.js';
import { useManyForms } from '../store/many-forms.js';
import { Card } from './card.js';
import { Table } from './table.js';
import { When } from './when.js';

const ASKED = ['well_being_safe', 'well_being_trust', 'well_being_school', 'well_being_health', 'well_being_treated'];
/** The forms that ask the child, with the day on which they did. */
const DAYS = { initial_assessment: 'assessed_on', visit: 'seen_on', closure: 'closed_on', post_closure_visit: 'seen_on', reunification_visit: 'seen_on' };
/** The first and so many of the last are shown; those between stand in the history. */
const LAST = 4;

/** The papers in which the child answered, the oldest first. */
export function askedOf(dossier) {
  return dossier.records.filter((one) => DAYS[one.form] && one.fields[DAYS[one.form]] && ASKED.some((name) => one.fields[name] !== undefined))
    .map((one) => ({ form: one.form, day: one.fields[DAYS[one.form]], fields: one.fields, id: one.id })).sort((a, b) => a.day.localeCompare(b.day));
}

function Given({ services, form, from, to }) {
  const given = services.filter((one) => one.fields.given_on > from && one.fields.given_on <= to);
  const words = [...new Set(given.map((one) => (form ? choiceLabel(form, 'service', one.fields.service) : one.fields.service)))];
  return words.length > 0 && html`<ul>${words.map((one) => html`<li key=${one}><bdi>${one}</bdi></li>`)}</ul>`;
}

export function WellBeingCard({ dossier }) {
  const all = askedOf(dossier);
  const shown = all.length > LAST + 1 ? [all[0], ...all.slice(-LAST)] : all;
  const forms = useManyForms([...shown.map((one) => one.form), 'service_delivery']);
  const services = dossier.records.filter((one) => one.form === 'service_delivery' && one.fields.service && one.fields.given_on && one.fields.step !== 'not_given');
  const named = shown.map((one) => forms[one.form]).find((form) => form && fieldOf(form, ASKED[0]));
  if (!shown.length || !named) return null;
  // The number alone: the word for it is the same in every column, and stands in the history.
  const number = (one, name) => (one.fields[name] === undefined ? '–' : html`<span class="number">${one.fields[name]}</span>`);
  const columns = [{ key: 'asked', label: t('wellbeing.asked') }, ...shown.map((one) => ({ key: one.id, label: html`<${When} day=${one.day} brief /><span class="sub">${forms[one.form] ? local(forms[one.form].title) : ''}</span>` }))];
  const rows = ASKED.filter((name) => shown.some((one) => one.fields[name] !== undefined))
    .map((name) => ({ asked: fieldLabel(named, name), ...Object.fromEntries(shown.map((one) => [one.id, number(one, name)])) }));
  const given = { asked: t('wellbeing.given'), ...Object.fromEntries(shown.map((one, at) => [one.id, html`<${Given} services=${services} form=${forms.service_delivery} from=${at ? shown[at - 1].day : ''} to=${one.day} />`])) };
  return html`<${Card} id="well-being" title=${t('wellbeing.title')}><div class="stack well-being">
    <p class="small quiet">${t('wellbeing.hint')}</p>
    <${Table} hideCaption caption=${t('wellbeing.title')} columns=${columns} rows=${services.length ? [...rows, given] : rows} />
    ${all.length > shown.length && html`<p class="small quiet">${t('wellbeing.between', { n: all.length - shown.length })}</p>`}</div><//>`;
}
