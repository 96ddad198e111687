// What XLSForm lets an author mark in a text (Markdown's emphasis, headings and links, a few tags) read as plain words.
// Nothing of it becomes an element: a form comes from outside, and a label must not be able to do anything.

const TAGS = /<\/?(?:h[1-6]|span|strong|em|b|i|u|p|br|font|a|ul|ol|li|div|small|sub|sup|hr)(?:\s[^<>]*)?\/?>/gi;
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };
const seen = new Map();

function read(text) {
  return text
    .replace(/<(?:br|hr)\s*\/?>|<\/(?:p|div|li|h[1-6])>/gi, '\n')
    .replace(TAGS, '')
    .replace(/\[([^\][]+)\]\(([^()\s]+)\)/g, '$1 ($2)')
    .replace(/^#{1,6} +/gm, '')
    .replace(/(\*\*|__)(?=\S)(.+?\S|\S)\1/g, '$2')
    .replace(/(^|[\s(«“"'])([*_])(?=[^\s*_])(.*?[^\s*_])\2(?=$|[\s).,:;!?»”"'])/gm, '$1$3')
    .replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (whole, name) => ENTITIES[name])
    .replace(/[ \t]*\n\s*\n\s*/g, '\n\n')
    .trim();
}

/** The words of a label or hint as its author wrote it, without its marks. `${name}` stays as it is. */
export function plainWords(text) {
  if (!/[<*_#[&]/.test(text)) return text;
  if (!seen.has(text)) seen.set(text, read(text));
  return seen.get(text);
}
