/** What went wrong since boot, for the heartbeat: code → what and how often; the newest twenty. */
const MOST = 20;

export class Faults {
  #found = new Map();

  report(code, detail = "") {
    const times = (this.#found.get(code)?.times ?? 0) + 1;
    this.#found.delete(code);
    this.#found.set(code, { code, detail: String(detail).slice(0, 200), times });
    if (this.#found.size > MOST) this.#found.delete(this.#found.keys().next().value);
  }

  /** The fault has mended. */
  clear(code) {
    this.#found.delete(code);
  }

  list() {
    return [...this.#found.values()];
  }
}
