// Which answers lead to where a child is. They open only below the rule for safe contact, in every record, on screen and on paper.
import { fieldOf } from './forms.js';

/** Classes of sensitivity that hold telephones, addresses and where a carer lives (docs/access.md). */
const CLASSES = ['address', 'contact', 'carer'];
/** The rule itself, and warnings: they are read first. */
const RULE = ['safe_contact', 'contact_restriction', 'not_to'];
/** A question that no form in use describes has no class: its name must do. */
const BY_NAME = /phone|address|whereabouts|contact/;

/** Whether the answer of this name leads to somebody. A colleague who is asked is found at work. */
export function leads(form, name) {
  if (RULE.includes(name)) return false;
  const field = fieldOf(form, name);
  return field ? CLASSES.includes(field.permission) && !/\bcolleague\b/.test(field.appearance || '') : BY_NAME.test(name);
}

/** Names of what this record holds of that kind, also where this person may not see it, in the order of the form. */
export function leadingNames(form, record) {
  const order = (form ? form.fields : []).map((field) => field.name);
  const held = Object.keys(record.fields).filter((name) => ![undefined, null, ''].includes(record.fields[name]));
  return [...new Set([...held, ...(record.hidden || [])])].filter((name) => leads(form, name)).sort((a, b) => order.indexOf(a) - order.indexOf(b));
}
