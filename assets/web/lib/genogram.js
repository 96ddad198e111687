// Where everybody stands in the drawing of a family. Pure: people in, places and lines out, from the start side to the end side;
// whoever draws it mirrors it for languages that run the other way.

const SLOT = 120;
const ROW = 170;
const EDGE = 64;
/** Half of a symbol. */
export const HALF = 20;

/** Generation of a relation to the child; what is not here has no place of its own in the drawing. */
const GENERATION = { grandparent: 0, mother: 1, father: 1, step_parent: 1, aunt_uncle: 1, sibling: 2, spouse: 2 };
const SEX = { mother: 'female', father: 'male' };

const mean = (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

/**
 * `children`: {key, sex, index, home}, oldest first; `relatives`: {key, relation, of: [key of child], home}. Answers
 * {width, height, people, lines, homes, left}: people as they came with {x, y, generation}; lines {points, quiet}; homes
 * {x, y, width, height} around those next to each other who live together; left: relatives that are not drawn.
 */
export function genogram({ children, relatives }) {
  const drawn = relatives.filter((one) => GENERATION[one.relation] !== undefined);
  const unions = unionsOf(children, drawn);
  const people = [];
  const put = (one, generation, x) => {
    people.push({ ...one, sex: one.sex || SEX[one.relation], generation, x });
    return x;
  };

  // The youngest generation first: everything above follows from it.
  let x = 0;
  for (const union of unions) {
    union.ends = [];
    for (const child of union.children) {
      union.ends.push(put(child, 2, x));
      x += SLOT;
      for (const spouse of drawn.filter((one) => one.relation === 'spouse' && one.of[0] === child.key)) {
        put(spouse, 2, x);
        union.couples.push([x - SLOT, x]);
        x += SLOT;
      }
    }
    for (const sibling of drawn.filter((one) => one.relation === 'sibling' && union.children.some((child) => child.key === one.of[0]))) {
      union.ends.push(put(sibling, 2, x));
      x += SLOT;
    }
    union.middle = mean(union.ends);
  }

  const parents = [...new Set(unions.flatMap((union) => union.parents))];
  let next = -Infinity;
  for (const parent of parents) {
    const wanted = mean(unions.filter((union) => union.parents.includes(parent)).map((union) => {
      const couple = union.parents.length > 1 ? (union.parents.indexOf(parent) - (union.parents.length - 1) / 2) * SLOT : 0;
      return union.middle + couple;
    }));
    next = put(parent, 1, Math.max(wanted, next)) + SLOT;
  }
  if (next === -Infinity) next = 0;
  for (const one of drawn.filter((other) => GENERATION[other.relation] === 1 && !parents.includes(other))) next = put(one, 1, next) + SLOT;

  const above = drawn.filter((one) => GENERATION[one.relation] === 0);
  const middle = people.length ? mean([Math.min(...people.map((one) => one.x)), Math.max(...people.map((one) => one.x))]) : 0;
  above.forEach((one, at) => put(one, 0, middle + (at - (above.length - 1) / 2) * SLOT));

  return placed(people, unions, relatives.filter((one) => !drawn.includes(one)));
}

/** Children by their parents, each set of parents once, in the order of their oldest child. */
function unionsOf(children, relatives) {
  const unions = new Map();
  for (const child of children) {
    const of = (relation) => relatives.filter((one) => one.relation === relation && one.of.includes(child.key));
    const parents = [...of('father'), ...of('mother')];
    const key = parents.map((one) => one.key).join(' ');
    if (!unions.has(key)) unions.set(key, { parents, children: [], couples: [] });
    unions.get(key).children.push(child);
  }
  return [...unions.values()];
}

/** Names stand above the older generations and below the children, so that no line runs through them. */
function placed(people, unions, left) {
  const used = [...new Set(people.map((one) => one.generation))].sort();
  const y = new Map(used.map((generation, at) => [generation, 92 + at * ROW]));
  const start = Math.min(0, ...people.map((one) => one.x)) - EDGE;
  for (const one of people) Object.assign(one, { x: one.x - start, y: y.get(one.generation) });
  const at = (key) => people.find((one) => one.key === key);
  const lines = [];
  unions.forEach((union, number) => {
    const row = y.get(2);
    const ends = union.ends.map((one) => one - start);
    const bar = row - HALF - 26 - (number % 3) * 8;
    const two = union.parents.map((parent) => at(parent.key)).sort((a, b) => a.x - b.x);
    if (two.length) {
      const level = two[0].y + HALF + 14 + (number % 3) * 9;
      const middle = mean([two[0].x, two[two.length - 1].x]);
      lines.push({ points: [[two[0].x, two[0].y + HALF], [two[0].x, level], [two[two.length - 1].x, level], [two[two.length - 1].x, two[0].y + HALF]] });
      lines.push({ points: [[middle, level], [middle, bar], [mean(ends), bar]] });
    }
    if (two.length || ends.length > 1) {
      lines.push({ points: [[Math.min(...ends), bar], [Math.max(...ends), bar]], quiet: !two.length });
      for (const end of ends) lines.push({ points: [[end, bar], [end, row - HALF]], quiet: !two.length });
    }
    for (const [one, other] of union.couples) lines.push({ points: [[one - start + HALF, row], [other - start - HALF, row]] });
  });
  const width = Math.max(0, ...people.map((one) => one.x)) + EDGE;
  const height = people.length ? Math.max(...y.values()) + 92 : 0;
  return { width, height, people, lines, homes: used.flatMap((generation) => homesOf(people.filter((one) => one.generation === generation))), left };
}

function homesOf(row) {
  const homes = [];
  let open = null;
  for (const one of [...row].sort((a, b) => a.x - b.x)) {
    if (!one.home) open = null;
    else if (open) open.width = one.x + SLOT / 2 - 4 - open.x;
    else homes.push(open = { x: one.x - SLOT / 2 + 4, y: one.y - (one.generation === 2 ? HALF + 10 : 86), width: SLOT - 8, height: HALF + 96 });
  }
  return homes;
}
