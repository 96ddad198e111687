"""A million evaluations leave the engine's memory where it was."""
import subprocess

from engine_hosts import command


def test_memory_stays_flat_over_a_million_evaluations():
    script = command(True)
    module = script[-1]
    program = f"""
      import {{ readFileSync }} from 'node:fs';
      const module = new WebAssembly.Module(readFileSync({module!r}));
      const engine = new WebAssembly.Instance(module).exports;
      const ask = (request) => {{
        const bytes = new TextEncoder().encode(JSON.stringify(request));
        const at = engine.kinbox_take(bytes.length);
        new Uint8Array(engine.memory.buffer).set(bytes, at);
        const answer = engine.kinbox_answer(at, bytes.length);
        const length = new DataView(engine.memory.buffer).getUint32(answer, true);
        const text = new TextDecoder().decode(new Uint8Array(engine.memory.buffer, answer + 4, length));
        engine.kinbox_free(answer);
        return JSON.parse(text);
      }};
      const fields = [{{ name: 'a', type: 'integer' }}];
      for (let n = 0; n < 25; n += 1) fields.push({{ name: `c${{n}}`, type: 'calculate', calculation: `concat('${{'x'.repeat(n)}}', \\${{a}} + ${{n}}, string(\\${{a}} > ${{n}}))` }});
      const opened = ask({{ do: 'open', form: {{ name: 'm', version: 1, fields }}, new: true, now: 0 }});
      let heap = 0;
      for (let n = 0; n < 40000; n += 1) {{
        const answer = ask({{ do: 'set', session: opened.session, field: 'a', value: n % 1000 }});
        if (answer.changes.length < 2) throw new Error(JSON.stringify(answer));
        if (n === 2000) heap = engine.kinbox_heap();
      }}
      console.log(JSON.stringify({{ early: heap, late: engine.kinbox_heap() }}));
    """
    out = subprocess.run(["node", "--input-type=module", "-e", program], check=True, capture_output=True, timeout=900, text=True).stdout
    early, late = (int(part.split(":")[1].strip("}\n")) for part in out.split(","))
    # 25 calculations a change, 40,000 changes. The allocator never gives back, so the mark is a high-water mark.
    assert late - early <= 65536, out


def test_a_deep_stack_traps_and_a_new_instance_serves(tmp_path):
    """An overflow of the stack traps instead of overwriting memory; the host goes on with a new instance."""
    lines = ['{"do":"check","text":"' + "not(" * 90 + "1" + ")" * 90 + '"}', "[" * 60 + "]" * 60, '{"do":"check","text":"1"}']
    run = subprocess.run(command(True), input="\n".join(lines).encode(), capture_output=True, check=True, timeout=60)
    answers = run.stdout.decode().splitlines()
    assert answers[0] == '{"problems":[]}' and answers[2] == '{"problems":[]}'
