/** The heartbeat: what this screen shows and how it fares, each minute and at each new page. */
const EVERY = 60e3;
const NO_CLOSER = 15e3;

export class Beats {
  #sequence = 0;
  /** A number that each start of this page raises. */
  #boot = 0;
  #timer = null;
  #last = -Infinity;

  constructor({ database, library, director, sync, store, faults }) {
    Object.assign(this, { database, library, director, sync, store, faults });
  }

  async start() {
    this.#boot = ((await this.database.get("boot")) ?? 0) + 1;
    await this.database.put({ boot: this.#boot }).catch(() => this.faults.report("database"));
    this.director.addEventListener("swap", () => this.#soon(NO_CLOSER));
    this.#soon(1000);
  }

  /** Send the next one no later than `limit` ms after the last. */
  #soon(limit) {
    clearTimeout(this.#timer);
    const wait = Math.max(1000, this.#last + limit - performance.now());
    this.#timer = setTimeout(() => this.#send(), wait);
  }

  async #send() {
    this.#last = performance.now();
    this.#sequence += 1;
    try {
      await fetch("/device/v1/beats", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(this.#beat()),
        signal: AbortSignal.timeout?.(10000),
      });
    } catch {
      // The next one says the same and more.
    }
    this.#soon(EVERY);
  }

  #beat() {
    const { current } = this.director;
    return {
      id: newId(),
      boot: this.#boot,
      sequence: this.#sequence,
      plan: this.library.active?.sha ?? null,
      pointer_sequence: this.library.newest?.sequence ?? null,
      page: current && `${current.item.version}/${current.number}`,
      tier: this.store.tier,
      faults: this.faults.list().map(({ code, detail, times }) => `${code} ×${times} ${detail}`.trim()),
      last_command: this.sync.lastCommand,
    };
  }
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
