// The questions of an open form with their groups and repetitions, section by section. On a phone a long form comes one
// section a page when `paged` says so; at a desk all of it is on one page.
import { html, useEffect, useLayoutEffect, useRef, useState } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { faultsOf, questionsOf, sectionsOf } from '../../store/layout.js';
import { useNarrow } from '../../lib/narrow.js';
import { usePageSteps } from '../../lib/page-steps.js';
import { Banner } from '../banner.js';
import { Button } from '../button.js';
import { Card } from '../card.js';
import { StepBar } from '../step-bar.js';
import { FormContext, idOf, wordsOf } from './context.js';
import { isRightToLeft } from './language.js';
import { Question } from './question.js';
import { Repeat } from './repeat.js';
import { SectionList } from './section-list.js';

export function Items({ items, parts }) {
  return items.map((item) => {
    if (item.kind === 'field') return html`<${Question} key=${item.key} item=${item} />`;
    if (item.kind === 'repeat') return html`<${Repeat} key=${item.key} item=${item} />`;
    const label = wordsOf(parts, item.group.label, item.group.name, item.at);
    return html`<section class="fields" key=${item.key}>${label && html`<h3>${label}</h3>`}<${Items} items=${item.items} parts=${parts} /></section>`;
  });
}

/** Sections by page: a question that stands alone shares the page of the section after it. */
function pagesOf(sections) {
  const pages = [];
  let page = [];
  sections.forEach((section, place) => {
    page.push(section);
    if (!section.group && place < sections.length - 1 && questionsOf(section.items).length < 2) return;
    pages.push(page);
    page = [];
  });
  return pages;
}

/** Moves the focus to a question's control, or to its first choice. */
export function focusQuestion(prefix, key) {
  const id = idOf(prefix, key);
  const shell = document.getElementById(id) || document.getElementById(`${id}-all`);
  if (!shell) return;
  const folded = shell.closest('details');
  if (folded) folded.open = true;
  const target = shell.matches('input, textarea, select') ? shell : shell.querySelector('input, textarea, select, button');
  if (!target) return;
  target.focus();
  // Writing goes on where it ended.
  if (target.matches('textarea, input[type=text]')) target.setSelectionRange(target.value.length, target.value.length);
}

/**
 * `filling` comes from useFilling. `faults` are what the box refused ({field: code}); `all` shows every fault, else only
 * those of questions that were left. `seek` ({key}) asks for a question: its page is opened and it gets the focus.
 * `inside` is for a form that is a part of a page: turning to a section shows that section, not the top of the page.
 * `attach` ({record, dossier, parent, form, draft, about}) says where attachments belong; without it none can be taken here.
 * `children` come after the last section, and `save`, the button that saves, in the foot behind them.
 */
export function FormBody({ filling, names, may, places = [], faults = {}, all, prefix = '', beside = {}, titles, seek, attach, startPage = 0, onPage, onChange, onCommit, paged, plain, inside, save, children }) {
  const { open, language, say = t } = filling;
  const spoken = { lang: language, dir: isRightToLeft(language) ? 'rtl' : 'ltr' };
  const [left, setLeft] = useState({});
  const narrow = useNarrow();
  const heading = useRef(null);
  const sections = sectionsOf(open, { names, may });
  const leaves = pagesOf(sections);
  const pages = paged && narrow && leaves.length > 1;
  const turned = useRef(false);
  const [page, setPage] = usePageSteps(pages, startPage, (to) => { turned.current = true; if (onPage) onPage(to); });
  const at = Math.max(0, Math.min(page, leaves.length - 1));
  const [passed, setPassed] = useState(new Set());
  const [lacking, setLacking] = useState(null);

  useLayoutEffect(() => {
    if (!seek) return;
    const place = leaves.findIndex((leaf) => leaf.some((section) => questionsOf(section.items).some((item) => item.key === seek.key)));
    if (place < 0) return;
    setPage(place);
    if (pages && place !== at) setTimeout(() => focusQuestion(prefix, seek.key), 50);
    else focusQuestion(prefix, seek.key);
  }, [seek]);
  useEffect(() => {
    if (!turned.current) return;
    turned.current = false;
    if (!inside) scrollTo(0, 0);
    if (heading.current) heading.current.focus({ preventScroll: !inside });
  }, [at]);

  const parts = {
    ...filling, say, places, prefix, beside, titles, left, attach,
    leave(key) { if (!left[key]) setLeft((before) => ({ ...before, [key]: true })); },
    /** The fault to show beside a question now, as a code. */
    faultOf(item) {
      const { fault } = item.state;
      if (fault && (all || passed.has(item.key) || (left[item.key] && fault !== 'required'))) return fault;
      return item.at.length ? undefined : faults[item.field.name];
    },
    changed(name, at_) { if (onChange) onChange(name, at_); },
    commit(name) { if (onCommit) onCommit(name); },
  };
  const turn = (to) => {
    const mine = leaves[at].flatMap((section) => questionsOf(section.items));
    setPassed(new Set([...passed, ...mine.map((item) => item.key)]));
    const fault = save && to > at && faultsOf(leaves[at])[0];
    // What is not answered is said at its question once; who goes on all the same may, and is asked again at the end.
    if (fault && lacking !== at) {
      setLacking(at);
      focusQuestion(prefix, fault.key);
      return;
    }
    setLacking(null);
    turned.current = true;
    setPage(to);
    if (onPage) onPage(to);
  };
  const titled = (section) => (section.group ? wordsOf(parts, section.group.label, section.group.name, []) : '');
  const shown = pages ? leaves[at] : sections;
  const last = !pages || at === leaves.length - 1;
  const heard = pages ? titled(shown.find((section) => section.group) || shown[0]) : '';
  const card = (section) => {
    const body = html`<div class="fields"><${Items} items=${section.items} parts=${parts} /></div>`;
    if (plain) return html`<div key=${section.key} class="fields">${!names && titled(section) && html`<h2>${titled(section)}</h2>`}${body}</div>`;
    return html`<${Card} key=${section.key} title=${pages ? undefined : titled(section) || undefined}>${body}<//>`;
  };

  return html`<${FormContext.Provider} value=${parts}>
    ${open.refused && html`<${Banner} kind="urgent" live="assertive" title=${t('form.lost', { field: wordsOf(parts, (open.fields.get(open.refused) || {}).label) || open.refused })}><p>${t('form.lostHint')}</p><//>`}
    <div class=${plain ? 'fields' : 'stack'} ...${spoken}>
      ${pages && html`<div class="form-step"><${StepBar} step=${at + 1} of=${leaves.length} say=${say} />
        <h2 tabindex="-1" ref=${heading}>${heard || html`<span class="hidden">${say('step.of', { step: at + 1, of: leaves.length })}</span>`}</h2></div>`}
      ${paged && !narrow && sections.length > 2 && html`<${SectionList} sections=${sections} titled=${titled} onGo=${(section) => focusQuestion(prefix, (questionsOf(section.items)[0] || { key: section.key }).key)} />`}
      ${shown.map(card)}
    </div>
    ${last && children}
    ${pages && lacking === at && html`<p class="small" role="status" ...${spoken}>${say('form.lacking')}</p>`}
    ${(pages || save) && html`<div class=${pages ? 'form-foot form-turn' : 'form-foot'} ...${spoken}>
      ${pages && at > 0 && html`<${Button} key="back" icon="back" onClick=${() => turn(at - 1)}>${say('form.back')}<//>`}
      ${last ? save : html`<${Button} key="next" kind="main" onClick=${() => turn(at + 1)}>${say('form.next')}<//>`}</div>`}
  <//>`;
}

/** The first fault of an open form, in the order of reading; null when it may be saved. */
export function firstFault(filling, options) {
  return faultsOf(sectionsOf(filling.open, options))[0] || null;
}
