/** What the player says in words: the pairing code, the loading of first content, the baked page. */
export class Notice {
  #root;
  #texts;

  constructor(root, texts) {
    this.#root = root;
    this.#texts = texts;
  }

  /** The page that stands below everything: whose screen this is. */
  bake(screen) {
    this.#root.dataset.paired = "";
    this.#root.querySelector("[data-baked-unit]").textContent = screen.unit_name;
    this.#root.querySelector("[data-baked-hall]").textContent = screen.hall;
  }

  /** A code to type into the console; null: the server cannot be reached. */
  pairing(offer) {
    this.#root.dataset.state = "pairing";
    const code = offer ? `${offer.code.slice(0, 3)} ${offer.code.slice(3)}` : "— — —";
    this.#root.querySelector("[data-code]").textContent = code;
    this.#root.querySelector("[data-host]").textContent = location.host;
    this.#root.querySelector("[data-hint]").textContent = offer ? this.#texts.waiting : this.#texts.unreachable;
  }

  /** How far the first content has come; null: it is here. */
  loading(progress) {
    this.#root.dataset.state = progress ? "loading" : "playing";
    if (!progress) return;
    const count = progress.of ? `${progress.done} / ${progress.of}` : "";
    this.#root.querySelector("[data-progress]").textContent = count;
    const bar = this.#root.querySelector("progress");
    bar.max = Math.max(1, progress.of);
    bar.value = progress.done;
  }
}
