/**
 * When which picture: asks the rule what should stand, a little ahead of time, and has the stage
 * show it.  The fade begins early enough to be over when the page is due; a page never outlives
 * its window, its withdrawal or the lease, even if nothing else is ready: then the fallback stands.
 */
import { contains, pageAt, spanOf } from "./playback.js";

/** Real milliseconds. */
const FADE = 400;
/** For late timers, a busy machine and the compositor: what ends at T is gone this long before. */
const MARGIN = 160;
const LONGEST_SLEEP = 1000;
/** Below this a fade is a flicker: cut. */
const LEAST_FADE = 60;

export class Director extends EventTarget {
  /** {key, item, page} standing now; null: the fallback. */
  current = null;
  /** Monotonic time since which the wanted page has not been standing; null: it stands. */
  waitingSince = null;
  /** How many pictures were put up since boot. */
  swaps = 0;
  #timer = null;
  #fallbackFile = null;
  #preparing = null;

  constructor({ clock, library, stage, faults }) {
    super();
    Object.assign(this, { clock, library, stage, faults });
  }

  start() {
    this.library.addEventListener("change", () => this.tick());
    this.tick();
  }

  stop() {
    clearTimeout(this.#timer);
    this.tick = () => {};
    this.#leave();
  }

  /** Put up what should stand now and sleep until that may change. */
  tick() {
    clearTimeout(this.#timer);
    const { active } = this.library;
    const now = this.clock.now();
    let wake = null;
    if (active === null || now === null) this.#leave();
    else wake = this.#direct(active, now);
    this.#timer = setTimeout(() => this.tick(), Math.max(4, Math.min(wake ?? LONGEST_SLEEP, LONGEST_SLEEP)));
  }

  /** Real milliseconds until the next change. */
  #direct(active, now) {
    const { rate } = this.clock;
    const barred = this.library.barred;
    const margin = MARGIN * rate;
    this.#standFallback(active.plan);
    let fade = fadeOf(active.plan, now, rate);
    let lead = fade * rate + margin;
    let wanted = this.#look(active, now + lead, barred);
    if (startsLater(wanted, now)) {
      [fade, lead] = [0, margin];
      wanted = this.#look(active, now + lead, barred);
    }
    this.#put(wanted, fade, now);
    if (this.current && !contains(spanOf(this.current.item, barred, active.lease), now + margin)) {
      this.#leave();
    }
    this.#prepareNext(active, wanted, barred);
    const end = this.current && spanOf(this.current.item, barred, active.lease)[1];
    const changes = [wanted.until, end].filter((change) => change !== null);
    return changes.length ? Math.min(Math.min(...changes) - lead - now, LONGEST_SLEEP * rate) / rate : null;
  }

  #look({ plan, lease }, at, barred) {
    const showing = pageAt(plan, Math.floor(at), barred, lease);
    if (showing.item === null) return { ...showing, key: null };
    const item = plan.items[showing.item];
    const page = item.pages[showing.page];
    return { ...showing, key: `${item.version}/${showing.page}/${page.file}`, item, number: showing.page, page };
  }

  #put(wanted, fade, now) {
    if (wanted.key === (this.current?.key ?? null)) {
      this.waitingSince = null;
      if (this.current && this.current.since !== wanted.since) this.#repeat(wanted, now);
      return;
    }
    if (wanted.key === null) this.#leave(this.#cap(fade, now));
    else if (this.stage.isReady(wanted.key)) this.#raise(wanted, fade, now);
    else this.#await(wanted);
  }

  #raise(wanted, fade, now) {
    const { rate } = this.clock;
    const short = this.#cap(fade, now);
    this.stage.show(wanted.key, short, turn(wanted, now, rate));
    const { key, item, number, page, since } = wanted;
    this.current = { key, item, page, number, since };
    this.waitingSince = null;
    this.swaps += 1;
    this.dispatchEvent(new Event("swap"));
  }

  #repeat(wanted, now) {
    this.current.since = wanted.since;
    this.stage.rerun(turn(wanted, now, this.clock.rate));
  }

  /** What is left of a fade when the standing page must be gone before it would end. */
  #cap(fade, now) {
    if (!this.current) return fade;
    const end = spanOf(this.current.item, this.library.barred, this.library.active.lease)[1];
    const left = end === null ? fade : Math.min(fade, (end - now) / this.clock.rate - MARGIN);
    return left < LEAST_FADE ? 0 : left;
  }

  #leave(fade = 0) {
    this.waitingSince = null;
    if (this.current === null) return;
    this.stage.clear(fade);
    this.current = null;
    this.dispatchEvent(new Event("swap"));
  }

  #await(wanted) {
    this.waitingSince ??= performance.now();
    this.#prepare(wanted);
  }

  #prepareNext(active, wanted, barred) {
    if (wanted.until === null || wanted.key !== (this.current?.key ?? null)) return;
    const next = this.#look(active, wanted.until, barred);
    if (next.key !== null && next.key !== wanted.key && !this.stage.isReady(next.key)) this.#prepare(next);
  }

  /** Decode a page into the hidden canvas; one that cannot be shown is set aside. */
  async #prepare({ key, item, page }) {
    if (this.#preparing === key) return;
    this.#preparing = key;
    try {
      await this.stage.prepare(key, await this.library.file(page.file), page);
    } catch (problem) {
      this.library.lack(item.version, problem.message);
    } finally {
      if (this.#preparing === key) this.#preparing = null;
      if (this.waitingSince !== null) this.tick();
    }
  }

  async #standFallback({ fallback, width, height, kind }) {
    if (this.#fallbackFile === fallback.file) return;
    this.#fallbackFile = fallback.file;
    this.stage.fit({ width, height, kind });
    try {
      await this.stage.setFallback(await this.library.file(fallback.file), fallback);
    } catch (problem) {
      this.#fallbackFile = null;
      this.faults.report("fallback-lacking", problem.message);
    }
  }
}

/** A fade fits into a quarter of the shortest page of the plan's rotation; else there is none. */
function fadeOf(plan, now, rate) {
  const dwells = plan.rotations.flat().map(([, , dwell]) => dwell / rate);
  const fade = Math.min(FADE, ...dwells.map((dwell) => dwell / 4));
  return fade < LEAST_FADE ? 0 : fade;
}

/** How long the page has its turn and how much of that is over, in real milliseconds. */
function turn({ since, until }, now, rate) {
  return { dwell: (until - since) / rate, elapsed: Math.max(0, (now - since) / rate) };
}

function startsLater(wanted, now) {
  return wanted.key !== null && wanted.item.not_before !== null && wanted.item.not_before > now;
}
