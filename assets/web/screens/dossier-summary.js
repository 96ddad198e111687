// What a colleague taking over at midnight needs; each value opens its history.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { can } from '../api/session.js';
import { useForm } from '../store/forms.js';
import { LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { ConcernsCard } from '../components/concerns-card.js';
import { CaseSteps } from '../components/case-step.js';
import { Facts } from '../components/facts.js';
import { FamilyCard } from '../components/family-card.js';
import { FieldHistory } from '../components/field-history.js';
import { Lazy } from '../components/lazy.js';
import { LimitsCard } from '../components/limits-card.js';
import { TracingCard } from '../components/tracing-card.js';
import { DossierTimeline } from './dossier-timeline.js';

/** Fetched where something waits: few files are under review at a time. */
const reviews = () => import('../components/review-comments.js');
/** For the few who may know that there are any. */
const confidential = () => import('../components/confidential-card.js');
const panels = () => import('../components/panel-card.js');
const wellBeing = () => import('../components/well-being-card.js');
/** Two answers make a comparison. */
const hasAnswers = (dossier) => dossier.records.filter((one) => Object.keys(one.fields).some((name) => name.startsWith('well_being_'))).length > 1;
const isReview = (one) => one.form === 'quality_review' || one.form === 'review_comment';

const CHILD = ['given_name', 'family_name', 'other_names', 'name_other_script', 'sex', 'birth_date', 'place', 'lives_with', 'school', 'disability', 'health_summary', 'contact_restriction', 'safe_contact', 'language', 'nationality', 'national_id'];
const CASE = ['concern', 'risk_level', 'opened_on', 'closed_on', 'outcome'];

export function Summary({ dossier, pending, places }) {
  const childForm = useForm('child').data;
  const caseForm = useForm('case').data;
  const [asked, setAsked] = useState(null);
  const { child } = dossier;
  const edit = (record) => record.may && record.may.edit.length > 0 && html`<${LinkButton} icon="edit" href=${`#/dossier/${dossier.id}/edit/${record.id}`}>${t('do.edit')}<//>`;
  return html`<div class="stack two summary">
    <div class="stack">
      <${ConcernsCard} dossier=${dossier} places=${places} />
      ${dossier.cases.map((one) => html`<${Card} key=${one.id} title=${t('dossier.concernsAndRisk')} tools=${edit(one)}>
        <${Facts} form=${caseForm} record=${one} names=${CASE} places=${places} onHistory=${(name) => setAsked({ form: caseForm, record: one, name })} /><${CaseSteps} record=${one} /><//>`)}
      ${dossier.records.some((one) => isReview(one) && one.status !== 'closed') && html`<${Lazy} from=${reviews} name="ReviewsCard" dossier=${dossier} />`}
      ${dossier.records.some((one) => one.form === 'best_interest_panel' && ['called', 'in_session'].includes(one.status)) && html`<${Lazy} from=${panels} name="PanelsCard" dossier=${dossier} />`}
      ${hasAnswers(dossier) && html`<${Lazy} from=${wellBeing} name="WellBeingCard" dossier=${dossier} />`}
      <${LimitsCard} dossier=${dossier} />
      <${TracingCard} dossier=${dossier} />
      ${can('view:gbv_case') && html`<${Lazy} from=${confidential} name="ConfidentialCard" dossier=${dossier} />`}
      <${Card} title=${t('dossier.child')} tools=${edit(child)}>
        <${Facts} form=${childForm} record=${child} names=${CHILD} places=${places} onHistory=${(name) => setAsked({ form: childForm, record: child, name })} /><//>
      <${FamilyCard} dossier=${dossier} places=${places} onHistory=${setAsked} />
    </div>
    <${DossierTimeline} dossier=${dossier} pending=${pending} places=${places} short />
    ${asked && html`<${FieldHistory} ...${asked} places=${places} onClose=${() => setAsked(null)} />`}
  </div>`;
}
