// A family: brothers and sisters with their dossiers, the people around them, who lives together, and the drawing of it.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useResource } from '../store/resource.js';
import { useForm, usePlaces, valueWords } from '../store/forms.js';
import { Card } from '../components/card.js';
import { Chip } from '../components/chip.js';
import { RiskChip } from '../components/case-words.js';
import { Facts } from '../components/facts.js';
import { LinkButton } from '../components/button.js';
import { ListRow } from '../components/list-row.js';
import { ageAndSex, Name } from '../components/person.js';
import { PageHead } from '../components/page-head.js';
import { When } from '../components/when.js';
import { Waiting } from '../components/states.js';
import { FamilyTree } from './family-tree.js';
import { ChangeHome } from './family-change.js';
import { LivesTogether } from './family-together.js';

/** The address stays behind the safe-contact card of each child. */
const SHOWN = ['family_name', 'place', 'caregiver_name', 'caregiver_relation', 'household_size', 'resources', 'situation'];
const VIEWS = { change: ChangeHome, together: LivesTogether };

/** parts: the family, a view (of, change, together), the child from whose dossier somebody came. */
export default function FamilyScreen({ parts }) {
  const [id, view = 'of', child = ''] = parts;
  const resource = useResource(`/api/v1/families/${id}`);
  const { data } = resource;
  const back = view === 'of' ? (child ? `#/dossier/${child}` : '#/search') : `#/family/${id}/of/${child}`;
  const titles = { change: t('family.change'), together: t('family.together') };
  const name = data && data.family.fields.family_name;
  const View = VIEWS[view] || Profile;
  return html`<${PageHead} title=${titles[view] || (name ? html`<span class="person"><bdi>${name}</bdi></span>` : t('dossier.family'))} spoken=${titles[view] || t('dossier.family')} back=${back} key=${view} />
    <div>${data ? html`<${View} key=${view} family=${data} index=${child} again=${resource.again} />` : html`<${Waiting} resource=${resource} />`}</div>`;
}

/** Whether somebody made sure of it, in words with a sign. */
export function HouseholdChip({ child }) {
  const { state } = child.household;
  const kind = { together: 'done', 'in-care': 'waiting' }[state];
  return html`<${Chip} kind=${kind}>${t(`household.${state}`)}<//>`;
}

function Confirmed({ child }) {
  const day = child.member.fields.confirmed_on;
  if (!day || !['together', 'apart'].includes(child.household.state)) return null;
  return html`<span class="small quiet">${t('family.confirmed')} <${When} day=${day} />${child.household.by && html` · <bdi>${child.household.by.name}</bdi>`}</span>`;
}

function Profile({ family, index }) {
  const form = useForm('family').data;
  const places = usePlaces();
  const { children, representatives } = family;
  const tail = index ? `/${index}` : '';
  const first = children.find((one) => one.dossier === index) || children[0];
  const edit = first && family.family.may.edit.length > 0 && html`<${LinkButton} icon="edit" href=${`#/dossier/${first.dossier}/edit/${family.id}`}>${t('do.edit')}<//>`;
  return html`<div class="stack">
    <div class="row no-print">
      ${children.some((one) => one.mayMove.length) && html`<${LinkButton} kind="main" icon="place" href=${`#/family/${family.id}/change${tail}`}>${t('family.change')}<//>`}
      ${children.some((one) => one.member.may.edit.length) && html`<${LinkButton} icon="people" href=${`#/family/${family.id}/together${tail}`}>${t('family.together')}<//>`}
    </div>
    <div class="two stack">
      <${Card} title=${t('family.children')} flush>${children.map((child) => html`<${Child} key=${child.dossier} child=${child} />`)}<//>
      <${Card} title=${t('dossier.family')} tools=${edit}><${Facts} form=${form} record=${family.family} names=${SHOWN} places=${places} /><//>
    </div>
    <${FamilyTree} family=${family} index=${index} />
    ${representatives.length > 0 && html`<${Card} title=${t('family.representatives')} flush>${representatives.map((one) => html`<${Representative} key=${one.record} one=${one} children=${children} />`)}<//>`}
  </div>`;
}

function Child({ child }) {
  const { summary } = child;
  return html`<${ListRow} icon="child" href=${`#/dossier/${child.dossier}`} title=${html`<${Name} name=${summary.name} other=${summary.nameOtherScript} />`}
    sub=${html`<span class="row">${ageAndSex(summary)}<${RiskChip} risk=${summary.risk} /><${HouseholdChip} child=${child} /><${Confirmed} child=${child} /></span>
      ${summary.contactRestriction && html`<span class="strong mark urgent person"><bdi>${summary.contactRestriction}</bdi></span>`}`} />`;
}

function Representative({ one, children }) {
  const form = useForm('legal_representative').data;
  const child = children.find((other) => other.dossier === one.dossier);
  const basis = form && one.legalBasis ? valueWords(form, 'legal_basis', one.legalBasis) : '';
  return html`<${ListRow} icon="people" href=${`#/dossier/${one.dossier}/record/${one.record}`} title=${html`<${Name} name=${one.name || t('facts.hidden')} />`}
    sub=${html`${basis}${child && html` · ${t('family.for')} <${Name} name=${child.summary.name} />`}${one.until && html` · ${t('family.until')} <${When} day=${one.until} brief />`}`} />`;
}
