/** Keeps a touch on the page: no menus, dragging, pinching or zooming, and no way out. */
export function lockDown(root = document) {
  const prevent = (event) => event.preventDefault();
  for (const name of ["contextmenu", "dragstart", "gesturestart"]) root.addEventListener(name, prevent);
  root.addEventListener("touchmove", (event) => event.touches.length > 1 && prevent(event), { passive: false });
  root.addEventListener("wheel", (event) => event.ctrlKey && prevent(event), { passive: false });
  root.addEventListener("keydown", (event) => (event.ctrlKey || event.metaKey) && "+-=0pPsSuUoO".includes(event.key) && prevent(event));
  root.addEventListener("click", (event) => event.target.closest?.("a") && prevent(event));
}
