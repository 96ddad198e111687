// Which versions of which forms there are, and which is in use.
import { useResource } from './resource.js';

export function usePublications() {
  return useResource('/api/v1/forms/publications');
}

/** Versions with the newest first; the one that came with the box is the oldest. */
export function newestFirst(publications) {
  return [...publications].sort((a, b) => (b.at || '').localeCompare(a.at || ''));
}

/** The address of a version as a workbook. */
export function workbookOf(form, version) {
  return `/api/v1/forms/${form.name}/workbook?publication=${version.publication || 'standard'}`;
}
