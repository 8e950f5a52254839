/* Notes, frame by frame, the colour in the middle of the stage and the player's own time. */
(() => {
  const probe = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const frames = (globalThis.frames_ = []);
  const sample = () => {
    const stage = document.querySelector("[data-stage]");
    if (stage && getComputedStyle(stage).display !== "none") frames.push([time(), ...colour(stage)]);
    requestAnimationFrame(sample);
  };
  const time = () => globalThis.hallboard?.clock.now() ?? null;
  const colour = (stage) => {
    probe.globalAlpha = 1;
    probe.fillStyle = getComputedStyle(stage).backgroundColor;
    probe.fillRect(0, 0, 1, 1);
    const layers = [...stage.querySelectorAll("canvas")].filter((layer) => !layer.hidden);
    layers.sort((a, b) => a.classList.contains("is-front") - b.classList.contains("is-front"));
    for (const layer of layers) {
      probe.globalAlpha = Number(getComputedStyle(layer).opacity);
      probe.drawImage(layer, layer.width / 2, layer.height / 2, 1, 1, 0, 0, 1, 1);
    }
    return [...probe.getImageData(0, 0, 1, 1).data];
  };
  requestAnimationFrame(sample);
})();
