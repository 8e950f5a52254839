/**
 * Pairing: the screen shows a code and waits until a person approves it in the console; or it was
 * opened with a one-use token in its address (`?pair=TOKEN`).
 */
const ASK_EVERY = 2000;
const RETRY = 5000;

/** The token in the address, if any; taken out of it, so that it is not kept or shown. */
export function takeToken() {
  const address = new URL(location.href);
  const token = address.searchParams.get("pair");
  if (token !== null) {
    address.searchParams.delete("pair");
    history.replaceState(null, "", address);
  }
  return token;
}

/** The pairing that a one-use token gives, or null when the token is refused. */
export async function pairWithToken(token) {
  const response = await post({ token });
  return response.ok ? response.json() : null;
}

/**
 * Show codes until one is approved; resolves with the pairing.  `show` takes {code}, or null
 * while the server cannot be reached.
 */
export async function pairByCode(show) {
  for (;;) {
    try {
      const pairing = await oneCode(show);
      if (pairing) return pairing;
    } catch {
      show(null);
      await sleep(RETRY);
    }
  }
}

/** The pairing, or null when the code expired. */
async function oneCode(show) {
  const response = await post({ width: screen.width, height: screen.height });
  if (!response.ok) throw new Error(`pair: ${response.status}`);
  const { code, ticket } = await response.json();
  show({ code });
  for (;;) {
    await sleep(ASK_EVERY);
    const answer = await fetch(`/device/v1/pair?ticket=${encodeURIComponent(ticket)}`, { cache: "no-store" });
    if (answer.status === 200) return answer.json();
    if (answer.status !== 202 && answer.status < 500) return null;
  }
}

function post(body) {
  return fetch("/device/v1/pair", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

function sleep(time) {
  return new Promise((resolve) => setTimeout(resolve, time));
}
