/**
 * The page's own files, kept so that it opens without a server: the service worker serves them,
 * this module keeps them up to date.
 */
const CACHE = "hallboard-shell";

/** Register the service worker and keep what this page has loaded.  False where none is allowed. */
export async function keepShell(worker) {
  if (!navigator.serviceWorker || !globalThis.caches) return false;
  await navigator.serviceWorker.register(worker, { scope: location.pathname });
  await navigator.serviceWorker.ready;
  await navigator.storage?.persist?.();
  await document.fonts.ready;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const files = loaded.filter((address) => address.origin === location.origin && isShell(address));
  const cache = await caches.open(CACHE);
  const page = new URL(location.pathname, location.href);
  const addresses = [...new Set([page, ...files].map(String))];
  await Promise.all(addresses.map((address) => keep(cache, address)));
  await forgetFormer(cache, addresses);
  return true;
}

/** The same file under another query is a former one. */
async function forgetFormer(cache, addresses) {
  const paths = new Set(addresses.map((address) => new URL(address).pathname));
  for (const { url } of await cache.keys()) {
    if (paths.has(new URL(url).pathname) && !addresses.includes(url)) await cache.delete(url);
  }
}

async function keep(cache, address) {
  const response = await fetch(address, { cache: "no-cache" });
  if (response.ok) await cache.put(address, response);
}

function isShell(address) {
  return address.pathname.startsWith("/static/");
}
