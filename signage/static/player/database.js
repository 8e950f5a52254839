/**
 * The player's memory: one IndexedDB database with a table of values and one of blobs; without
 * IndexedDB (a private window, a full disk at first start) the same in the page's own memory.
 */
const NAME = "hallboard";
const TABLES = ["values", "blobs"];

export async function openDatabase() {
  try {
    return new Database(await opened());
  } catch {
    return new MemoryDatabase();
  }
}

class Database {
  #connection;
  durable = true;

  constructor(connection) {
    this.#connection = connection;
  }

  get(key, table = "values") {
    return settled(this.#table(table, "readonly").get(key));
  }

  keys(table) {
    return settled(this.#table(table, "readonly").getAllKeys());
  }

  /** Write several values, all or none. */
  async put(entries, table = "values") {
    const transaction = this.#connection.transaction(table, "readwrite", { durability: "strict" });
    const store = transaction.objectStore(table);
    for (const [key, value] of Object.entries(entries)) store.put(value, key);
    await finished(transaction);
  }

  async remove(keys, table = "values") {
    const transaction = this.#connection.transaction(table, "readwrite");
    for (const key of keys) transaction.objectStore(table).delete(key);
    await finished(transaction);
  }

  #table(name, mode) {
    return this.#connection.transaction(name, mode).objectStore(name);
  }
}

class MemoryDatabase {
  durable = false;
  #tables = Object.fromEntries(TABLES.map((name) => [name, new Map()]));

  async get(key, table = "values") {
    return this.#tables[table].get(key);
  }

  async keys(table) {
    return [...this.#tables[table].keys()];
  }

  async put(entries, table = "values") {
    for (const [key, value] of Object.entries(entries)) this.#tables[table].set(key, value);
  }

  async remove(keys, table = "values") {
    for (const key of keys) this.#tables[table].delete(key);
  }
}

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => TABLES.forEach((table) => request.result.createObjectStore(table));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("the database is held by another page"));
  });
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function finished(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}
