// What a child can read of the own file: a few answers of a few papers, and nothing else of what the worker sees.
import { today } from '../lib/time.js';

/** All that is ever taken, form by form. Reports, risks, words of others, addresses and names of others stay out. */
export const READABLE = {
  care_plan: ['action', 'child_words', 'due_on'],
  visit: ['promise', 'promise_due_on', 'next_visit_on'],
};
/** How far an action is when it is no longer something to come. */
const OVER = ['done', 'cancelled'];
export const LEVELS = ['young', 'middle', 'older', 'family'];

const taken = (record) => Object.fromEntries(READABLE[record.form].map((name) => [name, record.fields[name]]));

/** Words for this age; without an age those in the middle. */
export function levelFor(age) {
  if (age === null || age === undefined) return 'middle';
  return age < 9 ? 'young' : age < 14 ? 'middle' : 'older';
}

/**
 * {name, helper, agreed: [{action, child_words, due_on}], promises: [{promise, promise_due_on}], meetings: [day]}. A plan is agreed when its
 * supervisor said so and it is neither done nor found impossible; a promise is there until it was kept; the newest visit says when the next one is.
 */
export function pageOf(dossier, now = today()) {
  const of = (form) => dossier.records.filter((one) => one.form === form);
  // A later visit moves what an earlier one agreed: the child waits for one day only, as My day and the overview do.
  const newest = of('visit').filter((one) => one.fields.seen_on).sort((a, b) => b.fields.seen_on.localeCompare(a.fields.seen_on))[0];
  const next = newest && newest.fields.next_visit_on;
  return {
    name: dossier.child.fields.given_name || '',
    helper: dossier.summary.worker ? dossier.summary.worker.name : '',
    agreed: of('care_plan').filter((one) => one.status === 'approved' && !one.fields.done_on && !OVER.includes(one.fields.status)).map(taken).sort((a, b) => String(a.due_on || '9').localeCompare(String(b.due_on || '9'))),
    promises: of('visit').filter((one) => one.fields.promise && one.status !== 'kept').map(taken),
    meetings: next && next >= now ? [next] : [],
  };
}
