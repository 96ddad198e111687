// The rules engine in the browser: the same sources as on the box, as WebAssembly. One JSON request in, one answer out.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** An engine that ran into something it could not survive; it was replaced, and its sessions are gone. */
export class EngineTrap extends Error {}

export class FormsEngine {
  /** `module` is a compiled WebAssembly.Module. */
  constructor(module) {
    this.module = module;
    this.restart();
  }

  /** From the address beside this module: both lie among the hashed files. */
  static async load(url = new URL('../engine/forms.wasm', import.meta.url)) {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`engine: ${answer.status}`);
    return new FormsEngine(await WebAssembly.compile(await answer.arrayBuffer()));
  }

  restart() {
    this.exports = new WebAssembly.Instance(this.module).exports;
    this.generation = (this.generation || 0) + 1;
  }

  /** Answers of the engine are objects; one with `error` says why nothing was done. Throws EngineTrap. */
  ask(request) {
    const bytes = encoder.encode(JSON.stringify(request));
    try {
      const at = this.exports.kinbox_take(bytes.length);
      new Uint8Array(this.exports.memory.buffer, at, bytes.length).set(bytes);
      const answer = this.exports.kinbox_answer(at, bytes.length);
      const length = new DataView(this.exports.memory.buffer).getUint32(answer, true);
      const text = decoder.decode(new Uint8Array(this.exports.memory.buffer, answer + 4, length));
      this.exports.kinbox_free(answer);
      return JSON.parse(text);
    } catch (fault) {
      this.restart();
      throw new EngineTrap(String(fault));
    }
  }
}

/** The offsets of this device's time zone, as the engine takes them: from 1970 to ten years from now. */
export function zoneTable(now = Date.now()) {
  const offset = (at) => -new Date(at * 1000).getTimezoneOffset() * 60;
  const changes = [];
  const end = Math.floor(now / 1000) + 10 * 366 * 86400;
  const standard = offset(0);
  let last = standard;
  for (let at = 0; at < end; at += 7 * 86400) {
    const there = offset(at);
    if (there === last) continue;
    let low = at - 7 * 86400;
    let high = at;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offset(middle) === last) low = middle; else high = middle;
    }
    changes.push([high, there]);
    last = there;
  }
  return { standard, changes };
}

/** What a session may look at beside its form: clock, zone, randomness and who is working. */
export function surroundings(properties = {}) {
  const words = crypto.getRandomValues(new BigUint64Array(4));
  return { now: Date.now(), zone: zoneTable(), entropy: Array.from(words, (word) => word.toString(16)), properties };
}

/**
 * One record being filled in. `states` maps a field's key (`name`, or `name@1.2` inside repetitions) to its state:
 * `{field, at, value, required, readOnly, fault, from, options, hidden}`. After a trap it starts again from what was
 * answered before, so that a rule costs at most the answer that set it off, never the others.
 */
export class Filling {
  /** `opening`: `{form, answers, known, tables, new, language, …surroundings}`. Throws what the engine says is wrong. */
  constructor(engine, opening) {
    this.engine = engine;
    this.opening = opening;
    this.log = [];
    this.states = new Map();
    this.start();
  }

  static key(field, at) {
    return at && at.length ? `${field}@${at.join('.')}` : field;
  }

  set(field, at, value) { return this.change({ do: 'set', field, at, value }); }

  add(field, at) { return this.change({ do: 'add', field, at }); }

  remove(field, at) { return this.change({ do: 'remove', field, at }); }

  /** The record as it is stored. */
  answers() { return this.ask({ do: 'answers' }).answers; }

  /** A label with the answers it names. */
  text(text, field, at) { return this.ask({ do: 'text', text, field, at }).text; }

  close() { this.ask({ do: 'close' }); }

  start() {
    const answer = this.engine.ask({ ...this.opening, do: 'open' });
    if (answer.error) throw Object.assign(new Error(answer.error), answer);
    this.session = answer.session;
    this.generation = this.engine.generation;
    this.states.clear();
    this.take(answer.changes);
    for (const request of this.log) this.take(this.engine.ask({ ...request, session: this.session }).changes);
  }

  change(request) {
    const answer = this.ask({ ...request, now: Date.now() });
    if (answer.error) throw Object.assign(new Error(answer.error), answer);
    this.note(request);
    if (request.do === 'remove') {
      this.states.clear();
      return this.take(this.ask({ do: 'state' }).changes);
    }
    return this.take(answer.changes);
  }

  /** What must be done again after a trap. Of a text that is being typed only the last state counts. */
  note(request) {
    const last = this.log[this.log.length - 1];
    const again = last && last.do === 'set' && request.do === 'set' && Filling.key(last.field, last.at) === Filling.key(request.field, request.at);
    if (again) this.log[this.log.length - 1] = request;
    else this.log.push(request);
  }

  /** The language of choices' labels inside other labels. */
  speak(language) {
    this.opening = { ...this.opening, language };
    this.ask({ do: 'language', language });
  }

  ask(request) {
    if (this.generation !== this.engine.generation) this.start();
    const answer = this.engine.ask({ ...request, session: this.session });
    if (answer.error !== 'no-session') return answer;
    // The engine keeps a few sessions; this one made room for others.
    this.start();
    return this.engine.ask({ ...request, session: this.session });
  }

  take(changes = []) {
    for (const state of changes) this.states.set(Filling.key(state.field, state.at), state);
    return changes;
  }
}
