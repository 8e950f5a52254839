/**
 * Starts the page anew when a picture that is due does not come, and once each night when nothing
 * is being fetched.  After three starts in ten minutes it stops trying for an hour: the fallback
 * then stands, and the heartbeat says why.
 */
const STUCK = 60e3;
const LOOK_EVERY = 5e3;
const MANY = 3;
const WITHIN = 10 * 60e3;
const REST = 3600e3;
const NIGHT_HOUR = 3;
const UP_AT_LEAST = 2 * 3600e3;

export class Watchdog {
  #minute = Math.floor(Math.random() * 60);

  constructor({ database, director, library, clock, faults, reload = () => location.reload() }) {
    Object.assign(this, { database, director, library, clock, faults, reload });
  }

  /** Whether the player may start: false after too many starts. */
  async admit() {
    const starts = ((await this.database.get("restarts")) ?? []).filter((at) => recent(at, REST));
    const safe = starts.filter((at) => recent(at, WITHIN)).length >= MANY;
    if (safe) this.faults.report("safe-mode", `${starts.length} restarts`);
    return !safe;
  }

  start() {
    setInterval(() => this.#look(), LOOK_EVERY);
  }

  async #look() {
    const { waitingSince } = this.director;
    if (waitingSince !== null && performance.now() - waitingSince > STUCK) {
      const starts = ((await this.database.get("restarts")) ?? []).filter((at) => recent(at, REST));
      await this.database.put({ restarts: [...starts, Date.now()] });
      this.reload();
    } else if (this.#isNight() && this.library.progress === null) {
      this.reload();
    }
  }

  #isNight() {
    const { active } = this.library;
    if (!active || this.clock.rate !== 1 || performance.now() < UP_AT_LEAST) return false;
    const options = { timeZone: active.plan.zone, hour: "numeric", minute: "numeric", hourCycle: "h23" };
    const parts = new Intl.DateTimeFormat("en", options).formatToParts(this.clock.now());
    const of = (type) => Number(parts.find((part) => part.type === type).value);
    return of("hour") === NIGHT_HOUR && of("minute") === this.#minute;
  }
}

function recent(at, span) {
  return Math.abs(Date.now() - at) < span;
}
