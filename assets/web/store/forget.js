// What this device holds of a dossier that is this person's no longer goes at the next contact with the box.
import { unnameDrafts } from './drafts.js';
import { dropFromFound } from './found.js';
import { device } from './local.js';

const DOSSIER = /^\/api\/v1\/dossiers\/([\w-]+)$/;
const MY_DAY = '/api/v1/my-day';

const dossiersOf = (data) => new Set([...JSON.stringify(data).matchAll(/"dossier":"([\w-]+)"/g)].map((found) => found[1]));

/** Every held page that names it: its papers, lists and counts that it stood in. They are asked for anew when somebody looks. */
async function dropPages(dossier) {
  dropFromFound(dossier);
  for (const [path, page] of await device.entries('pages')) {
    if (path.includes(dossier) || JSON.stringify(page.data).includes(dossier)) await device.remove('pages', path);
  }
}

/** The box knows of no such page for this person. What was typed about the child stays sealed, as nothing typed is thrown away, without the child's name. */
export async function gone(path) {
  await device.remove('pages', path);
  const [, dossier] = DOSSIER.exec(path) || [];
  if (!dossier) return;
  await dropPages(dossier);
  unnameDrafts(dossier);
}

/** My day as it was held and as the box tells it now: what stands in it no longer may be somebody else's by now. */
export async function compareDays(path, before, now) {
  if (path !== MY_DAY || !before) return;
  const left = dossiersOf(now);
  for (const dossier of dossiersOf(before)) if (!left.has(dossier)) await dropPages(dossier);
}
