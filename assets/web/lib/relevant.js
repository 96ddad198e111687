// The plain part of a `relevant` expression: comparisons of fields with texts and numbers, selected(), and, or. The
// full language comes with the form engine; what is not understood here shows the field rather than hides it.

export function isRelevant(expression, fields) {
  if (!expression) return true;
  try {
    return expression.split(/\s+or\s+/).some((part) => part.split(/\s+and\s+/).every((term) => holds(term.trim(), fields)));
  } catch {
    return true;
  }
}

function holds(term, fields) {
  const chosen = /^(not\()?\s*selected\(\s*\$\{(\w+)\}\s*,\s*'([^']*)'\s*\)\s*\)?$/.exec(term);
  if (chosen) {
    const value = fields[chosen[2]];
    const has = Array.isArray(value) ? value.includes(chosen[3]) : String(value ?? '').split(' ').includes(chosen[3]);
    return chosen[1] ? !has : has;
  }
  const found = /^\$\{(\w+)\}\s*(!=|=|>=|<=|>|<)\s*(?:'([^']*)'|(-?\d+(?:\.\d+)?))$/.exec(term);
  if (!found) throw new Error('not understood');
  const [, name, sign, text, number] = found;
  const value = fields[name] ?? '';
  if (number !== undefined) {
    if (value === '') return sign === '!=';
    const [a, b] = [Number(value), Number(number)];
    return { '=': a === b, '!=': a !== b, '>': a > b, '<': a < b, '>=': a >= b, '<=': a <= b }[sign];
  }
  if (sign === '=') return String(value) === text;
  if (sign === '!=') return String(value) !== text;
  throw new Error('not understood');
}
