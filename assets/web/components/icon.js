// Line icons, 24 × 24. They never stand alone: a word is always beside them or in the button's label.
import { html } from '../lib/preact.js';

const PATHS = {
  day: 'M4 12l8-8 8 8v8H4z M10 20v-5h4v5', search: 'M11 4a7 7 0 1 1 0 14a7 7 0 0 1 0-14z M16 16l5 5',
  new: 'M12 5v14 M5 12h14', more: 'M5 7h14 M5 12h14 M5 17h14', alert: 'M12 4l9 16H3z M12 10v4 M12 17v.5',
  due: 'M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18z M12 7v5l3 2', done: 'M5 12l5 5 9-10', waiting: 'M7 4h10 M7 20h10 M8 4c0 5 8 5 8 8s-8 3-8 8 M16 4c0 5-8 5-8 8s8 3 8 8',
  eye: 'M2 12c3-5 6.5-7 10-7s7 2 10 7c-3 5-6.5 7-10 7s-7-2-10-7z M12 9a3 3 0 1 1 0 6a3 3 0 0 1 0-6z',
  covered: 'M3 4l18 16 M4 10c-.8.7-1.4 1.4-2 2c3 5 6.5 7 10 7c1.5 0 3-.4 4.4-1.1 M9 5.4C13.5 4 18 6 22 12c-.7 1.1-1.4 2-2.2 2.800',
  back: 'M15 5l-7 7 7 7', on: 'M9 5l7 7-7 7', close: 'M6 6l12 12 M18 6L6 18', edit: 'M4 20l1-4L16 5l3 3L8 19z', visit: 'M12 3a4 4 0 1 1 0 8a4 4 0 0 1 0-8z M4 21c0-5 3.5-8 8-8s8 3 8 8',
  note: 'M6 3h9l4 4v14H6z M9 11h7 M9 15h7', phone: 'M6 3h4l1 5-2.5 1.5a11 11 0 0 0 6 6L16 13l5 1v4c0 2-1 3-3 3C10 21 3 14 3 6c0-2 1-3 3-3z', history: 'M4 12a8 8 0 1 0 3-6.2L4 8 M4 3v5h5 M12 8v4l3 2',
  print: 'M7 8V3h10v5 M7 17H4V8h16v9h-3 M7 14h10v7H7z', child: 'M12 3a4 4 0 1 1 0 8a4 4 0 0 1 0-8z M7 21v-4a5 5 0 0 1 10 0v4', people: 'M9 4a3.5 3.5 0 1 1 0 7a3.5 3.5 0 0 1 0-7z M2 20c0-4 3-7 7-7s7 3 7 7 M16 4.5a3.5 3.5 0 0 1 0 6 M18 13.5c2.5 1 4 3.5 4 6.5',
  lock: 'M6 11h12v10H6z M8 11V8a4 4 0 0 1 8 0v3', offline: 'M3 4l18 17 M5 12a10 10 0 0 1 4-2.5 M2 8.5a15 15 0 0 1 4-2.5 M19 12a10 10 0 0 0-3-2 M22 8.5A15 15 0 0 0 11 5 M8.5 16a5 5 0 0 1 7 0 M12 19.5v.5',
  box: 'M4 8l8-4 8 4v9l-8 4-8-4z M4 8l8 4 8-4 M12 12v9', flag: 'M6 21V4h11l-2 4 2 4H6', place: 'M12 21c-4-5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6-6 11z M12 8a2 2 0 1 1 0 4a2 2 0 0 1 0-4z', out: 'M10 4H5v16h5 M14 8l5 4-5 4 M19 12H9', link: 'M9 15l6-6 M8 11l-3 3a3.5 3.5 0 0 0 5 5l3-3 M16 13l3-3a3.5 3.5 0 0 0-5-5l-3 3', info: 'M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18z M12 11v5 M12 7.5v.5', conflict: 'M5 6h6v12H5z M13 6h6v12h-6z',
};

export function Icon({ name, mirror }) {
  const turned = mirror || name === 'back' || name === 'on' || name === 'out';
  return html`<svg class=${turned ? 'icon mirror' : 'icon'} viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${PATHS[name] || PATHS.info} /></svg>`;
}

export const ICONS = Object.keys(PATHS);
