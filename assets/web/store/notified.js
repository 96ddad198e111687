// Notifications and the children they name.

/** Registered or linked already, perhaps to a dossier that this person may not see. */
export function isSettled(child) {
  return Boolean(child.fields.linked_dossier) || (child.hidden || []).includes('linked_dossier');
}
