/**
 * The touch pages: a stack of views over the catalogue, four constant keys, and nothing that
 * outlives the visitor.
 */
import { Catalogue } from "./catalogue.js";
import { Dates } from "./dates.js";
import { fill } from "./dom.js";
import { pressed } from "./keyboard.js";
import * as views from "./views.js";

const ROOT = { name: "home", page: 0 };

export class App {
  texts;
  catalogue = null;
  mine = null;
  dates = null;
  title = "";
  elder = false;
  contrast = false;
  #player;
  #root;
  #stack = [ROOT];
  #index = null;
  #indexFile = null;
  #signature = "";
  #after = [];
  #actions = null;
  #leave;

  constructor(root, player, texts, leave) {
    this.#leave = leave;
    this.#root = root;
    this.#player = player;
    this.texts = texts;
    this.#part("back").addEventListener("click", () => this.back());
    this.#part("home").addEventListener("click", () => this.go(ROOT, []));
    this.#part("large").addEventListener("click", () => this.#look({ elder: !this.elder }));
    this.#part("contrast").addEventListener("click", () => this.#look({ contrast: !this.contrast }));
    addEventListener("keydown", (event) => this.#pressed(event));
    player.library.addEventListener("change", () => this.refresh());
    player.library.addEventListener("complete", () => this.refresh());
    setInterval(() => this.refresh(), 1000);
  }

  /** Whether there is anything to find. */
  get ready() {
    return this.#index !== null;
  }

  /** A visitor came, or left: everything as at first. */
  reset() {
    this.#stack = [ROOT];
    this.#look({ elder: false, contrast: false });
  }

  go(state, under = this.#stack) {
    this.#stack = [...under, state];
    this.#show(true);
  }

  /** The same view with another state: page, query. */
  replace(state) {
    this.#stack = [...this.#stack.slice(0, -1), state];
    this.#show(false);
  }

  /** One view back; from the first one, out: the visitor has finished. */
  back() {
    if (this.#stack.length === 1) {
      this.#leave();
      return;
    }
    this.#stack = this.#stack.slice(0, -1);
    this.#show(true);
  }

  /** Call `act` once the view under construction stands in the page and can be measured. */
  afterwards(act) {
    this.#after.push(act);
  }

  /** Text of a file of the plan. */
  async file(sha) {
    return (await this.#player.library.file(sha)).text();
  }

  /** Follow the plan and the time: what ended or was withdrawn leaves at once. */
  async refresh() {
    const { active } = this.#player.library;
    if (!active || this.#player.clock.now() === null) return;
    if (active.plan.touch && this.#indexFile !== active.plan.touch.index) {
      const file = active.plan.touch.index;
      const index = await this.file(file).then(JSON.parse, () => null);
      if (!index) return;
      [this.#index, this.#indexFile, this.#signature] = [index, file, ""];
    }
    if (this.#index) this.#lookUp(active);
  }

  #lookUp({ plan, withdrawn, lease }) {
    const at = this.#player.clock.now();
    const evergreen = new Set(plan.items.filter((item) => item.evergreen).map((item) => item.version));
    const catalogue = new Catalogue(this.#index, { at, withdrawn, lease, evergreen });
    this.dates = new Dates(plan.zone);
    const { time, day } = this.dates.clock(at);
    this.#part("time").textContent = time;
    this.#part("day").textContent = day;
    const signature = this.#indexFile + catalogue.records.map(({ version, past }) => `${version}${past ? "-" : "+"}`).join();
    if (signature === this.#signature) return;
    this.#signature = signature;
    this.catalogue = catalogue;
    const { hall, unit, unit_name: name } = this.#player.library.pairing.screen;
    this.mine = catalogue.mine(unit, name);
    this.title = fill(this.texts.title, { name });
    this.#part("hall").textContent = hall;
    this.#show(false);
  }

  #show(moved) {
    if (!this.catalogue) return;
    const state = this.#stack.at(-1);
    this.#after = [];
    const { title, node, actions = null } = views[state.name](this, state);
    this.#actions = actions;
    this.#root.dataset.view = state.name;
    this.#part("title").textContent = title;
    const first = this.#stack.length === 1;
    this.#part("back").textContent = first ? this.texts.finish : this.texts.back;
    this.#part("home").disabled = first;
    this.#part("main").replaceChildren(node);
    this.#after.forEach((act) => act());
    if (moved) this.#part("title").focus({ preventScroll: true });
  }

  #look({ elder = this.elder, contrast = this.contrast }) {
    Object.assign(this, { elder, contrast });
    this.#root.classList.toggle("is-large", elder);
    document.documentElement.dataset.theme = contrast ? "contrast" : "light";
    this.#switch("large", elder, elder ? this.texts.normal : this.texts.large);
    this.#switch("contrast", contrast, contrast ? this.texts.plain : this.texts.contrast);
    this.#show(false);
  }

  #switch(name, on, text) {
    this.#part(name).setAttribute("aria-pressed", on);
    this.#part(name).textContent = text;
  }

  #pressed(event) {
    if (this.#root.hidden) return;
    if (event.key === "Escape") this.back();
    else if (this.#actions) pressed(event, this.#actions);
  }

  #part(name) {
    return this.#root.querySelector(`[data-part="${name}"]`);
  }
}
