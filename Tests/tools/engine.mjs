// Puts requests, one JSON text a line, to the WebAssembly engine.  Usage: node engine.mjs forms.wasm < requests > answers
import { readFileSync, writeSync } from "node:fs";

const module = new WebAssembly.Module(readFileSync(process.argv[2]));
let engine = new WebAssembly.Instance(module).exports;

export function ask(text) {
  const bytes = new TextEncoder().encode(text);
  const request = engine.kinbox_take(bytes.length);
  new Uint8Array(engine.memory.buffer).set(bytes, request);
  const answer = engine.kinbox_answer(request, bytes.length);
  const length = new DataView(engine.memory.buffer).getUint32(answer, true);
  const found = new TextDecoder().decode(new Uint8Array(engine.memory.buffer, answer + 4, length));
  engine.kinbox_free(answer);
  return found;
}

const out = [];
for (const line of readFileSync(0, "utf8").split("\n")) {
  if (line === "") continue;
  try {
    out.push(ask(line));
  } catch (trap) {
    engine = new WebAssembly.Instance(module).exports;
    out.push(JSON.stringify({ trap: String(trap) }));
  }
}
const text = Buffer.from(out.join("\n") + "\n");
for (let at = 0; at < text.length;) at += writeSync(1, text, at);
if (process.env.KINBOX_ENGINE_MEMORY) process.stderr.write(`heap ${engine.kinbox_heap()}\n`);
