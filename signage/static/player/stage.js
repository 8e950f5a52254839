/**
 * The picture on the wall: two canvases that take turns above the fallback.
 *
 * Pictures are decoded into ImageBitmaps and handed to the canvases; never into <img>, whose
 * decoded copies pile up.  The layers from below: a page made of text, there from the first
 * moment; the plan's fallback picture; the two canvases.  So whatever fails, something stands.
 */
const DECODE_LIMIT = 8000;
/** Pixels a second at which a strip's text runs, and how long its beginning and end stand. */
const STRIP_SPEED = 56;
const STRIP_REST = 1500;

export class Stage {
  #root;
  #fallback;
  #layers;
  #front = null;
  #settled = Promise.resolve();
  #turn = 0;
  /** Bitmaps decoded and not yet handed to a canvas; must come back to zero. */
  open = 0;

  constructor(root) {
    this.#root = root;
    this.#fallback = new Layer(root.querySelector("[data-fallback]"));
    this.#layers = [...root.querySelectorAll("[data-page]")].map((canvas) => new Layer(canvas));
  }

  /** Fit a screen of `width` × `height` pixels; a strip keeps its pixels square and sharp. */
  fit({ width, height, kind }) {
    this.#root.dataset.kind = kind;
    this.#root.style.setProperty("--stage-width", width);
    this.#root.style.setProperty("--stage-height", height);
  }

  /** Have the fallback's picture stand ready below. */
  async setFallback(blob, page) {
    this.#hand(await this.#decode(blob), this.#fallback, page, "fallback");
    this.#fallback.stand();
  }

  /** Decode a picture into the hidden canvas.  Throws when it cannot be decoded in time. */
  async prepare(key, blob, page) {
    const turn = ++this.#turn;
    const bitmap = await this.#decode(blob);
    await this.#settled;
    if (turn === this.#turn) this.#hand(bitmap, this.#spare(), page, key);
    else this.#close(bitmap);
  }

  isReady(key) {
    return this.#ready(key) !== undefined;
  }

  /** Show what was prepared as `key`, faded in over `fade` ms; `run` moves a strip. */
  show(key, fade, run) {
    const last = this.#front;
    const next = this.#ready(key);
    this.#front = next;
    last?.lower();
    this.#fallback.hush(true);
    next.reveal(fade);
    next.run(this.#root, run);
    this.#settled = after(fade, () => last?.hide());
  }

  /** Another turn of the same picture: a strip's text runs again. */
  rerun(run) {
    this.#front?.run(this.#root, run);
  }

  /** Let the fallback stand. */
  clear(fade = 0) {
    const last = this.#front;
    this.#front = null;
    this.#fallback.hush(false);
    last?.vanish(fade);
    this.#settled = after(fade, () => last?.hide());
  }

  #ready(key) {
    return this.#layers.find((layer) => layer !== this.#front && layer.key === key);
  }

  #spare() {
    return this.#layers.find((layer) => layer !== this.#front);
  }

  async #decode(blob) {
    let late;
    const bitmap = createImageBitmap(blob).then((made) => {
      this.open += 1;
      if (late === null) this.#close(made);
      return made;
    });
    const limit = new Promise((_, reject) => {
      late = setTimeout(() => {
        late = null;
        reject(new Error("decoding took too long"));
      }, DECODE_LIMIT);
    });
    try {
      return await Promise.race([bitmap, limit]);
    } finally {
      clearTimeout(late);
    }
  }

  #hand(bitmap, layer, page, key) {
    layer.take(bitmap, page, key);
    this.open -= 1;
  }

  #close(bitmap) {
    bitmap.close();
    this.open -= 1;
  }
}

class Layer {
  key = null;
  #canvas;
  #context;
  #fade = null;
  #motion = null;

  constructor(canvas) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("bitmaprenderer");
  }

  take(bitmap, page, key) {
    this.key = key;
    this.#canvas.width = bitmap.width;
    this.#canvas.height = bitmap.height;
    this.#context.transferFromImageBitmap(bitmap);
    this.#canvas.setAttribute("aria-label", page.alt);
  }

  /** Be there, below the others. */
  stand() {
    this.#canvas.hidden = false;
  }

  /** Not to be read aloud while another picture covers it. */
  hush(covered) {
    this.#canvas.ariaHidden = covered;
  }

  reveal(fade = 0) {
    this.hush(false);
    this.#stop();
    this.#canvas.classList.add("is-front");
    this.#canvas.hidden = false;
    if (fade > 0) this.#fade = this.#canvas.animate({ opacity: [0, 1] }, { duration: fade });
  }

  lower() {
    this.hush(true);
    this.#canvas.classList.remove("is-front");
  }

  vanish(fade) {
    this.#stop();
    if (fade > 0) {
      this.#fade = this.#canvas.animate({ opacity: [1, 0] }, { duration: fade, fill: "forwards" });
    } else {
      this.#canvas.hidden = true;
    }
  }

  hide() {
    this.#stop();
    this.lower();
    this.#canvas.hidden = true;
    this.key = null;
  }

  /** Run a picture wider than the strip past it once in `dwell` ms, from `elapsed` ms on. */
  run(root, { dwell, elapsed }) {
    this.#motion?.cancel();
    this.#motion = null;
    const scale = root.clientHeight / this.#canvas.height;
    const beyond = this.#canvas.width * scale - root.clientWidth;
    if (root.dataset.kind !== "strip" || beyond <= 1) return;
    const duration = Math.max(1, Math.min(dwell - 2 * STRIP_REST, (beyond / scale / STRIP_SPEED) * 1000));
    this.#motion = this.#canvas.animate(
      { transform: ["translateX(0)", `translateX(${-beyond}px)`] },
      { duration, delay: STRIP_REST, fill: "both" },
    );
    this.#motion.currentTime = elapsed;
  }

  #stop() {
    this.#fade?.cancel();
    this.#motion?.cancel();
    this.#fade = this.#motion = null;
  }
}

function after(delay, act) {
  if (delay <= 0) {
    act();
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    setTimeout(() => {
      act();
      resolve();
    }, delay);
  });
}
