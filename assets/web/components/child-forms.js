// The children of a concern: one form each, on one page, at most twenty.
import { html, useEffect, useReducer, useRef } from '../lib/preact.js';
import { language, t } from '../lib/i18n.js';
import { useEngine } from '../store/engine.js';
import { OpenForm } from '../store/open-form.js';
import { Button } from './button.js';
import { Card } from './card.js';
import { firstFault, FormBody } from './form/form-body.js';

const MOST = 20;

/** {ready, list, answers, add, remove} of open forms about children. `changed` is called after each answer. */
export function useChildForms(form, first, changed) {
  const { state, engine } = useEngine();
  const [, draw] = useReducer((count) => count + 1, 0);
  const kids = useRef(null);
  const problem = useRef(null);
  const tell = useRef(changed);
  tell.current = changed;
  const open = (answers) => {
    const made = new OpenForm(engine, form, { answers, isNew: !Object.keys(answers).length, language: language.value.code });
    made.watch(draw);
    return made;
  };
  if (engine && form && !kids.current && !problem.current) {
    try {
      kids.current = (first && first.length ? first : [{}]).map(open);
    } catch (fault) {
      problem.current = fault;
    }
  }
  useEffect(() => () => { for (const one of kids.current || []) one.close(); }, []);
  const set = (list) => {
    kids.current = list;
    draw();
    tell.current();
  };
  return {
    ready: Boolean(kids.current), list: kids.current || [], engine: state, problem: problem.current, changed: () => tell.current(),
    answers: () => (kids.current || []).map((one) => one.answers()),
    /** The first fault about a child of whom anything is said: {at, key}, or null. */
    fault(names) {
      for (const [at, one] of (kids.current || []).entries()) {
        const said = Object.values(one.answers()).some((value) => value !== null);
        const found = said && firstFault({ open: one }, { names });
        if (found) return { at, key: found.key };
      }
      return null;
    },
    add() { set([...kids.current, open({})]); },
    remove(at) { set(kids.current.filter((_, index) => index !== at)); },
  };
}

/** `beside(open)`: what stands below a child's answers. */
export function ChildForms({ kids, places, names, all, seek, language: speaks, beside }) {
  return html`
    ${kids.list.map((open, at) => html`<${Card} key=${at} title=${t('new.child', { n: at + 1 })}
      tools=${kids.list.length > 1 && html`<${Button} kind="plain" icon="close" onClick=${() => kids.remove(at)}>${t('do.remove')}<//>`}>
      <${FormBody} plain filling=${{ open, language: speaks || language.value.code }} names=${names} places=${places} prefix=${`child${at}-`} all=${all && Object.values(open.answers()).some((value) => value !== null)} seek=${seek && seek.at === at ? seek : null} onChange=${kids.changed} />${beside && beside(open)}<//>`)}
    ${kids.list.length < MOST && html`<${Button} icon="new" onClick=${kids.add}>${t('new.addChild')}<//>`}`;
}
