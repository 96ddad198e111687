// What this device holds. Everything above asks through this interface; today it lives in memory only, so that nothing
// readable is ever written to a disk. A sealed IndexedDB store will take its place without another line changing.

/**
 * Collections of plain values by key: `get`, `put`, `remove`, `entries`. All answers are promises, because the sealed
 * store has to wait for a disk.
 */
export class MemoryStore {
  #collections = new Map();

  #collection(name) {
    if (!this.#collections.has(name)) this.#collections.set(name, new Map());
    return this.#collections.get(name);
  }

  async get(collection, key) {
    return this.#collection(collection).get(key);
  }

  async put(collection, key, value) {
    this.#collection(collection).set(key, value);
  }

  async remove(collection, key) {
    this.#collection(collection).delete(key);
  }

  async entries(collection) {
    return [...this.#collection(collection)];
  }

  async clear() {
    this.#collections.clear();
  }
}

export const device = new MemoryStore();
