// What must outlive the page, sealed with a key that only the box has: AES-GCM in IndexedDB. The key is never written to
// the device. When nothing is left on the shelf, its database is deleted, so that an idle browser holds nothing at all.

const DATABASE = 'kinbox-drafts';
const TABLE = 'drafts';
const MOST_DAYS = 30;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

function bytesOf(text) {
  return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0));
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function openDatabase(make) {
  if (!make && indexedDB.databases) {
    const known = await indexedDB.databases();
    if (!known.some((one) => one.name === DATABASE)) return null;
  }
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
  return done(request);
}

function today() {
  return Math.floor(Date.now() / 86400000);
}

export class SealedShelf {
  #seal;
  #name;
  #turn = Promise.resolve();

  /** `key`: 32 bytes as base64url, one for each person. Throws where the browser cannot seal or keep. */
  static async open(key) {
    if (!globalThis.indexedDB || !globalThis.crypto || !crypto.subtle) throw new Error('this browser keeps nothing sealed');
    const shelf = new SealedShelf();
    const base = await crypto.subtle.importKey('raw', bytesOf(key), 'HKDF', false, ['deriveKey']);
    const derive = (label, algorithm, uses) => crypto.subtle.deriveKey(
      { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: encoder.encode(label) }, base, algorithm, false, uses);
    shelf.#seal = await derive('kinbox draft seal', { name: 'AES-GCM', length: 256 }, ['encrypt', 'decrypt']);
    shelf.#name = await derive('kinbox draft name', { name: 'HMAC', hash: 'SHA-256', length: 256 }, ['sign']);
    return shelf;
  }

  /** Everything that this key opens, as [name, value]. What is somebody else's stays closed; what is too old goes. */
  all() {
    return this.#inTurn(async () => {
      const db = await openDatabase(false);
      if (!db) return [];
      const table = db.transaction(TABLE).objectStore(TABLE);
      const [rows, sealed] = await Promise.all([done(table.getAllKeys()), done(table.getAll())]);
      db.close();
      const found = [];
      for (const [at, one] of sealed.entries()) {
        if (today() - one.day > MOST_DAYS) await this.#delete(rows[at]);
        else {
          const value = await this.#open(rows[at], one);
          if (value) found.push([value.name, value.value]);
        }
      }
      if (!rows.length) await done(indexedDB.deleteDatabase(DATABASE));
      return found;
    });
  }

  put(name, value) {
    return this.#inTurn(async () => {
      const row = await this.#row(name);
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const plain = encoder.encode(JSON.stringify({ name, value }));
      const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: encoder.encode(row) }, this.#seal, plain);
      const db = await openDatabase(true);
      const work = db.transaction(TABLE, 'readwrite', { durability: 'strict' });
      work.objectStore(TABLE).put({ iv, data, day: today() }, row);
      await new Promise((resolve, reject) => {
        work.oncomplete = resolve;
        work.onabort = () => reject(work.error);
      });
      db.close();
    });
  }

  remove(name) {
    return this.#inTurn(async () => this.#delete(await this.#row(name)));
  }

  /** One after the other, so that a draft that was dropped is not written behind its own back. */
  #inTurn(work) {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => {});
    return mine;
  }

  async #row(name) {
    const digest = new Uint8Array(await crypto.subtle.sign('HMAC', this.#name, encoder.encode(name)));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  async #open(row, { iv, data }) {
    try {
      return JSON.parse(decoder.decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: encoder.encode(row) }, this.#seal, data)));
    } catch {
      return null;
    }
  }

  async #delete(row) {
    const db = await openDatabase(false);
    if (!db) return;
    const table = db.transaction(TABLE, 'readwrite').objectStore(TABLE);
    await done(table.delete(row));
    const left = await done(table.count());
    db.close();
    if (!left) await done(indexedDB.deleteDatabase(DATABASE));
  }
}
