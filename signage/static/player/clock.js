/**
 * Trusted time: the newest signed time plus monotonic time elapsed, never back.
 *
 * The wall clock is not trusted.  Only when the player boots without contact does it help: what it
 * says has passed since the mark was kept raises the time, because too late is safe (content
 * leaves early) and too early is not.  A freshly signed answer to our own nonce discards that rise.
 *
 * All instants are milliseconds UTC.  `rate` is clock time per real time: 1 but in demonstrations.
 */
export class TrustedClock {
  #monotonic;
  #wall;
  /** Signed time at the monotonic reading `#at`; null: no signed time was ever heard. */
  #firm = null;
  #at = 0;
  #rate = 1;
  /** What the wall clock added at boot. */
  #rise = 0;
  #high = -Infinity;

  constructor(monotonic = () => performance.now(), wall = () => Date.now()) {
    this.#monotonic = monotonic;
    this.#wall = wall;
  }

  get known() {
    return this.#firm !== null;
  }

  get rate() {
    return this.#rate;
  }

  /** Whether the time rests on the wall clock, for want of contact since boot. */
  get raised() {
    return this.#rise > 0;
  }

  /** How far the time already given out is ahead of what was signed; the clock stands meanwhile. */
  get ahead() {
    return this.known ? Math.max(0, this.#high - this.#reading() - this.#rise) : 0;
  }

  /** Now, or null while unknown. */
  now() {
    if (!this.known) return null;
    this.#high = Math.max(this.#high, this.#reading() + this.#rise);
    return Math.floor(this.#high);
  }

  /** Go on from what `keep()` gave before the power went. */
  boot(kept) {
    this.#firm = kept.mark;
    this.#at = this.#monotonic();
    this.#rate = kept.rate;
    this.#rise = kept.rise + Math.max(0, (this.#wall() - kept.wall) * kept.rate);
    this.#high = -Infinity;
  }

  /** The high-water mark, to be persisted. */
  keep() {
    this.now();
    return { mark: this.#reading(), rise: this.#rise, wall: this.#wall(), rate: this.#rate };
  }

  /** A signed time that may be old (a pointer's `issued`): it is at least that late. */
  hear(signed, rate) {
    const reading = this.known ? this.#reading() : -Infinity;
    this.#set(Math.max(reading, signed), rate);
  }

  /**
   * A signed answer to our nonce, which travelled `travelled` real milliseconds there and back:
   * the time lies in [signed, signed + travelled].  A clock that was behind goes to the later end:
   * what must leave by T then leaves by T, however slow the network is.
   */
  correct(signed, rate, travelled) {
    if (this.#rise > 0) {
      this.#rise = 0;
      this.#high = -Infinity;
    }
    const reading = this.known ? this.#reading() : -Infinity;
    const latest = signed + travelled * rate;
    this.#set(reading < signed ? latest : Math.min(reading, latest), rate);
  }

  /** Forget everything: another server's time counts from now on. */
  reset() {
    this.#firm = null;
    this.#rise = 0;
    this.#high = -Infinity;
  }

  #reading() {
    return this.#firm + (this.#monotonic() - this.#at) * this.#rate;
  }

  #set(firm, rate) {
    this.#firm = firm;
    this.#at = this.#monotonic();
    this.#rate = rate;
  }
}
