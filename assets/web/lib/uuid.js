// UUID version 7 (RFC 9562): 48 bits of milliseconds, then random. Ids are made where the entry is authored.
const hex = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'));

export function uuid7(millis = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = millis;
  for (let at = 5; at >= 0; at -= 1) {
    bytes[at] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const text = Array.from(bytes, (byte) => hex[byte]).join('');
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
}
