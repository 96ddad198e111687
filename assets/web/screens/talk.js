// How to ask a child: what to say first, open questions by age, what not to do. One tap from the visit and the assessment; prints on one sheet.
import { html } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { PageHead } from '../components/page-head.js';

const PARTS = [['before', 4], ['young', 4], ['middle', 4], ['older', 4], ['avoid', 4], ['end', 3]];

export default function Talk() {
  return html`<${PageHead} title=${t('talk.title')} back=${history.length > 1 ? undefined : '#/more'} />
    <div class="stack"><div class="no-print"><${Button} icon="print" onClick=${() => print()}>${t('do.print')}<//></div>
      <div class="stack two even">${PARTS.map(([part, many]) => html`<${Card} key=${part} title=${t(`talk.${part}`)}><ul class="dots">${Array.from({ length: many }, (_, at) => html`<li key=${at}>${t(`talk.${part}${at + 1}`)}</li>`)}</ul><//>`)}</div></div>`;
}
