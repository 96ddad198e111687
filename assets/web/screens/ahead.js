// What filling in a form needs: its screens and the rules engine. They come when a form is near, or in a long calm, so that
// the first load stays small and a lost network still takes no form away.
import { loadEngine } from '../store/engine.js';
import { formOfEdition, loadEdition } from '../store/forms.js';

export const addScreen = () => import('./record-add.js');
export const editScreen = () => import('./record-edit.js');

const FORM_SCREENS = [addScreen, editScreen, () => import('./new-notification.js'), () => import('./register.js'), () => import('./print.js'), () => import('./family.js')];

/**
 * Fetches all of it, one after the other, with the forms of these names: a file is read in their words. What does not come
 * now is asked for again when it is needed.
 */
export async function prepareForms(names = []) {
  loadEngine();
  if (names.length) await loadEdition().catch(() => {});
  for (const name of names) await formOfEdition(name).catch(() => {});
  for (const fetchOne of FORM_SCREENS) await fetchOne().catch(() => {});
}
