// The design system on one page: every component with its states, in the language and scheme in use.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { Problem } from '../api/problem.js';
import { Banner } from '../components/banner.js';
import { Button, LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { Chip } from '../components/chip.js';
import { Choice } from '../components/choice.js';
import { Combo } from '../components/combo.js';
import { PartialDate } from '../components/date-field.js';
import { ErrorBox } from '../components/error-box.js';
import { FieldShell } from '../components/field.js';
import { FormBody } from '../components/form/form-body.js';
import { FormGate } from '../components/form/gate.js';
import { FormLanguage } from '../components/form/language.js';
import { useFilling } from '../store/filling.js';
import { Bars } from '../components/figure.js';
import { Icon, ICONS } from '../components/icon.js';
import { ListRow } from '../components/list-row.js';
import { PageHead } from '../components/page-head.js';
import { Name } from '../components/person.js';
import { RiskChip } from '../components/case-words.js';
import { saveWords } from '../components/save-state.js';
import { Sheet } from '../components/sheet.js';
import { EmptyState, Loading, WaitingHere } from '../components/states.js';
import { StepBar } from '../components/step-bar.js';
import { Table } from '../components/table.js';
import { Timeline } from '../components/timeline.js';

const COLOURS = ['ink', 'ink-2', 'line', 'paper', 'ground', 'accent', 'tint', 'urgent', 'due', 'done', 'waiting'];
const RULES = ['design.rule.ink', 'design.rule.status', 'design.rule.targets', 'design.rule.words', 'design.rule.sides', 'design.rule.privacy', 'design.rule.saving'];
const OPTIONS = [['yes', 'value.yes'], ['no', 'value.no'], ['unknown', 'date.unknown']];
const FORM = { fields: [{ name: 'school', type: 'text', label: { en: 'School', fr: 'École', ar: 'المدرسة' } }], title: { en: 'Child', fr: 'Enfant', ar: 'الطفل' }, lists: {} };

const three = (en, fr, ar) => ({ en, fr, ar });
const yesNo = [{ value: 'yes', label: three('Yes', 'Oui', 'نعم') }, { value: 'no', label: three('No', 'Non', 'لا') }];
const often = [['never', three('Never', 'Jamais', 'أبدًا')], ['often', three('Often', 'Souvent', 'غالبًا')], ['always', three('Always', 'Toujours', 'دائمًا')]].map(([value, label]) => ({ value, label }));

/** One of each question, with a rule, a repeat and what fills itself. */
const SAMPLE = {
  name: 'sample', version: 1, title: three('Visit', 'Visite', 'زيارة'), languages: ['en', 'fr', 'ar'],
  groups: [{ name: 'family', label: three('The family', 'La famille', 'الأسرة') }, { name: 'sibling', label: three('Brother or sister', 'Frère ou sœur', 'أخ أو أخت'), repeat: true }, { name: 'more', label: three('More', 'Autres', 'المزيد') }],
  fields: [
    { name: 'day', type: 'date', label: three('Day', 'Jour', 'اليوم'), group: 'family', required: true, autofill: 'today' },
    { name: 'school', type: 'select_one', label: three('Does the child go to school?', 'L’enfant va-t-il à l’école ?', 'هل يذهب الطفل إلى المدرسة؟'), group: 'family', list: 'yes_no', required: true, autofill: 'child.school', guidance: three('Ask the child first.', 'Demandez d’abord à l’enfant.', 'اسأل الطفل أولًا.') },
    { name: 'days', type: 'integer', label: three('Days a week', 'Jours par semaine', 'أيام في الأسبوع'), group: 'family', relevant: "${school} = 'yes'", constraint: '. <= 7' },
    { name: 'month', type: 'integer', label: three('Days a month', 'Jours par mois', 'أيام في الشهر'), group: 'family', calculation: "if(${days} = '', '', ${days} * 4)", readOnly: true },
    { name: 'safe', type: 'select_one', label: three('Does the child feel safe?', 'L’enfant se sent-il en sécurité ?', 'هل يشعر الطفل بالأمان؟'), group: 'family', list: 'often', appearance: 'likert', beside: 'visit.safe' },
    { name: 'name', type: 'text', label: three('Name', 'Nom', 'الاسم'), group: 'sibling' },
    { name: 'sure', type: 'integer', label: three('How sure are you?', 'À quel point êtes-vous sûr ?', 'ما مدى تأكدك؟'), group: 'more', parameters: 'start=0 end=10' },
    { name: 'spot', type: 'geopoint', label: three('The place', 'Le lieu', 'المكان'), group: 'more' },
    { name: 'picture', type: 'image', label: three('A picture', 'Une image', 'صورة'), group: 'more' },
    { name: 'signed', type: 'signature', label: three('Signature', 'Signature', 'التوقيع'), group: 'more' },
  ],
  lists: { yes_no: yesNo, often },
};

function SampleForm() {
  const filling = useFilling(SAMPLE, { isNew: true, known: { 'child.school': 'yes' } });
  if (!filling.open) return html`<${FormGate} filling=${filling} />`;
  return html`<div class="stack"><${FormLanguage} filling=${filling} languages=${SAMPLE.languages} />
    <${FormBody} filling=${filling} paged prefix="s-" titles=${{ child: 'Amina Kadri' }} beside=${{ 'visit.safe': { value: 'often', at: new Date().toISOString() } }} /></div>`;
}

function Swatches() {
  return html`<div class="swatches">${COLOURS.map((name) => html`<div class="swatch" key=${name}><i ref=${(element) => { if (element) element.style.background = `var(--${name})`; }}></i><span>${name}</span></div>`)}</div>`;
}

export default function Design() {
  const [one, setOne] = useState('yes');
  const [many, setMany] = useState(['no']);
  const [date, setDate] = useState('2019-05~');
  const [place, setPlace] = useState('b');
  const [open, setOpen] = useState(false);
  const options = OPTIONS.map(([value, key]) => ({ value, label: t(key) }));
  const places = ['Rruga e Re', 'حي النور', 'Vila Nova', 'Bourg-Marché'].map((label, at) => ({ value: 'abcd'[at], label }));
  const problem = new Problem({ code: 'no-space', status: 507 });
  const save = (state) => ({ state });
  const now = new Date().toISOString();
  return html`<${PageHead} title=${t('design.title')} back="#/more" plain />
    <div class="stack">
      <p>${t('design.hint')}</p>
      <${Card} title=${t('design.rules')}><ul class="stack-tight">${RULES.map((key) => html`<li>${t(key)}</li>`)}</ul><//>
      <${Card} title=${t('design.colours')}><${Swatches} /><//>
      <${Card} title=${t('design.type')}><p class="child-head"><span class="name">${t('design.sample')}</span></p><p class="strong">${t('design.sample')}</p><p>${t('design.sample')}</p><p class="small quiet">${t('design.sample')}</p><//>
      <${Card} title=${t('design.buttons')}><div class="row"><${Button} kind="main">${t('do.save')}<//><${Button}>${t('do.edit')}<//><${Button} kind="plain">${t('do.more')}<//><${Button} icon="print">${t('do.print')}<//><${Button} kind="main" busy>${t('save.sending')}<//><${LinkButton} href="#/design" icon="visit">${t('do.add')}<//></div><//>
      <${Card} title=${t('design.chips')}><div class="row"><${Chip} kind="urgent">${t('notification.urgent')}<//><${Chip} kind="due">${t('notification.new')}<//><${Chip} kind="done">${t('notification.registered')}<//><${Chip} kind="waiting">${t('save.deviceShort')}<//><${Chip}>${t('case.open')}<//>
        ${['high', 'medium', 'low', 'unassessed'].map((risk) => html`<${RiskChip} risk=${risk} />`)}</div><//>
      <${Card} title=${t('design.names')}><p><${Name} name="Amina Kadri" other="أمينة قادري" /></p><p><${Name} name="" /></p><//>
      <${Card} title=${t('design.banners')}><div class="stack-tight"><${Banner} title=${t('design.sample')} /><${Banner} kind="urgent" title=${t('notice.readOnly')}><p>${t('notice.readOnlyHint')}</p><//><${Banner} kind="due" title=${t('notice.locked')} /><${Banner} kind="done" title=${t('register.done')} /><${WaitingHere} /><${ErrorBox} problem=${problem} again=${() => {}} /></div><//>
      <${Card} flush title=${t('design.rows')}><ul>
        <li><${ListRow} href="#/design" icon="alert" mark="urgent" title=${t('day.newAlert')} sub="Rruga e Re" end=${html`<${Chip} kind="urgent">${t('notification.urgent')}<//>`} /></li>
        <li><${ListRow} href="#/design" icon="due" mark="due" title="Ion M." sub=${t('seen.never')} current /></li>
        <li><${ListRow} onClick=${() => setOpen(true)} icon="info" title=${t('design.openSheet')} /></li></ul><//>
      <${Card} title=${t('design.fields')}><div class="fields">
        <${FieldShell} id="d-text" label=${t('people.name')} hint=${t('people.userHint')} permission="identity">${(about) => html`<input id="d-text" class="input" aria-describedby=${about} />`}<//>
        <${FieldShell} id="d-wrong" label=${t('signin.user')} required fault="required">${(about) => html`<input id="d-wrong" class="input" aria-describedby=${about} aria-invalid="true" />`}<//>
        <${FieldShell} id="d-one" group label=${t('notification.urgent')} required>${() => html`<${Choice} name="d-one" options=${options} value=${one} onChange=${setOne} />`}<//>
        <${FieldShell} id="d-many" group label=${t('new.concern')} required>${() => html`<${Choice} name="d-many" many options=${options} value=${many} onChange=${setMany} />`}<//>
        <${FieldShell} id="d-date-all" group label=${t('design.date')} required>${() => html`<${PartialDate} id="d-date" value=${date} onChange=${setDate} ages />`}<//>
        <${FieldShell} id="d-place" label=${t('design.place')} required>${() => html`<${Combo} id="d-place" options=${places} value=${place} onChange=${setPlace} />`}<//></div><//>
      <section class="stack" aria-labelledby="d-form"><h2 id="d-form">${t('design.form')}</h2><${SampleForm} /></section>
      <${Card} title=${t('design.saving')}><ul class="stack-tight">${[[[], null], [[save('sending')], null], [[save('device')], null], [[], 1], [[save('refused')], 1]].map(([list, last]) => {
        const words = saveWords(list, 'online', last);
        return html`<li class=${`save-state ${words.kind}`}><${Icon} name=${words.icon} />${words.text}</li>`;
      })}</ul><${StepBar} step=${2} of=${4} /><//>
      <${Card} title=${t('dossier.timeline')}><${Timeline} forms=${{ child: FORM }} pending=${[{ id: 'p', form: 'child', op: 'amend', fields: { school: '…' } }]}
        rows=${[{ entry: 'e', form: 'child', op: 'amend', at: now, actor: { id: 'a', name: 'Ion Marin' }, device: '0190a1b2c3', record: 'r', changes: [{ field: 'school', from: 'Vila Nova 2', to: 'Vila Nova 3' }] }]} /><//>
      <${Card} title=${t('design.figures')}><${Bars} title=${t('day.caseload')} unit=${t('day.caseload')} rows=${['high', 'medium', 'low'].map((risk, at) => ({ label: t(`risk.${risk}`), value: [4, 11, 7][at] }))} />
        <${Table} caption=${t('design.table')} columns=${[{ key: 'a', label: t('people.name') }, { key: 'b', label: t('day.caseload'), number: true }]} rows=${[{ a: 'Ion Marin', b: 14 }, { a: 'ليلى حداد', b: 9 }]} /><//>
      <${Card} title=${t('design.states')}><${EmptyState} title=${t('day.empty')}><p>${t('day.emptyHint')}</p><//><${Loading} /><//>
      <${Card} title=${t('design.icons')}><ul class="row">${ICONS.map((name) => html`<li class="chip" key=${name}><${Icon} name=${name} />${name}</li>`)}</ul><//>
    </div>
    ${open && html`<${Sheet} title=${t('design.sheet')} onClose=${() => setOpen(false)}><p>${t('design.sample')}</p><${Button} kind="main" onClick=${() => setOpen(false)}>${t('do.close')}<//><//>`}`;
}
