// A best-interest panel: what the child says, the options beside each other, who has signed, what is missing, and the steps of whoever may take them.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { useValue } from '../lib/observable.js';
import { draftsReady } from '../store/drafts.js';
import { choiceLabel, useForm } from '../store/forms.js';
import { useResource } from '../store/resource.js';
import { LinkButton } from '../components/button.js';
import { Card } from '../components/card.js';
import { Chip } from '../components/chip.js';
import { PageHead } from '../components/page-head.js';
import { AskMembers } from '../components/panel-ask.js';
import { PanelSteps } from '../components/panel-steps.js';
import { OwnSeat } from '../components/panel-seat.js';
import { LACKS, optionsOf, PanelChip, SeatChip } from '../components/panel-words.js';
import { Name } from '../components/person.js';
import { EmptyState, Waiting } from '../components/states.js';
import { When } from '../components/when.js';

export default function PanelScreen({ parts }) {
  const resource = useResource(`/api/v1/panels/${parts[0]}`);
  const form = useForm('best_interest_panel');
  const ready = useValue(draftsReady);
  const { data, problem } = resource;
  const gone = problem && problem.status === 404;
  const back = data && data.panel.dossier && data.name ? `#/dossier/${data.panel.dossier}` : '#/day';
  return html`<${PageHead} title=${t('panel.title')} back=${back} />
    <div>${gone ? html`<${Card}><${EmptyState} title=${t('panel.gone')}><p><a href="#/day">${t('go.back')}</a></p><//><//>` : html`<${Waiting} resource=${resource} />`}
    ${data && !gone && ready && html`<${Whole} data=${data} form=${form.data} again=${resource.again} />`}</div>`;
}

function Whole({ data, form, again }) {
  const { panel, seats } = data;
  const own = data.own && seats.find((one) => one.id === data.own);
  const said = panel.fields.panel_heard;
  return html`<div class="stack">
    <p class="row"><span class="strong"><${Name} name=${data.name} /></span> <${PanelChip} status=${data.status} /></p>
    <div class="stack two even">
      <${Card} title=${t('panel.childView')} id="panel-child">
        ${!said && html`<p class="strong">${t('panel.notAsked')}</p>`}
        ${said === 'no' && html`<p><span class="quiet">${t('panel.notHeard')}</span> <bdi class="person">${panel.fields.not_heard_why}</bdi></p>`}
        ${said && said !== 'no' && html`<p class="strong"><bdi class="person">${panel.fields.child_view}</bdi></p>`}
        ${said && form && html`<p class="small quiet">${choiceLabel(form, 'panel_heard', said)}</p>`}<//>
      <${Card} title=${t('panel.question')} id="panel-question"><p class="strong"><bdi class="person">${panel.fields.question}</bdi></p>
        ${form && html`<p class="small quiet">${choiceLabel(form, 'question_kind', panel.fields.question_kind)}</p>`}
        ${panel.fields.meets_on && html`<p><span class="quiet">${t('panel.meets')}</span> <${When} day=${panel.fields.meets_on} /></p>`}<//>
    </div>
    <div class="sides" id="panel-options">${optionsOf(panel).map((one) => html`<${OptionCard} key=${one.number} one=${one} data=${data} />`)}</div>
    <div class="stack two even">
      <div class="stack">
        ${data.status === 'decided' && html`<${Decided} data=${data} />`}
        ${panel.fields.put_off_why && data.status !== 'decided' && html`<p><span class="quiet">${t('panel.putOffSaid')}</span> <bdi class="person">${panel.fields.put_off_why}</bdi></p>`}
        ${own && html`<${OwnSeat} key=${`${own.id}v${own.version}`} seat=${own} data=${data} again=${again} />`}
        <${Members} data=${data} />
      </div>
      <div class="stack">
        ${data.mayAsk && html`<${AskMembers} data=${data} again=${again} />`}
        ${data.steps.length > 0 && html`<${PanelSteps} key=${data.status} data=${data} again=${again} />`}
        <p><${LinkButton} href=${`#/dossier/${panel.dossier}/record/${panel.id}`}>${t('panel.paper')}<//></p>
      </div>
    </div></div>`;
}

function OptionCard({ one, data }) {
  const chosen = data.panel.fields.panel_choice === String(one.number);
  const votes = data.seats.filter((seat) => seat.status !== 'asked' && seat.fields.said === 'agrees' && seat.fields.said_option === String(one.number)).length;
  return html`<${Card} title=${html`${t('panel.option', { number: String(one.number) })}${chosen && html` <${Chip} kind="done">${t('panel.chosen')}<//>`}`}>
    <p class="strong"><bdi class="person">${one.title}</bdi></p>
    ${one.for && html`<p><span class="quiet">${t('panel.for')}</span> <bdi class="person">${one.for}</bdi></p>`}
    ${one.against && html`<p><span class="quiet">${t('panel.against')}</span> <bdi class="person">${one.against}</bdi></p>`}
    ${one.by && html`<p class="small quiet">${t('panel.proposedBy')} <bdi class="person">${one.by}</bdi></p>`}
    ${votes > 0 && html`<p class="small">${t('panel.votes', { n: votes })}</p>`}<//>`;
}

/** Who was asked and what each said, and in words what is missing until the next step. */
function Members({ data }) {
  const open = data.status === 'called' || data.status === 'in_session';
  return html`<${Card} title=${t('panel.members')} id="panel-members"><div class="stack">
    ${!data.seats.length && html`<p>${t('panel.nobody')}</p>`}
    <ul class="stack-tight">${data.seats.map((seat) => html`<li key=${seat.id}><p class="row"><bdi class="person strong">${seat.owner ? seat.owner.name : ''}</bdi> <${SeatChip} seat=${seat} status=${data.status} /></p>
      ${seat.fields.said_words && ['dissents', 'recused'].includes(seat.fields.said) && html`<p class="small"><bdi class="person">${seat.fields.said_words}</bdi></p>`}</li>`)}</ul>
    ${open && html`<p id="panel-quorum">${data.status === 'called' ? t('panel.quorumCalled', { n: data.counted, quorum: String(data.quorum) }) : t('panel.quorumSigned', { n: data.counted, quorum: String(data.quorum) })}</p>`}
    ${open && data.lacks.length > 0 && html`<div id="panel-lacks"><p class="strong">${t('panel.missing')}</p><ul>${data.lacks.map((one) => html`<li key=${one}>${LACKS[one]()}</li>`)}</ul></div>`}
  </div><//>`;
}

function Decided({ data }) {
  const { fields } = data.panel;
  const plan = useForm('care_plan').data;
  return html`<${Card} title=${t('panel.decision')} id="panel-decision"><div class="stack">
    <p><bdi class="person">${fields.panel_reason}</bdi></p>
    ${fields.panel_decided_on && html`<p class="small quiet"><${When} day=${fields.panel_decided_on} /></p>`}
    ${data.actions.length > 0 && html`<div><p class="strong">${t('panel.actions')}</p><ul>${data.actions.map((one) => html`<li key=${one.id}><a href=${`#/dossier/${data.panel.dossier}/record/${one.id}`}>${plan ? choiceLabel(plan, 'action', one.fields.action) : t('panel.actions')}</a>
      ${' · '}<bdi class="person">${one.fields.responsible}</bdi> · <${When} day=${one.fields.due_on} /></li>`)}</ul></div>`}
  </div><//>`;
}
