// Who lives at the family's address: somebody made sure, on a day. All children in one go; who is not answered stays as before.
import { html, useState } from '../lib/preact.js';
import { t } from '../lib/i18n.js';
import { go } from '../lib/router.js';
import { today } from '../lib/time.js';
import { useDraft } from '../store/drafts.js';
import { useSubmission } from '../store/submission.js';
import { choiceLabel, choicesOf, fieldOf, fieldLabel, useForm } from '../store/forms.js';
import { togetherEntries } from '../store/household.js';
import { Banner } from '../components/banner.js';
import { Button } from '../components/button.js';
import { Card } from '../components/card.js';
import { ErrorBox } from '../components/error-box.js';
import { Choice } from '../components/choice.js';
import { Field, FieldShell } from '../components/field.js';
import { Held } from '../components/held.js';
import { Name } from '../components/person.js';
import { Loading, WaitingHere } from '../components/states.js';

export function LivesTogether({ family, index }) {
  const form = useForm('family_member').data;
  const [fault, setFault] = useState('');
  const key = `together/${family.id}`;
  const tail = index ? `/${index}` : '';
  const about = { label: t('family.together'), name: family.family.fields.family_name, hash: `#/family/${family.id}/together${tail}` };
  const draft = useDraft(key, { said: {} }, about);
  const { said = {}, day = today() } = draft.fields;
  const submission = useSubmission(key);
  if (!form) return html`<${Loading} />`;
  const children = family.children.filter((child) => child.member.may.edit.includes('lives_together'));
  const options = choicesOf(form, fieldOf(form, 'lives_together')).map((choice) => ({ value: choice.value, label: choiceLabel(form, 'lives_together', choice.value) }));
  const submit = async (event) => {
    event.preventDefault();
    const entries = togetherEntries({ children, said, day });
    const wrong = !entries.length ? t('family.nobodySaid') : !day || day > today() ? t('family.dayWrong') : '';
    setFault(wrong);
    if (wrong || submission.busy) return;
    const save = await submission.submit({ entries, about });
    if (save.state === 'box') go(`#/family/${family.id}/of${tail}`);
  };
  return html`<form class="stack" novalidate onSubmit=${submit}>
    <${Held} when=${submission.busy}><${Card}>
      <h2>${fieldLabel(form, 'lives_together')}</h2><p>${t('family.togetherHint')}</p>
      <div class="fields">${children.map((child) => html`<${FieldShell} key=${child.dossier} id=${`f-${child.dossier}`} group label=${html`<${Name} name=${child.summary.name} />`}
        hint=${t(`household.${child.household.state}`)}>${(about) => html`<${Choice} name=${child.dossier} options=${options} value=${said[child.dossier]} describedBy=${about}
          onChange=${(value) => draft.set('said', { ...said, [child.dossier]: value })} />`}<//>`)}
        <${Field} form=${form} field=${{ ...fieldOf(form, 'confirmed_on'), required: true }} value=${day} onChange=${(value) => draft.set('day', value)} /></div>
    <//><//>
    <${ErrorBox} problem=${submission.problem} />
    ${fault && html`<${Banner} kind="due" live="assertive"><p>${fault}</p><//>`}
    ${submission.waiting && html`<${WaitingHere} />`}
    <div class="form-foot"><${Button} kind="main" type="submit" busy=${submission.busy}>${t('do.save')}<//></div>
  </form>`;
}
