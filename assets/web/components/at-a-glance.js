// What a colleague taking over at midnight needs first, on one phone screen: promised, due next, agreed to, worried about, living where, how risky since when.
import { html } from '../lib/preact.js';
import { list, local, t } from '../lib/i18n.js';
import { choiceLabel, fieldLabel, useForm } from '../store/forms.js';
import { openPromise } from '../store/promises.js';
import { useResource } from '../store/resource.js';
import { When } from './when.js';

const THERE = ['active', 'granted', 'arranged'];
const AWAITED = ['overdue', 'open', 'entered_later'];
const DONE = ['done', 'cancelled'];

/** The record of a form with the latest day in `field`. */
function latest(dossier, form, field) {
  return dossier.records.filter((one) => one.form === form && one.fields[field]).sort((a, b) => b.fields[field].localeCompare(a.fields[field]))[0];
}

/** What is due first: a limit of the country, a step of the plan. {day, words} or nothing. */
function next(dossier, limits, planForm) {
  const due = (limits ? limits.limits : []).filter((one) => AWAITED.includes(one.state) && one.due).map((one) => ({ day: one.due, words: local(one.label) }));
  const steps = dossier.records.filter((one) => one.form === 'care_plan' && one.fields.due_on && !DONE.includes(one.fields.status))
    .map((one) => ({ day: one.fields.due_on, words: planForm && one.fields.action ? choiceLabel(planForm, 'action', one.fields.action) : t('glance.plan') }));
  // The newest visit or review says when the next one is; one that was made since has answered it.
  const agreed = [['visit', 'seen_on', 'next_visit_on', 'glance.nextVisit'], ['case_review', 'reviewed_on', 'next_review_on', 'glance.nextReview']].map(([form, own, field, words]) => {
    const newest = latest(dossier, form, own);
    return newest && newest.fields[field] && { day: newest.fields[field], words: t(words) };
  }).filter(Boolean);
  return [...due, ...steps, ...agreed].sort((a, b) => a.day.localeCompare(b.day))[0];
}

/** Where the child lives in care: the newest placement that holds, as its last move left it. The lines before keep their days. */
function livesInCare(dossier) {
  const holding = dossier.records.filter((one) => one.form === 'placement' && THERE.includes(one.status));
  const stay = latest({ records: holding }, 'placement', 'start_on') || holding[0];
  const moves = dossier.records.filter((one) => stay && (one.fields.placement || stay.id) === stay.id);
  const move = latest({ records: moves }, 'placement_move', 'moved_on');
  const { care_kind: kind, provider_name: name, start_on: since, end_on: until } = stay ? stay.fields : {};
  return stay && { stay, until, kind: move ? move.fields.to_kind : kind, name: move ? move.fields.provider_name : name, since: move ? move.fields.moved_on : since };
}

export function AtAGlance({ dossier }) {
  const has = (form) => dossier.records.some((one) => one.form === form);
  const [childForm, caseForm] = [useForm('child').data, useForm('case').data];
  const planForm = useForm(has('care_plan') ? 'care_plan' : null).data;
  const placementForm = useForm(has('placement') ? 'placement' : null).data;
  const limits = useResource(`/api/v1/dossiers/${dossier.id}/limits`).data;
  const current = dossier.cases.find((one) => one.status !== 'closed') || dossier.cases[0];
  const promised = openPromise(dossier);
  const due = next(dossier, limits, planForm);
  const risk = latest(dossier, 'risk_assessment', 'assessed_on');
  const care = livesInCare(dossier);
  const concerns = (current && current.fields.concern) || [];
  const lives = dossier.child.fields.lives_with;
  const rows = [
    promised && { name: t('reason.promise'), value: html`<bdi class="person">${promised.fields.promise}</bdi>` },
    due && { name: t('glance.due'), value: html`<bdi>${due.words}</bdi> · <${When} day=${due.day} brief />` },
    concerns.length > 0 && caseForm && { name: t('glance.concerns'), value: html`<bdi>${list([].concat(concerns).map((one) => choiceLabel(caseForm, 'concern', one)))}</bdi>` },
    care && placementForm ? { name: t('glance.living'), value: html`<bdi>${choiceLabel(placementForm, 'care_kind', care.kind)}</bdi>${care.name && html` · <bdi class="person">${care.name}</bdi>`}${care.since && html` · <${When} day=${care.since} brief />`}${care.stay.status === 'arranged' && html`<br />${t('step.arranged')}`}${care.until && html`<br />${t('family.until')} <${When} day=${care.until} brief />`}` }
      : lives && childForm && { name: t('glance.living'), value: html`<bdi>${choiceLabel(childForm, 'lives_with', lives)}</bdi>` },
    placementForm && care && care.stay.fields.siblings_together === 'no' && { name: fieldLabel(placementForm, 'apart_why'), value: html`<bdi class="person">${care.stay.fields.apart_why || '–'}</bdi>` },
    risk && { name: t('glance.risk'), value: html`<${When} day=${risk.fields.assessed_on} brief />` },
    dossier.consent && { name: t('glance.consent'), value: t(`share.state.${dossier.consent}`) },
  ].filter(Boolean);
  if (!rows.length) return null;
  return html`<section class="card at-a-glance" aria-label=${t('glance.title')}><dl>${rows.map((row) => html`<div key=${row.name}><dt>${row.name}</dt><dd>${row.value}</dd></div>`)}</dl></section>`;
}
