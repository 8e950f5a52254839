/**
 * Contact with the server: a poll with jitter, a stream of events as a hint between polls, and a
 * challenge for the time.  Nothing here decides; the library and the clock do.
 */
const CHALLENGE_EVERY = 10 * 60e3;
const LONGEST = 60e3;
/** The server answers, but has no pointer for this screen yet. */
const NOT_READY = 503;
const SOON = 5e3;

export class Sync {
  /** Id of the last command obeyed, for the heartbeat. */
  lastCommand = null;
  /** Real time of the last answer, monotonic; null: none since boot. */
  contact = null;
  /** Since when the server no longer knows this screen, monotonic; null: it does. */
  refusedSince = null;
  #etag = null;
  #challenged = -Infinity;
  #failures = 0;
  #stream = null;
  #wake = () => {};
  #stopped = false;
  #waiting = false;

  constructor({ library, clock, faults, poll, onCommand }) {
    Object.assign(this, { library, clock, faults, onCommand });
    [this.shortest, this.longest] = poll;
  }

  async run() {
    addEventListener("online", this.#now);
    while (!this.#stopped) {
      await this.#contact();
      await this.#pause();
    }
  }

  stop() {
    this.#stopped = true;
    this.#stream?.close();
    removeEventListener("online", this.#now);
    this.#wake();
  }

  #now = () => this.#wake();

  async #contact() {
    try {
      if (!this.clock.known || performance.now() - this.#challenged > CHALLENGE_EVERY) {
        await this.#challenge();
      }
      this.#listen();
      await this.#poll();
      this.#failures = 0;
      this.faults.clear("contact");
    } catch (problem) {
      this.#failures += 1;
      this.faults.report("contact", problem.message);
    }
  }

  async #challenge() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const nonce = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const sent = performance.now();
    const response = await this.#get(`/device/v1/time?nonce=${nonce}`);
    const received = performance.now();
    if (!response.ok) throw new Error(`no time yet: ${response.status}`);
    const answer = await this.library.open(await response.json(), "hallboard-time/1");
    if (answer?.nonce !== nonce) throw new Error("the time was not signed for us");
    const since = performance.now() - received;
    const rate = Number(answer.rate);
    this.clock.correct(answer.now + since * rate, rate, received - sent);
    this.#challenged = received;
    this.library.dispatchEvent(new Event("change"));
  }

  async #poll() {
    const headers = this.#etag ? { "If-None-Match": this.#etag } : {};
    const response = await this.#get("/device/v1/pointer", headers);
    if (response.status === 200) {
      const accepted = await this.library.hear(await response.json());
      this.#etag = accepted ? response.headers.get("etag") : null;
    } else if (response.status === 304) {
      this.library.complete();
    }
  }

  async #get(address, headers = {}) {
    const response = await fetch(address, {
      headers,
      cache: "no-store",
      signal: AbortSignal.timeout?.(10000),
    });
    const { ok, status } = response;
    if (status === 401) this.refusedSince ??= performance.now();
    else if (ok || status === 304) this.refusedSince = null;
    this.#waiting = status === NOT_READY;
    if (!ok && status !== 304 && status !== NOT_READY) throw new Error(`${address}: ${status}`);
    this.contact = performance.now();
    return response;
  }

  /** Open the stream of events unless it is open; the browser reconnects it by itself. */
  #listen() {
    if (this.#stream && this.#stream.readyState !== EventSource.CLOSED) return;
    this.#stream = new EventSource("/device/v1/events");
    this.#stream.addEventListener("pointer", (event) => this.#heard(event, (said) => this.library.hear(said)));
    this.#stream.addEventListener("command", (event) => this.#heard(event, (said) => this.#obey(said)));
  }

  #heard(event, act) {
    this.contact = performance.now();
    try {
      act(JSON.parse(event.data));
    } catch (problem) {
      this.faults.report("event", problem.message);
    }
  }

  #obey(command) {
    this.lastCommand = command.id ?? null;
    this.onCommand(command);
  }

  /** Until the next poll: some jitter, longer after failures, shorter while content is drawn. */
  #pause() {
    const usual = this.shortest + Math.random() * (this.longest - this.shortest);
    const patient = Math.min(usual * 1.5 ** this.#failures, Math.max(LONGEST, this.longest));
    const wait = this.#waiting ? Math.min(SOON, usual) : patient;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, wait);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
