/** The letters and digits with which initials are typed: no input method, no system keyboard. */
import { el } from "./dom.js";

const ROWS = ["1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"];

/** @param {{type: (letter: string) => void, erase: () => void, clear: () => void}} actions */
export function keyboard(texts, { type, erase, clear }) {
  const letter = (key) => el("button", { class: "letter", type: "button", onclick: () => type(key) }, key);
  const wide = (text, act) => el("button", { class: "letter is-wide", type: "button", onclick: act }, text);
  const rows = ROWS.map((row) => el("div", { class: "letters" }, [...row].map(letter)));
  rows.at(-1).prepend(wide(texts.clear, clear));
  rows.at(-1).append(wide(texts.delete, erase));
  return el("div", { class: "keyboard" }, rows);
}

/** A plugged-in keyboard types too. */
export function pressed(event, { type, erase }) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^[a-z0-9]$/i.test(event.key)) type(event.key.toUpperCase());
  else if (event.key === "Backspace") erase();
}
