// Children already known who may be the one described, with what speaks for and against each. Asked while somebody writes.
import { html, useEffect, useRef, useState } from '../lib/preact.js';
import { knows, local, t } from '../lib/i18n.js';
import { call } from '../api/client.js';
import { Button } from './button.js';
import { ageAndSex, Name } from './person.js';

const PAUSE = 450;
/** What is told of a child, as the box takes it. */
const TOLD = ['given_name', 'family_name', 'other_names', 'name_other_script', 'sex', 'birth_date', 'birth_estimated', 'birth_place', 'place', 'national_id'];

export function whyWords(code) {
  return knows(`match.${code}`) ? t(`match.${code}`) : t('match.other');
}

/** What speaks for somebody, and what against. */
export function Why({ reasons, doubts }) {
  return html`<p class="why">${reasons.map((code) => html`<span class="chip" key=${code}>${whyWords(code)}</span>`)}</p>
    ${doubts.length > 0 && html`<p class="small quiet">${t('match.but')} ${doubts.map(whyWords).join(' · ')}</p>`}`;
}

/** What is known of a child, from the answers of a child's, an alert's or a registration's form. */
function described(fields) {
  const told = Object.fromEntries(TOLD.filter((name) => typeof fields[name] === 'string' && fields[name] !== '').map((name) => [name, fields[name]]));
  return Number.isInteger(fields.age_years) ? { ...told, age_years: fields.age_years } : told;
}

/** {rows, problem} for a description; asks again a moment after it has changed. Rows are null until the box has answered. */
function useLikely(description) {
  const asked = JSON.stringify(description);
  const [answer, setAnswer] = useState({ rows: null, problem: null });
  const begun = useRef(false);
  useEffect(() => {
    if (!description.given_name && !description.family_name) {
      setAnswer({ rows: null, problem: null });
      return undefined;
    }
    const abort = new AbortController();
    const ask = async () => {
      try {
        const { data } = await call('POST', '/api/v1/children/likely', { body: JSON.parse(asked), signal: abort.signal });
        setAnswer({ rows: data.rows, problem: null });
      } catch (fault) {
        if (!abort.signal.aborted) setAnswer((before) => ({ ...before, problem: fault }));
      }
    };
    const timer = setTimeout(ask, begun.current ? PAUSE : 0);
    begun.current = true;
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [asked]);
  return answer;
}

/**
 * The children as cards. `skip` are dossiers that were looked at and are somebody else; `onOther` takes one more of them,
 * `onLink` the one it is. What is put off for later comes last, with a way back. `isQuiet` is for the side of a form that is being filled in:
 * one line that opens, and that is there from the first letter on, so that nothing below it moves when the answer comes.
 */
export function Matches({ fields, skip = [], canLink, onLink, onOther, busy, isQuiet }) {
  const description = described(fields);
  const { rows, problem } = useLikely(description);
  const [later, setLater] = useState([]);
  if (!description.given_name && !description.family_name) return isQuiet ? null : html`<p class="quiet">${t('match.noName')}</p>`;
  const line = isQuiet ? 'quiet likely' : 'quiet';
  if (problem && !rows) return html`<p class=${line}>${problem.words.what}</p>`;
  if (!rows) return html`<p class=${line} role="status">${t('match.looking')}</p>`;
  const left = rows.filter((row) => !skip.includes(row.dossier));
  const shown = left.filter((row) => !later.includes(row.dossier)), put = left.length - shown.length;
  if (!left.length) return html`<p class=${line} role="status">${t('match.none')}</p>`;
  const cards = html`<div class="stack-tight">
    ${shown.map((row) => html`<${Match} key=${row.dossier} row=${row} busy=${busy} onLink=${canLink && onLink} onOther=${onOther} onLater=${(one) => setLater([...later, one])} />`)}
    ${put > 0 && html`<div class="row"><span class="quiet">${t('match.put', { n: put })}</span><${Button} kind="plain" onClick=${() => setLater([])}>${t('match.back')}<//></div>`}
  </div>`;
  if (!isQuiet) return html`<div class="stack-tight" role="region" aria-label=${t('match.title')}><h3>${t('match.title')}</h3>${cards}</div>`;
  return html`<details class="likely"><summary><span role="status">${t('match.title')}: ${shown.length ? html`<${Name} name=${shown[0].name} />` : t('match.put', { n: put })}${shown.length > 1 && ` ${t('match.more', { n: shown.length - 1 })}`}</span></summary>${cards}</details>`;
}

function Match({ row, busy, onLink, onOther, onLater }) {
  return html`<div class="card match stack-tight">
    <p class="strong"><${Name} name=${row.name} other=${row.nameOtherScript} /></p>
    <p class="small quiet">${ageAndSex(row)}${row.placeName && ` · ${local(row.placeName)}`}${row.caseNumber && html` · <bdi class="number">${row.caseNumber}</bdi>`}</p>
    <${Why} ...${row} />
    <div class="row"><a class="button plain" href=${`#/dossier/${row.dossier}`}>${t('match.look')}</a>
      ${onLink && html`<${Button} icon="link" busy=${busy} onClick=${() => onLink(row.dossier)}>${t('match.link')}<//>`}
      ${onOther && html`<${Button} kind="plain" onClick=${() => onOther(row.dossier)}>${t('match.notSame')}<//>`}
      <${Button} kind="plain" onClick=${() => onLater(row.dossier)}>${t('match.later')}<//></div>
  </div>`;
}
