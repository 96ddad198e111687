// Whether the screen is a phone's: below the width from which the places stand at the side.
import { useEffect, useState } from './preact.js';

const query = matchMedia('(max-width: 55.99rem)');

export function useNarrow() {
  const [narrow, set] = useState(query.matches);
  useEffect(() => {
    const look = () => set(query.matches);
    query.addEventListener('change', look);
    return () => query.removeEventListener('change', look);
  }, []);
  return narrow;
}
