// What an auditor asks the trail for. Each answer counts as soon as it is given; the address holds none of them.
import { html } from '../lib/preact.js';
import { knows, t } from '../lib/i18n.js';
import { Button } from './button.js';
import { Select } from './field.js';

const ACTIONS = ['view', 'search', 'list', 'export', 'print', 'share', 'signIn', 'signInFailed', 'signOut', 'permission', 'breakGlass', 'settings', 'device', 'erasure', 'unlock', 'verify', 'keySlot', 'lost'];
const ROLES = ['case_worker', 'supervisor', 'specialist', 'helpline_operator', 'guardianship_local', 'guardianship_territorial', 'multidisciplinary_member', 'agency_focal_point', 'tracing_officer', 'gbv_worker', 'gbv_supervisor', 'district_manager', 'data_officer', 'site_administrator', 'auditor', 'notifier'];

/** A kind of event in words. */
export function actionWords(action) {
  return knows(`trail.action.${action}`) ? t(`trail.action.${action}`) : action;
}

/** The answers as a query. */
export function queryOf(asked) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) if (value && name !== 'names') query.set(name, value);
  return query;
}

/** `asked`: the answers by name; `names` of a person and a record that were chosen from a line. */
export function TrailFilter({ asked, onChange }) {
  const set = (name) => (value) => onChange({ ...asked, [name]: value });
  const field = (name, label, control) => html`<div class="field"><label class="label" for=${`trail-${name}`}>${label}</label>${control}</div>`;
  const date = (name) => html`<input class="input short" type="date" id=${`trail-${name}`} value=${asked[name] || ''} onChange=${(event) => set(name)(event.target.value)} />`;
  const select = (name, options) => html`<${Select} id=${`trail-${name}`} options=${options} value=${asked[name]} onChange=${set(name)} />`;
  return html`<div class="stack">
    <div class="fields-row">
      ${field('from', t('trail.from'), date('from'))}
      ${field('to', t('trail.to'), date('to'))}
      ${field('action', t('trail.action'), select('action', ACTIONS.map((value) => ({ value, label: actionWords(value) }))))}
      ${field('role', t('people.role'), select('role', ROLES.map((value) => ({ value, label: t(`role.${value}`) }))))}
      ${field('case', t('print.caseNumber'), html`<input class="input" id="trail-case" dir="ltr" autocomplete="off" maxlength="40" value=${asked.case || ''} onChange=${(event) => set('case')(event.target.value.trim())} />`)}
    </div>
    <div class="row">
      ${asked.actor && html`<${Button} icon="close" onClick=${() => onChange({ ...asked, actor: null })}>${t('trail.ofPerson', { name: `\u2068${asked.names.actor || asked.actor}\u2069` })}<//>`}
      ${asked.subject && html`<${Button} icon="close" onClick=${() => onChange({ ...asked, subject: null })}>${t('trail.ofRecord', { id: `\u2068${asked.subject}\u2069` })}<//>`}
      <a class="button" href=${`/api/v1/trail/file?${queryOf(asked)}`} download><span>${t('trail.file')}</span></a>
    </div></div>`;
}
