// What of a form is on screen now, as a tree: sections, groups, repetitions, questions. The engine says what is hidden.
import { Filling } from '../lib/forms-engine.js';

export const SILENT = ['calculate', 'hidden', 'start', 'end', 'today', 'username', 'deviceid'];

/** Groups and fields by what stands around them, in the order of the form. */
export function outline(form) {
  const groups = new Map((form.groups || []).map((group) => [group.name, { group, items: [], placed: false }]));
  const top = [];
  const place = (name) => {
    const entry = groups.get(name);
    if (!entry) return top;
    if (!entry.placed) {
      entry.placed = true;
      place(entry.group.parent).push(entry);
    }
    return entry.items;
  };
  for (const field of form.fields) place(field.group).push({ field });
  return top;
}

function shows(field, state, { names, may }) {
  if (!state || state.hidden || field.retired || SILENT.includes(field.type)) return false;
  if (names && !names.includes(field.name)) return false;
  if (field.type === 'note') return true;
  if (may && !may.includes(field.name)) return false;
  // What nobody may write is shown once it says something.
  return !state.readOnly || Boolean(state.value);
}

function walk(entries, open, options, at) {
  const items = [];
  for (const entry of entries) {
    if (entry.field) {
      const state = open.state(entry.field.name, at);
      if (shows(entry.field, state, options)) items.push({ kind: 'field', field: entry.field, at, key: Filling.key(entry.field.name, at), state });
      continue;
    }
    const { group } = entry;
    if (group.repeat) {
      const item = repeated(entry, open, options, at);
      if (item) items.push(item);
      continue;
    }
    const inner = walk(entry.items, open, options, at);
    if (inner.length) items.push({ kind: 'group', group, at, key: Filling.key(group.name, at), items: inner });
  }
  return items;
}

function repeated(entry, open, options, at) {
  const { group } = entry;
  if (options.names || (options.may && !options.may.includes(group.name))) return null;
  const count = open.count(group.name, at);
  const first = open.state(group.name, [...at, 1]);
  if (first ? first.hidden : isHidden(open, group, at)) return null;
  const entries = Array.from({ length: count }, (_, place) => ({ at: [...at, place + 1], items: walk(entry.items, open, options, [...at, place + 1]) }));
  return { kind: 'repeat', group, at, key: Filling.key(group.name, at), entries };
}

/** Before its first repetition a repeat has no state of its own; the group around it has. */
function isHidden(open, group, at) {
  const around = group.parent && open.state(group.parent, at);
  return Boolean(around && around.hidden);
}

/**
 * Sections of what is asked now: each group or repeat at the top is one, and so is each run of questions between them.
 * `names` picks fields and forgets the groups; `may` names what may be written, all when missing.
 */
export function sectionsOf(open, options = {}) {
  const items = options.names
    ? options.names.flatMap((name) => walk([{ field: open.fields.get(name) }].filter((one) => one.field), open, options, []))
    : walk(outline(open.form), open, options, []);
  const sections = [];
  let loose = null;
  for (const item of items) {
    if (item.kind === 'field') {
      if (!loose) sections.push(loose = { key: `section/${item.key}`, group: null, items: [] });
      loose.items.push(item);
    } else {
      loose = null;
      sections.push({ key: item.key, group: item.group, items: item.kind === 'group' ? item.items : [item] });
    }
  }
  return sections;
}

/** All questions of items, in the order in which they are read. */
export function questionsOf(items) {
  return items.flatMap((item) => {
    if (item.kind === 'field') return [item];
    if (item.kind === 'group') return questionsOf(item.items);
    return item.entries.flatMap((entry) => questionsOf(entry.items));
  });
}

/** What keeps a form from being saved. A rule that cannot be worked out is its author's fault, not this person's. */
export function faultsOf(sections) {
  return questionsOf(sections.flatMap((section) => section.items)).filter((item) => item.state.fault && item.state.fault !== 'rule' && !item.state.readOnly);
}
