// A form and its save: what was submitted stays in the form until the box has it, and comes back with the reason when
// the box refuses it. A form that waits is not submitted twice.
import { useValue } from '../lib/observable.js';
import { wire } from '../api/client.js';
import { enqueue, saves, settled, withdraw } from './queue.js';

/**
 * {submit, save, busy, waiting, problem, faults} of the draft with this key. `submit({entries | request, about})`
 * resolves with the save once the box has answered. `faults` is {field: code} of a refusal.
 */
export function useSubmission(key) {
  const save = [...useValue(saves)].reverse().find((one) => one.about.draft === key && one.state !== 'box');
  const offline = useValue(wire).reach === 'offline';
  const refused = save && save.state === 'refused';
  const under = Boolean(save) && !refused;
  return {
    save,
    busy: under,
    waiting: under && (offline || save.tries > 0),
    problem: refused ? save.problem : null,
    faults: refused ? faultsByField(save.problem.faults) : {},
    submit({ entries, request, about }) {
      if (refused) withdraw(save.id);
      return settled(enqueue({ entries, request, about: { ...about, draft: key } }));
    },
  };
}

export function faultsByField(faults) {
  const found = {};
  for (const fault of faults || []) found[fault.field] = fault.code;
  return found;
}
