// The records of a dossier as the box answered it.

export function findRecord(dossier, id) {
  return [dossier.child, ...dossier.cases, ...dossier.records].find((record) => record.id === id);
}
