// Two files that are of two children: said with a reason, so that they are not proposed again, and taken back.
import { html, useState } from '../lib/preact.js';
import { apart, t } from '../lib/i18n.js';
import { go } from '../lib/router.js';
import { uuid7 } from '../lib/uuid.js';
import { useAsk } from '../components/ask.js';
import { Banner } from '../components/banner.js';
import { Button } from '../components/button.js';
import { ErrorBox } from '../components/error-box.js';
import { FieldShell } from '../components/field.js';
import { When } from '../components/when.js';

const LONGEST = 2000;

/** For a pair that nobody has told apart. */
export function TellApart({ first, second, onBack }) {
  const [save] = useState(uuid7);
  const [words, setWords] = useState('');
  const [all, setAll] = useState(false);
  const { busy, problem, ask } = useAsk();
  const fault = all && !words.trim();
  const submit = async (event) => {
    event.preventDefault();
    setAll(true);
    if (!words.trim()) return;
    if (await ask('POST', '/api/v1/duplicates/apart', { saveId: save, first, second, reason: words.trim() })) go('#/duplicates');
  };
  return html`<form class="stack" id="apart" onSubmit=${submit} novalidate>
    <${ErrorBox} problem=${problem} />
    <${FieldShell} id="apart-reason" label=${t('merge.undoReason')} hint=${t('apart.hint')} required fault=${fault ? 'required' : null}>${(about) => html`<textarea id="apart-reason" class="input" dir="auto" maxlength=${LONGEST} aria-describedby=${about} aria-invalid=${fault ? 'true' : undefined} value=${words} onInput=${(event) => setWords(event.target.value)}></textarea>`}<//>
    <div class="row"><${Button} kind="main" type="submit" busy=${busy}>${t('apart.tell')}<//><${Button} onClick=${onBack}>${t('go.back')}<//></div></form>`;
}

/** For a pair that somebody has. */
export function WasToldApart({ told }) {
  const [save] = useState(uuid7);
  const { busy, problem, ask } = useAsk();
  const back = () => ask('POST', '/api/v1/duplicates/apart/undo', { saveId: save, first: told.first, second: told.second });
  return html`<${Banner} kind="waiting" title=${t('apart.told', { name: apart(told.by.name) })}>
    <p><bdi class="person">${told.reason}</bdi></p><p class="small quiet"><${When} at=${told.at} /></p>
    <${ErrorBox} problem=${problem} />
    <div><${Button} busy=${busy} onClick=${back}>${t('apart.back')}<//></div><//>`;
}
