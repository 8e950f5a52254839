/** The page /play. */
import { startPlayer } from "./player.js";

const HIDE_CURSOR = 3000;

const root = document.querySelector("[data-player]");
const config = JSON.parse(document.querySelector("#config").textContent);

let resting;
addEventListener("pointermove", () => {
  root.classList.remove("is-resting");
  clearTimeout(resting);
  resting = setTimeout(() => root.classList.add("is-resting"), HIDE_CURSOR);
});
root.classList.add("is-resting");

globalThis.hallboard = await startPlayer(root, config);
