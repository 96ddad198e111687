// One change of home for several children of a family, and who was made sure to live together: each is one save. What may be in
// it the box judges; here it is only put together.
import { amendEntry, answered } from './entries.js';

/** Answers of the change screen, by the record they belong to. */
export const OF_FAMILY = ['place', 'address', 'caregiver_name', 'caregiver_relation'];
export const OF_CHILD = ['place', 'address', 'lives_with'];

const pick = (answers, names, may) => Object.fromEntries(Object.entries(answers).filter(([name]) => names.includes(name) && may.includes(name)));

/** The family's own record first, then each chosen child's. `version` is that of the form of a child. */
export function moveEntries({ family, chosen, answers, version }) {
  const said = answered(answers);
  const entries = [];
  const home = pick(said, OF_FAMILY, family.may.edit);
  if (Object.keys(home).length) entries.push(amendEntry(family, home));
  for (const child of chosen) {
    const fields = pick(said, OF_CHILD, child.mayMove);
    if (!Object.keys(fields).length) continue;
    entries.push(amendEntry({ form: 'child', id: child.dossier, dossier: child.dossier, version: child.version, formVersion: version }, fields));
  }
  return entries;
}

/** `said`: {dossier: yes | no | unknown}; who is not named stays as he or she is. */
export function togetherEntries({ children, said, day }) {
  return children.filter((child) => said[child.dossier]).map((child) => amendEntry(child.member, { lives_together: said[child.dossier], confirmed_on: day }));
}

/** What the box refused of a save, by child: {dossier: [code]}; of the family's own record under its id. */
export function refusedOf(save) {
  const found = {};
  for (const fault of (save && save.problem && save.problem.faults) || []) {
    const entry = save.entries.find((one) => one.id === fault.entry);
    if (!entry) continue;
    found[entry.record] = [...new Set([...(found[entry.record] || []), fault.code])];
  }
  return found;
}
