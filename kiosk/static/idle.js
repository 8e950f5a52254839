/** Notices that nobody is there any more: warns, and then resets unless somebody goes on. */
export class Idle {
  #timer = null;
  #ticker = null;

  /** @param {{after: number, warning: number, warn: (seconds: number|null) => void, reset: () => void}} options */
  constructor({ after, warning, warn, reset }) {
    Object.assign(this, { after, warning, warn, reset });
  }

  /** Somebody is there. */
  touch() {
    this.stop();
    this.#timer = setTimeout(() => this.#warn(), this.after);
  }

  stop() {
    clearTimeout(this.#timer);
    clearInterval(this.#ticker);
    if (this.#ticker !== null) this.warn(null);
    this.#ticker = null;
  }

  #warn() {
    const end = performance.now() + this.warning;
    const tick = () => {
      const left = end - performance.now();
      if (left > 0) return this.warn(Math.ceil(left / 1000));
      this.stop();
      return this.reset();
    };
    this.#ticker = setInterval(tick, 250);
    tick();
  }
}
