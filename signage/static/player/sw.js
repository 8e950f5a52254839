/* The service worker of /play and /kiosk: the newest page if the server answers in time, else the
   kept one.  Content never passes through here: the player takes it from its own store. */
const CACHE = "hallboard-shell";
const PATIENCE = 4000;
/** After a failure the kept files come first for a while: else each of them would wait in turn. */
const RESTING = 20000;
let failedAt = -Infinity;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname.startsWith("/static/")) event.respondWith(newest(event.request, event.request.url));
  if (event.request.mode === "navigate") event.respondWith(newest(event.request, address.pathname));
});

async function newest(request, name) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(name);
  if (kept && Date.now() - failedAt < RESTING) return kept;
  try {
    const response = await withinPatience(fetch(request));
    if (response.status < 500) return response;
  } catch {
    // No answer, or not in time.
  }
  failedAt = Date.now();
  return kept ?? fetch(request);
}

function withinPatience(answer) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("too slow")), PATIENCE);
    answer.then(resolve, reject);
  });
}
