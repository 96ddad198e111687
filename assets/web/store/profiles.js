// Which set of the standard forms and questions is asked here, and which others there are.
import { apart, formTitle } from './form-words.js';
import { useResource } from './resource.js';

/** {inUse, base, profiles: [{name, title, hint, forms, questions}]}. */
export function useProfiles() {
  return useResource('/api/v1/profiles');
}

/** Title of a set inside a sentence. */
export function profileTitle(profile) {
  return apart(formTitle(profile));
}

/** Whether less is asked after a switch. */
export function asksLess(from, to) {
  return to.questions < from.questions || (to.questions === from.questions && to.forms < from.forms);
}
