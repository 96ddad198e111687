// A form was put into use: what that means, and words to send to colleagues.
import { html, useEffect, useRef, useState } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { formTitle } from '../../store/form-words.js';
import { Banner } from '../banner.js';
import { Button } from '../button.js';
import { Card } from '../card.js';

/** `result`: {form, version, title, note}. */
export function Told({ result, children }) {
  const here = useRef(null);
  const text = useRef(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => { here.current.focus(); }, []);
  const title = formTitle({ title: result.title, name: result.form });
  const copy = async () => {
    text.current.select();
    try {
      await navigator.clipboard.writeText(text.current.value);
      setCopied(true);
    } catch {
      // Not allowed here: the text is selected, the keyboard copies it.
    }
  };
  return html`<div class="stack">
    <div tabindex="-1" ref=${here}><${Banner} kind="done" title=${t('publish.done', { title, version: String(result.version) })} live="polite"><p>${t('publish.doneHint')}</p><//></div>
    <${Card} title=${t('publish.tell')}><div class="stack">
      <ul class="dots"><li>${t('publish.tellNew')}</li><li>${t('publish.tellOld')}</li><li>${t('publish.tellOpen')}</li></ul>
      <div class="field"><label class="label" for="tell-text">${t('publish.tellReady')}</label>
        <textarea id="tell-text" class="input" dir="auto" readonly ref=${text} value=${t('publish.tellText', { title, version: String(result.version), note: result.note })}></textarea></div>
      <div class="row"><${Button} onClick=${copy}>${t('publish.copy')}<//><span class="small" role="status">${copied ? t('publish.copied') : ''}</span></div>
    </div><//>
    <div class="row">${children}</div>
  </div>`;
}
