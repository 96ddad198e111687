// How many alerts one has not seen; `alerts.js`, which is fetched after the first screen, keeps it true.
import { observable } from '../lib/observable.js';

export const unseen = observable(0);
