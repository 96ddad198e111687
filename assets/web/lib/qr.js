// QR codes (ISO/IEC 18004): bytes mode, error correction M, versions 1 to 20. Enough for links and one-time secrets.

/** For each version: check bytes a block, blocks of the first size, data bytes of those, blocks one byte longer. */
const BLOCKS = [null, [10, 1, 16, 0], [16, 1, 28, 0], [26, 1, 44, 0], [18, 2, 32, 0], [24, 2, 43, 0], [16, 4, 27, 0], [18, 4, 31, 0], [22, 2, 38, 2], [22, 3, 36, 2], [26, 4, 43, 1],
  [30, 1, 50, 4], [22, 6, 36, 2], [22, 8, 37, 1], [24, 4, 40, 5], [24, 5, 41, 5], [28, 7, 45, 3], [28, 10, 46, 1], [26, 9, 43, 4], [26, 3, 44, 11], [26, 3, 41, 13]];
const ALIGN = [null, [], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50],
  [6, 30, 54], [6, 32, 58], [6, 34, 62], [6, 26, 46, 66], [6, 26, 48, 70], [6, 26, 50, 74], [6, 30, 54, 78], [6, 30, 56, 82], [6, 30, 58, 86], [6, 34, 62, 90]];
const MASKS = [(x, y) => (x + y) % 2, (x, y) => y % 2, (x) => x % 3, (x, y) => (x + y) % 3, (x, y) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3), (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2, (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2];

const EXP = [];
const LOG = [];
for (let power = 0, value = 1; power < 255; power += 1) {
  EXP[power] = value;
  LOG[value] = power;
  value = value & 0x80 ? (value << 1) ^ 0x11d : value << 1;
}
const times = (a, b) => (a && b ? EXP[(LOG[a] + LOG[b]) % 255] : 0);

function checkBytes(data, count) {
  let generator = [1];
  for (let at = 0; at < count; at += 1) {
    const next = new Array(generator.length + 1).fill(0);
    generator.forEach((value, i) => { next[i] ^= value; next[i + 1] ^= times(value, EXP[at]); });
    generator = next;
  }
  const rest = [...data, ...new Array(count).fill(0)];
  for (let at = 0; at < data.length; at += 1) {
    const lead = rest[at];
    if (lead) generator.forEach((value, i) => { rest[at + i] ^= times(value, lead); });
  }
  return rest.slice(data.length);
}

function capacity(version) {
  const [, first, size, longer] = BLOCKS[version];
  return first * size + longer * (size + 1);
}

/** Data and check bytes in the order in which they are drawn. */
function codewords(bytes, version) {
  const room = capacity(version);
  const bits = [];
  const put = (value, count) => { for (let at = count - 1; at >= 0; at -= 1) bits.push((value >> at) & 1); };
  put(4, 4);
  put(bytes.length, version < 10 ? 8 : 16);
  bytes.forEach((byte) => put(byte, 8));
  put(0, Math.min(4, room * 8 - bits.length));
  while (bits.length % 8) bits.push(0);
  const data = [];
  for (let at = 0; at < bits.length; at += 8) data.push(parseInt(bits.slice(at, at + 8).join(''), 2));
  for (let pad = 0xec; data.length < room; pad ^= 0xec ^ 0x11) data.push(pad);
  const [check, first, size, longer] = BLOCKS[version];
  const blocks = [];
  for (let at = 0, from = 0; at < first + longer; at += 1) {
    const length = at < first ? size : size + 1;
    blocks.push(data.slice(from, from + length));
    from += length;
  }
  const checks = blocks.map((block) => checkBytes(block, check));
  const out = [];
  for (let at = 0; at <= size; at += 1) blocks.forEach((block) => { if (at < block.length) out.push(block[at]); });
  for (let at = 0; at < check; at += 1) checks.forEach((block) => out.push(block[at]));
  return out;
}

function remainder(value, generator, bits) {
  let rest = value << bits;
  for (let at = 31 - Math.clz32(rest); at >= bits; at -= 1) if ((rest >> at) & 1) rest ^= generator << (at - bits);
  return (value << bits) | rest;
}

/** The fixed parts: finders, timing, alignment, version. `null` is free for data. */
function frame(version) {
  const size = 17 + 4 * version;
  const grid = Array.from({ length: size }, () => new Array(size).fill(null));
  const set = (x, y, on) => { if (x >= 0 && y >= 0 && x < size && y < size) grid[y][x] = on ? 1 : 0; };
  const square = (cx, cy, reach, dark) => {
    for (let y = -reach; y <= reach; y += 1) for (let x = -reach; x <= reach; x += 1) set(cx + x, cy + y, dark(Math.max(Math.abs(x), Math.abs(y))));
  };
  for (let at = 8; at < size - 8; at += 1) { set(at, 6, at % 2 === 0); set(6, at, at % 2 === 0); }
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) square(x, y, 4, (ring) => ring !== 2 && ring !== 4);
  for (const x of ALIGN[version]) {
    for (const y of ALIGN[version]) {
      const corner = (x === 6 && y === 6) || (x === 6 && y === size - 7) || (x === size - 7 && y === 6);
      if (!corner) square(x, y, 2, (ring) => ring !== 1);
    }
  }
  for (let at = 0; at < 9; at += 1) { if (grid[8][at] === null) set(at, 8, 0); if (grid[at][8] === null) set(8, at, 0); }
  for (let at = 0; at < 8; at += 1) { set(size - 1 - at, 8, 0); set(8, size - 1 - at, 0); }
  set(8, size - 8, 1);
  if (version >= 7) {
    const bits = remainder(version, 0x1f25, 12);
    for (let at = 0; at < 18; at += 1) {
      const on = (bits >> at) & 1;
      set(size - 11 + (at % 3), Math.floor(at / 3), on);
      set(Math.floor(at / 3), size - 11 + (at % 3), on);
    }
  }
  return grid;
}

function drawFormat(grid, mask) {
  const size = grid.length;
  const bits = remainder(mask, 0x537, 10) ^ 0x5412;
  for (let at = 0; at < 15; at += 1) {
    const on = (bits >> at) & 1;
    if (at < 6) grid[at][8] = on;
    else if (at < 8) grid[at + 1][8] = on;
    else if (at === 8) grid[8][7] = on;
    else grid[8][14 - at] = on;
    if (at < 8) grid[8][size - 1 - at] = on;
    else grid[size - 15 + at][8] = on;
  }
}

function penalty(grid) {
  const size = grid.length;
  let sum = 0;
  let dark = 0;
  const line = (get) => {
    let run = 0;
    let history = '';
    for (let at = 0; at < size; at += 1) {
      run = at && get(at) === get(at - 1) ? run + 1 : 1;
      if (run === 5) sum += 3;
      else if (run > 5) sum += 1;
      history += get(at);
    }
    for (const find of ['00001011101', '10111010000']) for (let at = history.indexOf(find); at >= 0; at = history.indexOf(find, at + 1)) sum += 40;
  };
  for (let at = 0; at < size; at += 1) { line((x) => grid[at][x]); line((y) => grid[y][at]); }
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      dark += grid[y][x];
      if (x && y && grid[y][x] === grid[y][x - 1] && grid[y][x] === grid[y - 1][x] && grid[y][x] === grid[y - 1][x - 1]) sum += 3;
    }
  }
  return sum + 10 * Math.floor(Math.abs((dark * 20) / (size * size) - 10));
}

/** Rows of 0 and 1 for a text, or null when it is too long (more than 666 bytes). */
export function qrGrid(text) {
  const bytes = [...new TextEncoder().encode(text)];
  let version = 1;
  while (version < BLOCKS.length && capacity(version) * 8 < 4 + (version < 10 ? 8 : 16) + bytes.length * 8) version += 1;
  if (version === BLOCKS.length) return null;
  const words = codewords(bytes, version);
  const fixed = frame(version);
  const size = fixed.length;
  const cells = [];
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    const up = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step += 1) {
      const y = up ? size - 1 - step : step;
      for (const x of [right, right - 1]) if (fixed[y][x] === null) cells.push([x, y]);
    }
  }
  let best = null;
  for (let mask = 0; mask < 8; mask += 1) {
    const grid = fixed.map((row) => [...row]);
    cells.forEach(([x, y], at) => {
      const bit = at < words.length * 8 ? (words[at >> 3] >> (7 - (at & 7))) & 1 : 0;
      grid[y][x] = bit ^ (MASKS[mask](x, y) === 0 ? 1 : 0);
    });
    drawFormat(grid, mask);
    const sum = penalty(grid);
    if (!best || sum < best.sum) best = { sum, grid };
  }
  return best.grid;
}
