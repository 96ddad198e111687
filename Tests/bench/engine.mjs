// How long one change takes in the WebAssembly engine under node.  Usage: node engine.mjs forms.wasm < {form, changes}
// Prints {mean, p95, json}: milliseconds a change with its request and answer as JSON, and of the form as JSON alone.
import { readFileSync } from "node:fs";

const engine = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(process.argv[2]))).exports;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

function ask(request) {
  const bytes = encoder.encode(JSON.stringify(request));
  const at = engine.kinbox_take(bytes.length);
  new Uint8Array(engine.memory.buffer).set(bytes, at);
  const answer = engine.kinbox_answer(at, bytes.length);
  const length = new DataView(engine.memory.buffer).getUint32(answer, true);
  const text = decoder.decode(new Uint8Array(engine.memory.buffer, answer + 4, length));
  engine.kinbox_free(answer);
  return JSON.parse(text);
}

const { form, changes } = JSON.parse(readFileSync(0, "utf8"));
const { session } = ask({ do: "open", form, new: true, now: 0 });
const times = changes.map((change) => {
  const begun = performance.now();
  const answer = ask({ ...change, session });
  const took = performance.now() - begun;
  if (!answer.changes) throw new Error(JSON.stringify(answer));
  return took;
}).sort((a, b) => a - b);
const begun = performance.now();
for (let n = 0; n < 500; n += 1) JSON.parse(JSON.stringify(form));
const json = (performance.now() - begun) / 500;
console.log(JSON.stringify({ mean: times.reduce((a, b) => a + b, 0) / times.length, p95: times[Math.floor(0.95 * (times.length - 1))], json }));
