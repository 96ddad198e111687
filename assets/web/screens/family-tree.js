// The drawing of a family and the same facts as a table.
import { html } from '../lib/preact.js';
import { list, t } from '../lib/i18n.js';
import { folded } from '../lib/folded.js';
import { useForm, valueWords } from '../store/forms.js';
import { Card } from '../components/card.js';
import { Genogram } from '../components/genogram.js';
import { ageAndSex, Name } from '../components/person.js';
import { Table } from '../components/table.js';

const apart = (name) => `\u2068${name}\u2069`;

/** A brother or sister named in one dossier who has a dossier of the same family is one person. */
function relativesOf(family) {
  const names = new Set(family.children.flatMap((child) => [child.summary.name, child.summary.name.split(' ')[0]]).map(folded));
  return family.relatives.filter((one) => one.relation !== 'sibling' || !one.name || !names.has(folded(one.name)));
}

export function FamilyTree({ family, index }) {
  const form = useForm('relative').data;
  const home = new Set(family.children.filter((child) => child.household.state === 'together').map((child) => child.dossier));
  const children = family.children.map((child) => ({
    key: child.dossier, name: child.summary.name || t('person.unnamed'), sex: child.summary.sex, age: child.summary.age, about: child.summary.ageEstimated, index: child.dossier === index, home: home.has(child.dossier), summary: child.summary,
  }));
  const relatives = relativesOf(family).map((one) => ({
    ...one, key: one.id, about: true, name: one.name || t('facts.hidden'), of: [...new Set(one.of.map((mention) => mention.dossier))], mention: one.of[0],
    home: one.vital !== 'dead' && one.livesWith.some((dossier) => home.has(dossier)),
  }));
  if (!children.length) return null;
  const named = (keys) => list(children.filter((child) => keys.includes(child.key)).map((child) => apart(child.name)));
  const word = (name, value) => (form && value ? valueWords(form, name, value) : '');
  const rows = [
    ...children.map((child) => ({
      name: html`<a href=${`#/dossier/${child.key}`}><${Name} name=${child.name} /></a>`,
      relation: t(child.index ? 'family.thisChild' : 'family.aChild'), age: ageAndSex(child.summary), alive: '', home: child.home ? t('value.yes') : '',
    })),
    ...relatives.map((one) => ({
      name: html`<a href=${`#/dossier/${one.mention.dossier}/record/${one.mention.record}`}><${Name} name=${one.name} /></a>`,
      relation: html`${word('relation', one.relation)} · <span class="person">${named(one.of)}</span>`,
      age: one.age === undefined ? '' : t('person.aboutYears', { n: one.age }), alive: word('vital', one.vital), home: one.home ? t('value.yes') : '',
    })),
  ];
  const columns = [{ key: 'name', label: t('family.name') }, { key: 'relation', label: t('family.relation') }, { key: 'age', label: t('family.age') },
    { key: 'alive', label: t('family.alive') }, { key: 'home', label: t('family.home') }];
  return html`<${Card} title=${t('family.drawing')}>
    <${Genogram} children=${children} relatives=${relatives} />
    <div class="family-table"><${Table} caption=${t('family.table')} columns=${columns} rows=${rows} /></div><//>`;
}
