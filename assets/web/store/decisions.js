// What waits for one's decision, for whoever decides anything.
import { can } from '../api/session.js';
import { useResource } from './resource.js';

/** Rights to decide about what stands in the inbox. */
export const DECIDES = ['decide:placement', 'decide:closure', 'decide:care_plan', 'confirms_erasure'];

/** The page of what waits; null for who decides nothing, and until it is here. */
export function useDecisions() {
  return useResource(DECIDES.some(can) ? '/api/v1/decisions' : null).data || null;
}
