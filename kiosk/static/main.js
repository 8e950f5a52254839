/** The page /kiosk: the player as attract loop, and the touch pages behind it. */
import { startPlayer } from "../player/player.js";
import { App } from "./app.js";
import { fill } from "./dom.js";
import { Idle } from "./idle.js";
import { lockDown } from "./lockdown.js";

const config = JSON.parse(document.querySelector("#config").textContent);
const { texts, idle: times } = config.kiosk;
const attract = document.querySelector("[data-attract]");
const kiosk = document.querySelector("[data-kiosk]");
const warning = document.querySelector("[data-warning]");

lockDown();
const player = await startPlayer(document.querySelector("[data-player]"), config);
const app = new App(kiosk, player, texts, leave);
const idle = new Idle({ ...times, warn, reset: leave });
globalThis.hallboard = { ...player, app };

attract.querySelector("[data-enter]").addEventListener("click", enter);
for (const name of ["pointerdown", "keydown", "scroll"]) {
  addEventListener(name, () => warning.open || stay(), { capture: true, passive: true });
}
warning.addEventListener("click", stay);
warning.addEventListener("close", stay);

/** Somebody is there. */
function stay() {
  if (!kiosk.hidden) idle.touch();
}

function enter() {
  attract.hidden = true;
  kiosk.hidden = false;
  app.reset();
  idle.touch();
}

function leave() {
  idle.stop();
  kiosk.hidden = true;
  attract.hidden = false;
  app.reset();
}

function warn(seconds) {
  if (seconds === null) {
    warning.close();
    return;
  }
  warning.querySelector("[data-seconds]").textContent = fill(texts.seconds, { seconds });
  if (!warning.open) warning.showModal();
}
