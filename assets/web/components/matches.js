// Children already known who may be the one in the alert, with the reason for each.
import { html } from '../lib/preact.js';
import { knows, local, t } from '../lib/i18n.js';
import { useResource } from '../store/resource.js';
import { Button } from './button.js';
import { ageAndSex, fullName, Name } from './person.js';

export function whyWords(code) {
  return knows(`match.${code}`) ? t(`match.${code}`) : t('match.other');
}

export function Matches({ child, canLink, onLink, busy }) {
  const name = fullName(child.fields);
  const found = useResource(name ? `/api/v1/search?q=${encodeURIComponent(name)}` : null);
  if (!name) return html`<p class="quiet">${t('match.noName')}</p>`;
  if (found.problem && !found.data) return html`<p class="quiet">${found.problem.words.what}</p>`;
  if (!found.data) return html`<p class="quiet" role="status">${t('match.looking')}</p>`;
  const rows = found.data.rows.slice(0, 5);
  if (!rows.length) return html`<p class="quiet">${t('match.none')}</p>`;
  return html`<div class="stack-tight">
    <h3>${t('match.title')}</h3>
    ${rows.map((row) => html`<div class="card match stack-tight" key=${row.dossier}>
      <p class="strong"><${Name} name=${row.name} other=${row.nameOtherScript} /></p>
      <p class="small quiet">${ageAndSex(row)}${row.placeName && ` · ${local(row.placeName)}`}${row.caseNumber && html` · <bdi class="number">${row.caseNumber}</bdi>`}</p>
      <p class="why">${[...new Set([...row.matched, ...similar(child.fields, row)])].map((code) => html`<span class="chip">${whyWords(code)}</span>`)}</p>
      <div class="row"><a class="button plain" href=${`#/dossier/${row.dossier}`}>${t('match.look')}</a>
        ${canLink && html`<${Button} icon="link" busy=${busy} onClick=${() => onLink(row.dossier)}>${t('match.link')}<//>`}</div>
    </div>`)}
  </div>`;
}

/** What else the two have in common. */
function similar(fields, row) {
  const codes = [];
  if (fields.sex && fields.sex !== 'unknown' && fields.sex === row.sex) codes.push('sex');
  if (fields.age_years !== undefined && row.age !== null && row.age !== undefined && Math.abs(fields.age_years - row.age) <= 1) codes.push('age');
  return codes;
}
