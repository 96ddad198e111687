// Where this phone is, when somebody asks it: latitude, longitude, height and how exact it is.
import { html, useState } from '../../lib/preact.js';
import { t } from '../../lib/i18n.js';
import { Button } from '../button.js';
import { Icon } from '../icon.js';

export function GeoPoint({ value, onChange }) {
  const [state, setState] = useState('');
  const [latitude, longitude, , exact] = (value || '').split(' ');
  const ask = () => {
    if (!navigator.geolocation) return setState('failed');
    setState('asking');
    return navigator.geolocation.getCurrentPosition(({ coords }) => {
      setState('');
      onChange([coords.latitude.toFixed(6), coords.longitude.toFixed(6), Math.round(coords.altitude || 0), Math.round(coords.accuracy)].join(' '));
    }, () => setState('failed'), { enableHighAccuracy: true, timeout: 20000 });
  };
  return html`<div class="stack-tight">
    ${value && html`<p class="strong row"><${Icon} name="place" /><bdi class="number" dir="ltr">${latitude}, ${longitude}</bdi>${exact && html` <span class="quiet small">${t('form.placeExact', { metres: Number(exact) })}</span>`}</p>`}
    <div class="row"><${Button} icon="place" busy=${state === 'asking'} onClick=${ask}>${t(value ? 'form.placeAgain' : 'form.placeGet')}<//>
      ${value && html`<${Button} kind="plain" onClick=${() => onChange(null)}>${t('do.remove')}<//>`}</div>
    <p class="small" role="status">${state === 'asking' ? t('form.placeAsking') : state === 'failed' ? t('form.placeFailed') : ''}</p>
  </div>`;
}
