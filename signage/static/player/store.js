/**
 * Content-addressed files.  A file gets in only when its bytes hash to its name, and is hashed
 * again each time it is taken out: a byte flipped on the disk is never shown.
 *
 * Tiers, named in the heartbeat: T1 the Cache API (secure contexts; survives without a server),
 * T2 blobs in IndexedDB (plain http: the page itself does not survive), T3 memory only.
 */
import { sha256 } from "./hash.js";

const CACHE = "hallboard-files";

export class Damaged extends Error {}

export async function openStore(database) {
  let shelf = null;
  try {
    shelf = globalThis.caches ? new CacheShelf(await caches.open(CACHE)) : null;
  } catch {
    // Some web views have the name but refuse its use.
  }
  return new FileStore(shelf ?? new DatabaseShelf(database), shelf ? "T1" : database.durable ? "T2" : "T3");
}

export class FileStore {
  #shelf;
  #coming = new Map();

  constructor(shelf, tier) {
    this.#shelf = shelf;
    this.tier = tier;
  }

  /** The file as a blob, or null if it is not here.  A damaged one is dropped. */
  async take(file) {
    const blob = await this.#shelf.take(file);
    if (!blob) return null;
    if ((await sha256(await blob.arrayBuffer())) === file) return blob;
    await this.#shelf.remove(file);
    return null;
  }

  has(file) {
    return this.#shelf.has(file);
  }

  /** Take the file, fetching it from `address` first if need be.  Throws when it cannot be had. */
  async fetch(file, address) {
    return (await this.take(file)) ?? this.#once(file, address);
  }

  /** Remove every file that is not in `wanted`. */
  async sweep(wanted) {
    for (const file of await this.#shelf.list()) if (!wanted.has(file)) await this.#shelf.remove(file);
  }

  /** Two callers of one file share one download. */
  #once(file, address) {
    if (!this.#coming.has(file)) {
      const download = this.#download(file, address).finally(() => this.#coming.delete(file));
      this.#coming.set(file, download);
    }
    return this.#coming.get(file);
  }

  async #download(file, address) {
    const response = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout?.(60000) });
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    const blob = await response.blob();
    if ((await sha256(await blob.arrayBuffer())) !== file) throw new Damaged(file);
    await this.#shelf.put(file, blob);
    return blob;
  }
}

class CacheShelf {
  #cache;

  constructor(cache) {
    this.#cache = cache;
  }

  async take(file) {
    const response = await this.#cache.match(this.#address(file));
    return response ? response.blob() : null;
  }

  async has(file) {
    return (await this.#cache.match(this.#address(file))) !== undefined;
  }

  put(file, blob) {
    return this.#cache.put(this.#address(file), new Response(blob, { headers: { "content-type": blob.type } }));
  }

  remove(file) {
    return this.#cache.delete(this.#address(file));
  }

  async list() {
    return (await this.#cache.keys()).map((request) => request.url.split("/").pop());
  }

  #address(file) {
    return `/device/v1/files/${file}`;
  }
}

class DatabaseShelf {
  #database;

  constructor(database) {
    this.#database = database;
  }

  async take(file) {
    return (await this.#database.get(file, "blobs")) ?? null;
  }

  async has(file) {
    return (await this.take(file)) !== null;
  }

  put(file, blob) {
    return this.#database.put({ [file]: blob }, "blobs");
  }

  remove(file) {
    return this.#database.remove([file], "blobs");
  }

  list() {
    return this.#database.keys("blobs");
  }
}
