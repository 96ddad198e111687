// One record while it is filled in: the engine's session with answers in the types that records are stored in, and marks
// for what filled itself. Nothing here judges an answer; that is the engine's.
import { EngineTrap, Filling, surroundings } from '../lib/forms-engine.js';
import { nowWithOffset, today } from '../lib/time.js';

/** A blank inside one choice: the engine reads a list as words with blanks between them. */
const HARD = '\u00a0';
const NUMBER = /^-?(0|[1-9]\d{0,14})(\.\d+)?$/;

/** The text of a field as the record holds it. */
export function typed(field, text) {
  if (!field || text === '') return text === '' ? null : text;
  if (field.type === 'select_multiple') return text.split(' ').filter(Boolean).map((one) => one.replaceAll(HARD, ' '));
  if (field.type === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (field.type === 'decimal' && NUMBER.test(text) && String(Number(text)) === text) return Number(text);
  if (field.type === 'acknowledge') return ['true', 'yes', 'OK'].includes(text) ? true : text;
  return text;
}

/** A stored answer as the engine takes it. */
export function asked(value) {
  if (!Array.isArray(value)) return value === undefined ? null : value;
  return value.map((one) => (one && typeof one === 'object' ? Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, asked(inner)])) : String(one).replaceAll(' ', HARD)));
}

function records(answers) {
  return Object.fromEntries(Object.entries(answers).map(([name, value]) => [name, asked(value)]));
}

/** What a new record knows by itself about its making. */
function metadata(form, user) {
  const values = { start: nowWithOffset(), today: today(), username: user || '' };
  return Object.fromEntries(form.fields.filter((field) => values[field.type]).map((field) => [field.name, values[field.type]]));
}

export class OpenForm {
  /**
   * `answers` as they are stored, `known` the values of autofill sources, `origins` which of several sources spoke
   * ({sources: source}), `marks` of a draft ({key: {from, value}}),
   * `touched` the names that a draft holds.
   * Throws what the engine says is wrong with the form.
   */
  constructor(engine, form, { answers = {}, known = {}, origins = {}, isNew = false, marks, touched = [], language, user } = {}) {
    this.form = form;
    this.fields = new Map(form.fields.map((field) => [field.name, field]));
    this.touched = new Set(touched);
    this.watchers = new Set();
    this.origins = origins;
    this.refused = null;
    this.closed = false;
    const first = isNew ? { ...metadata(form, user), ...answers } : answers;
    this.filling = new Filling(engine, { form, answers: records(first), known: records(known), new: isNew, language, ...surroundings({ username: user || '' }) });
    // A draft that nobody touched is opened again and again: its marks are not ours to change.
    this.marks = { ...marks };
    if (isNew) this.mark();
  }

  /** Remembers what filled itself, and with what: a mark holds as long as the value does. */
  mark() {
    for (const [key, { from, value }] of this.filling.states) {
      if (value && from && from !== 'calculation' && !this.marks[key]) this.marks[key] = { from: this.origins[from] || from, value };
    }
  }

  state(name, at) { return this.filling.states.get(Filling.key(name, at)); }

  /** Where the present value came from, when nobody wrote it. */
  from(state) {
    const mark = this.marks[Filling.key(state.field, state.at)];
    const { calculation } = this.fields.get(state.field) || {};
    // A stored result that comes out the same again is still worked out.
    if (state.value && (state.from === 'calculation' || (calculation && state.readOnly))) return 'calculation';
    return mark && mark.value === state.value && state.value ? mark.from : null;
  }

  /** How many repetitions there are inside those at `at`. */
  count(name, at = []) {
    let count = 0;
    for (const state of this.filling.states.values()) {
      if (state.field === name && state.at && state.at.length === at.length + 1 && at.every((one, place) => state.at[place] === one)) count += 1;
    }
    return count;
  }

  set(name, value, at = []) { return this.change(name, at, () => this.filling.set(name, at, asked(value))); }

  add(name, at = []) { return this.change(name, at, () => this.filling.add(name, at)); }

  remove(name, at) { return this.change(name, at, () => this.filling.remove(name, at)); }

  /** Whether it was done. What the engine could not survive costs this one answer, which `refused` names. */
  change(name, at, work) {
    try {
      const changes = work();
      this.refused = null;
      this.touched.add(this.top(name));
      for (const state of changes) if (state.from === 'calculation') this.touched.add(this.top(state.field));
      if (at.length || !this.fields.has(name)) this.mark();
      return true;
    } catch (fault) {
      if (fault instanceof EngineTrap) this.filling.start();
      this.refused = name;
      return false;
    } finally {
      for (const watcher of [...this.watchers]) watcher();
    }
  }

  /** The name under which the record holds a field: its own, or that of the outermost repeat around it. */
  top(name) {
    const groups = new Map((this.form.groups || []).map((group) => [group.name, group]));
    let top = name;
    let group = groups.get(name) || groups.get((this.fields.get(name) || {}).group);
    for (; group; group = groups.get(group.parent)) if (group.repeat) top = group.name;
    return top;
  }

  /** The record as it is stored: hidden answers too, repeats as lists. */
  answers() {
    return this.record(this.filling.answers());
  }

  record(answers) {
    const record = {};
    for (const [name, value] of Object.entries(answers)) {
      record[name] = Array.isArray(value) ? value.map((one) => this.record(one)) : typed(this.fields.get(name), value);
    }
    return record;
  }

  /** A text with the answers it names. */
  text(text, name, at) {
    return text.includes('${') ? this.filling.text(text, name, at) : text;
  }

  speak(language) { this.filling.speak(language); }

  watch(watcher) {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  close() {
    this.closed = true;
    try {
      this.filling.close();
    } catch {
      // The engine was replaced meanwhile; the session went with it.
    }
  }
}
