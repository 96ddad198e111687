// Brothers and sisters share one family record; each dossier holds a link to it.
import { uuid7 } from '../lib/uuid.js';
import { answered, createEntry } from './entries.js';
import { useResource } from './resource.js';

/** The family that a dossier links to, or null. */
export function familyOf(dossier) {
  const link = dossier && dossier.records.find((record) => record.form === 'family_member' && record.fields.family);
  return link ? link.fields.family : null;
}

/** Brothers and sisters, as the family's page names them; none until it is read. */
export function useSiblings(dossier) {
  const family = useResource(familyOf(dossier) ? `/api/v1/families/${familyOf(dossier)}` : null).data;
  return family ? family.children.filter((child) => child.dossier !== dossier.id) : [];
}

/**
 * Entries that put a new child into the family of a child who is registered already, making the family when there is
 * none yet. `forms` holds family and member; `answers` are those about the new child.
 */
export function joinFamily({ forms, sibling, dossier, answers }) {
  const known = familyOf(sibling);
  const family = known || uuid7();
  const member = (of) => createEntry(forms.member, { dossier: of, parent: family, fields: { family, role: 'child' } });
  if (known) return [member(dossier)];
  const shared = answered({ family_name: answers.family_name, place: answers.place, address: answers.address });
  return [createEntry(forms.family, { record: family, fields: shared }), member(sibling.id), member(dossier)];
}
