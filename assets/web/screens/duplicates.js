// Files that may be of one child, as the box found them at night: likeliest first, and those that somebody has told apart.
import { html } from '../lib/preact.js';
import { apart, local, t } from '../lib/i18n.js';
import { useResource } from '../store/resource.js';
import { Card } from '../components/card.js';
import { LinkButton } from '../components/button.js';
import { ListRow } from '../components/list-row.js';
import { whyWords } from '../components/matches.js';
import { PageHead } from '../components/page-head.js';
import { ageAndSex, Name } from '../components/person.js';
import { EmptyState, Waiting } from '../components/states.js';
import { When } from '../components/when.js';

export default function Duplicates() {
  const list = useResource('/api/v1/duplicates');
  const { data } = list;
  return html`<${PageHead} title=${t('duplicates.title')} back="#/more" />
    <div class="stack"><${Waiting} resource=${list} />
    ${data && html`
      <p class="quiet">${data.swept ? html`${t('duplicates.swept')} <${When} at=${data.swept} />` : t('duplicates.sweeping')}</p>
      ${!data.rows.length && html`<${Card}><${EmptyState} title=${t('duplicates.none')}><p>${t('duplicates.noneHint')}</p><//><//>`}
      ${data.rows.map((row) => html`<${Pair} key=${`${row.first.dossier}/${row.second.dossier}`} row=${row} />`)}
      ${data.more && html`<p class="quiet">${t('duplicates.more')}</p>`}
      ${data.apart.length > 0 && html`<${Card} flush title=${t('duplicates.apart')}><ul>${data.apart.map((one) => html`<li key=${`${one.apart.first}/${one.apart.second}`}><${ListRow} icon="people"
        href=${`#/merge/${one.apart.first}/${one.apart.second}`} title=${t('merge.pair', { first: apart(one.firstName), second: apart(one.secondName) })}
        sub=${html`<bdi>${one.apart.by.name}</bdi> · <${When} at=${one.apart.at} />`} /></li>`)}</ul><//>`}`}</div>`;
}

function Pair({ row }) {
  const { first, second } = row;
  return html`<${Card}><div class="stack-tight">
    <div class="sides">${[first, second].map((child) => html`<div key=${child.dossier}>
      <p class="strong"><${Name} name=${child.name} other=${child.nameOtherScript} /></p>
      <p class="small quiet">${ageAndSex(child)}${child.placeName && ` · ${local(child.placeName)}`}${child.caseNumber && html` · <bdi class="number">${child.caseNumber}</bdi>`}</p></div>`)}</div>
    <p class="why">${first.reasons.map((code) => html`<span class="chip" key=${code}>${whyWords(code)}</span>`)}</p>
    ${first.doubts.length > 0 && html`<p class="small quiet">${t('match.but')} ${first.doubts.map(whyWords).join(' · ')}</p>`}
    <div class="row"><${LinkButton} href=${`#/merge/${first.dossier}/${second.dossier}`}>${t('duplicates.compare')}<//></div>
  </div><//>`;
}
