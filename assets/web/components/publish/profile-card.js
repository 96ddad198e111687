// How much is asked here: the set of forms and questions in use, and the way to another.
import { html, useEffect, useRef, useState } from '../../lib/preact.js';
import { local, t } from '../../lib/i18n.js';
import { formTitle } from '../../store/form-words.js';
import { profileTitle, useProfiles } from '../../store/profiles.js';
import { Banner } from '../banner.js';
import { Button } from '../button.js';
import { Card } from '../card.js';
import { Chip } from '../chip.js';
import { Waiting } from '../states.js';
import { Counts, ProfileSheet } from './profile-sheet.js';

export function ProfileCard() {
  const profiles = useProfiles();
  const [change, setChange] = useState(null);
  const [done, setDone] = useState(null);
  const [looked, setLooked] = useState(0);
  const note = useRef('');
  const told = useRef(null);
  const card = useRef(null);
  useEffect(() => { if (done) told.current.focus(); }, [done]);
  useEffect(() => { if (looked) card.current.focus(); }, [looked]);
  // What the box answered to the switch holds until it is read anew.
  const data = done && done.over === profiles.data ? done.answer : profiles.data;
  const used = data && data.profiles.find((one) => one.name === data.inUse);
  if (data && !used) return null;
  const others = data ? data.profiles.filter((one) => one !== used) : [];
  const open = (to) => {
    setDone(null);
    setChange({ from: used, to, base: data.base });
  };
  const switched = (answer) => {
    note.current = '';
    setChange(null);
    setDone({ answer, over: profiles.data });
  };
  const look = async () => {
    await profiles.again();
    setChange(null);
    setLooked(looked + 1);
  };
  return html`
    ${done && html`<div tabindex="-1" ref=${told}><${Banner} kind="done" live="polite" title=${t('profile.done', { title: profileTitle(used) })}><p>${t('profile.doneHint')}</p><//></div>`}
    <div tabindex="-1" ref=${card}><${Card} title=${t('profile.title')} id="asked-here"><div class="stack">
      <${Waiting} resource=${profiles} />
      ${used && html`<div class="spread"><h3><bdi>${formTitle(used)}</bdi></h3><${Chip} kind="done">${t('publish.inUse')}<//></div>
        <div><p>${local(used.hint)}</p><${Counts} profile=${used} /></div>
        <div class="row">${others.map((one) => html`<${Button} key=${one.name} onClick=${() => open(one)}>${t('profile.switch', { title: profileTitle(one) })}<//>`)}</div>`}
    </div><//></div>
    ${change && html`<${ProfileSheet} ...${change} kept=${note} onClose=${() => setChange(null)} onDone=${switched} onLook=${look} />`}`;
}
