// The family drawn: squares for men and boys, circles for women and girls, a cross for the dead. The table below says the same in
// words and is what a screen reader finds; names that the eye covers are covered here too.
import { html } from '../lib/preact.js';
import { language, t } from '../lib/i18n.js';
import { genogram, HALF } from '../lib/genogram.js';

const LINE = 15;

/** At most two lines of this many letters; the whole name is in the table. */
function wrapped(name) {
  const lines = [''];
  for (const word of name.split(/\s+/)) {
    const last = lines[lines.length - 1];
    if (last && last.length + word.length >= 14) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines.slice(0, 2).map((line, at) => (line.length > 15 || (at === 1 && lines.length > 2) ? `${line.slice(0, 13)}…` : line));
}

function Shape({ sex, size }) {
  if (sex === 'male') return html`<rect x=${-size} y=${-size} width=${2 * size} height=${2 * size} />`;
  if (sex === 'female') return html`<circle r=${size} />`;
  return html`<path d=${`M 0 ${-size} L ${size} 0 L 0 ${size} L ${-size} 0 Z`} />`;
}

function One({ person, x }) {
  const { generation, name, age, about, vital, sex, index } = person;
  const lines = wrapped(name);
  const top = generation === 2 ? HALF + 20 : -HALF - 10 - lines.length * LINE;
  const dir = language.value.dir;
  return html`<g transform=${`translate(${x} ${person.y})`}>
    <g class=${index ? 'sign index' : 'sign'}><${Shape} sex=${sex} size=${HALF} />${index && html`<${Shape} sex=${sex} size=${HALF - 5} />`}</g>
    ${vital === 'dead' && html`<path class="line" d=${`M ${-HALF} ${-HALF} L ${HALF} ${HALF} M ${HALF} ${-HALF} L ${-HALF} ${HALF}`} />`}
    ${vital === 'missing' && html`<text y="6" text-anchor="middle">?</text>`}
    ${lines.map((line, at) => html`<text class="person" y=${top + at * LINE} text-anchor="middle" direction=${dir}>${line}</text>`)}
    ${age !== null && age !== undefined && html`<text class="quiet" y=${top + lines.length * LINE} text-anchor="middle" direction=${dir}>${t(about ? 'person.aboutYears' : 'person.years', { n: age })}</text>`}
  </g>`;
}

/** `children` and `relatives` as `genogram` takes them, each with {name, age, about, vital}. */
export function Genogram({ children, relatives }) {
  const drawing = genogram({ children, relatives });
  const rtl = language.value.dir === 'rtl';
  const across = (x) => (rtl ? drawing.width - x : x);
  const path = (points) => points.map(([x, y], at) => `${at ? 'L' : 'M'} ${across(x)} ${y}`).join(' ');
  return html`<div class="genogram" tabindex="0" role="region" aria-label=${t('family.drawing')}>
    <svg viewBox=${`0 0 ${drawing.width} ${drawing.height}`} width=${drawing.width} height=${drawing.height} aria-hidden="true" focusable="false">
      ${drawing.homes.map((home) => html`<rect class="home" x=${rtl ? across(home.x + home.width) : home.x} y=${home.y} width=${home.width} height=${home.height} rx="12" />`)}
      ${drawing.lines.map((line) => html`<path class=${line.quiet ? 'line quiet' : 'line'} d=${path(line.points)} />`)}
      ${drawing.people.map((person) => html`<${One} key=${person.key} person=${person} x=${across(person.x)} />`)}
    </svg></div>
  <p class="small quiet">${t('family.legend')}${drawing.left.length > 0 && ` ${t('family.notDrawn', { n: drawing.left.length })}`}</p>`;
}
