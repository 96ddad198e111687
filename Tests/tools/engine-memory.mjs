// Fills in one form over and over, 25 calculations a change, and prints how much memory the engine took early and late, in
// bytes as JSON.  Usage: node engine-memory.mjs forms.wasm CHANGES
import { readFileSync } from "node:fs";

const engine = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(process.argv[2]))).exports;
const changes = Number(process.argv[3]);

function ask(request) {
  const bytes = new TextEncoder().encode(JSON.stringify(request));
  const at = engine.kinbox_take(bytes.length);
  new Uint8Array(engine.memory.buffer).set(bytes, at);
  const answer = engine.kinbox_answer(at, bytes.length);
  const length = new DataView(engine.memory.buffer).getUint32(answer, true);
  const text = new TextDecoder().decode(new Uint8Array(engine.memory.buffer, answer + 4, length));
  engine.kinbox_free(answer);
  return JSON.parse(text);
}

const fields = [{ name: "a", type: "integer" }];
for (let n = 0; n < 25; n += 1) {
  fields.push({ name: `c${n}`, type: "calculate", calculation: `concat('${"x".repeat(n)}', \${a} + ${n}, string(\${a} > ${n}))` });
}
const opened = ask({ do: "open", form: { name: "m", version: 1, fields }, new: true, now: 0 });
let early = 0;
for (let n = 0; n < changes; n += 1) {
  const answer = ask({ do: "set", session: opened.session, field: "a", value: n % 1000 });
  if (answer.changes.length < 2) throw new Error(JSON.stringify(answer));
  if (n === Math.floor(changes / 20)) early = engine.kinbox_heap();
}
console.log(JSON.stringify({ evaluations: 25 * changes, early, late: engine.kinbox_heap() }));
