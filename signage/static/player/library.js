/**
 * What this screen holds: its pairing, the newest pointer it has accepted, and the plan in play.
 *
 * A pointer is accepted only from the pinned key, for this screen, and never an older one.  Its
 * overlay counts at once.  Its plan comes into play when the pictures needed soon are all here,
 * in one transaction; until then the former plan goes on under the lease of the last pointer that
 * named it, less everything withdrawn since.
 */
import { filesBetween } from "./playback.js";
import { BadSignature, importKey, openEnvelope } from "./verify.js";

const SOON = 6 * 3600e3;
const AT_ONCE = 3;
/** After so many failures a plan comes into play without the versions whose pictures lack. */
const PATIENCE = 3;

export class Library extends EventTarget {
  pairing = null;
  newest = null;
  /** {sha, plan, lease, withdrawn: Set, lacking: Set} or null. */
  active = null;
  /** {done, of} while the first content comes, else null. */
  progress = null;
  #previous = null;
  #key = null;
  #switching = null;
  #failures = 0;
  /** The plan of which every file was here. */
  #whole = null;

  constructor({ database, store, clock, faults }) {
    super();
    Object.assign(this, { database, store, clock, faults });
  }

  /** Take up what was kept.  A damaged plan counts as none. */
  async load() {
    const [pairing, newest, active] = await Promise.all(
      ["pairing", "newest", "active"].map((key) => this.database.get(key)),
    );
    if (!pairing) return;
    this.pairing = pairing;
    this.#key = await importKey(pairing);
    this.newest = newest ?? null;
    if (newest) this.clock.hear(newest.issued, Number(newest.rate));
    if (!active) return;
    this.#previous = active.previous;
    const plan = await this.#takePlan(active.plan);
    if (plan) this.#play(active.plan, plan, active.lease, active.withdrawn);
    else this.faults.report("plan-damaged", active.plan);
  }

  /** Pair with a screen; another screen or key makes everything held void. */
  async pair(pairing) {
    const same = this.pairing?.key === pairing.key && this.pairing.screen.id === pairing.screen.id;
    if (!same) {
      this.clock.reset();
      this.newest = this.active = this.#previous = null;
      await this.database.remove(["newest", "active", "clock"]);
    }
    await this.database.put({ pairing });
    this.pairing = pairing;
    this.#key = await importKey(pairing);
    this.#changed();
  }

  /** The server no longer knows this screen: everything held is void. */
  async forget() {
    await this.database.remove(["pairing", "newest", "active", "clock"]);
    this.pairing = this.newest = this.active = this.#previous = null;
    this.#changed();
  }

  /** The statement inside an envelope signed with the pinned key; null, and a fault, otherwise. */
  async open(envelope, format) {
    try {
      const statement = await openEnvelope(envelope, this.#key);
      if (statement.format !== format) throw new BadSignature(`format ${statement.format}`);
      if (statement.screen !== this.pairing.screen.id) throw new BadSignature("for another screen");
      return statement;
    } catch (problem) {
      this.faults.report("statement-refused", problem.message);
      return null;
    }
  }

  /** Hear a pointer's envelope; whether it was accepted.  Its plan is then fetched behind. */
  async hear(envelope) {
    const pointer = await this.open(envelope, "hallboard-pointer/1");
    if (!pointer) return false;
    if (this.newest && isOlder(pointer, this.newest)) {
      this.faults.report("pointer-older", `${pointer.epoch}.${pointer.sequence}`);
      return false;
    }
    this.clock.hear(pointer.issued, Number(pointer.rate));
    if (pointer.plan !== this.newest?.plan) this.#failures = 0;
    this.newest = pointer;
    if (this.active) this.#overlay(pointer);
    await this.database.put({ newest: pointer, ...this.#kept() });
    this.#changed();
    this.complete();
    return true;
  }

  /** Fetch what still lacks; called after each contact. */
  complete() {
    this.#switching ??= this.#switch().finally(() => (this.#switching = null));
    return this.#switching;
  }

  /** A version whose picture cannot be shown stays out until it can. */
  lack(version, problem) {
    this.faults.report("page-lacking", `${version}: ${problem}`);
    this.active?.lacking.add(version);
    this.#changed();
  }

  /** Versions that must not be shown. */
  get barred() {
    return new Set([...this.active.withdrawn, ...this.active.lacking]);
  }

  fileAddress(file) {
    return `/device/v1/files/${file}`;
  }

  /** A file of the plan in play, from the store or the server. */
  file(sha) {
    return this.store.fetch(sha, this.fileAddress(sha));
  }

  #overlay(pointer) {
    const { withdrawn } = pointer.overlay;
    if (pointer.plan !== this.active.sha) withdrawn.forEach((id) => this.active.withdrawn.add(id));
    else Object.assign(this.active, { withdrawn: new Set(withdrawn), lease: pointer.lease_until });
  }

  async #switch() {
    while (this.newest && this.newest.plan !== this.active?.sha) {
      const wanted = this.newest.plan;
      try {
        await this.#bring(wanted);
      } catch (problem) {
        this.#failures += 1;
        this.faults.report("download", problem.message);
        if (this.newest.plan === wanted) return;
      }
    }
    this.progress = null;
    if (this.active) await this.#bringRest().catch((problem) => this.faults.report("download", problem.message));
  }

  async #bring(sha) {
    const blob = await this.store.fetch(sha, `/device/v1/plans/${sha}`);
    const plan = JSON.parse(await blob.text());
    if (plan.format !== "hallboard-plan/1") throw new Error(`plan format ${plan.format}`);
    const now = this.clock.now();
    const lacking = await this.#fetchAll(filesBetween(plan, now, now + SOON));
    if (lacking.size && (this.#failures + 1 < PATIENCE || lacking.has(plan.fallback.file))) {
      throw new Error(`${lacking.size} pictures lack`);
    }
    if (this.newest.plan !== sha) return;
    this.#previous = this.active?.sha ?? this.#previous;
    this.#play(sha, plan, this.newest.lease_until, this.newest.overlay.withdrawn, lacking);
    await this.database.put(this.#kept());
    this.faults.clear("download");
    this.#changed();
  }

  /** The files that could not be had. */
  async #fetchAll(files) {
    const queue = [...files];
    const lacking = new Set();
    this.progress = { done: 0, of: queue.length };
    const work = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        await this.file(next.file).catch((problem) => {
          lacking.add(next.file);
          this.faults.report("download", problem.message);
        });
        this.progress.done += 1;
        this.dispatchEvent(new Event("progress"));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return lacking;
  }

  /** Everything else the plan names, then sweep what neither this plan nor the former one names. */
  async #bringRest() {
    const { plan, sha } = this.active;
    if (this.#whole === sha && this.active.lacking.size === 0) return;
    const files = await this.#filesOf(plan);
    const lacking = [];
    for (const { file } of files) {
      if (this.active.sha !== sha) return;
      if (!(await this.store.has(file))) {
        await this.file(file).catch((problem) => lacking.push(problem.message));
      }
    }
    if (lacking.length) throw new Error(`${lacking.length} files lack: ${lacking[0]}`);
    if (this.active.lacking.size) this.active.lacking.clear();
    this.#whole = sha;
    this.faults.clear("download");
    this.dispatchEvent(new Event("complete"));
    await this.#sweep(files, sha);
  }

  /** Of the former plan only what might still be shown: a list of persons goes with its posting. */
  async #sweep(files, sha) {
    const wanted = new Set([sha, this.newest.plan, ...files.map(({ file }) => file)]);
    const previous = this.#previous && (await this.#takePlan(this.#previous));
    if (previous) {
      wanted.add(this.#previous);
      const rest = this.#filesOf(previous, this.clock.now(), this.active.withdrawn);
      for (const { file } of await rest.catch(() => [])) wanted.add(file);
    }
    if (this.newest.plan === sha) await this.store.sweep(wanted);
  }

  async #filesOf(plan, from = -Infinity, withdrawn = new Set()) {
    const files = filesBetween(plan, from, Infinity, withdrawn);
    if (!plan.touch) return files;
    const index = JSON.parse(await (await this.file(plan.touch.index)).text());
    const touch = index.records
      .filter(({ version, not_after: last }) => (last === null || last > from) && !withdrawn.has(version))
      .flatMap(({ fragment, qr }) => (qr ? [fragment, qr] : [fragment]));
    return [...files, { file: plan.touch.index }, ...touch.map((file) => ({ file }))];
  }

  async #takePlan(sha) {
    const blob = await this.store.take(sha);
    return blob && JSON.parse(await blob.text());
  }

  #play(sha, plan, lease, withdrawn, files = new Set()) {
    const lacking = plan.items.filter(({ pages }) => pages.some(({ file }) => files.has(file)));
    this.active = {
      sha,
      plan,
      lease,
      withdrawn: new Set(withdrawn),
      lacking: new Set(lacking.map(({ version }) => version)),
    };
  }

  #kept() {
    if (!this.active) return {};
    const { sha, lease, withdrawn } = this.active;
    return { active: { plan: sha, lease, withdrawn: [...withdrawn], previous: this.#previous } };
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

export function isOlder(pointer, than) {
  return pointer.epoch < than.epoch || (pointer.epoch === than.epoch && pointer.sequence < than.sequence);
}
