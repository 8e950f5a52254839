/**
 * Signed statements: ES256 envelopes as core/signing.py makes them, checked natively by
 * SubtleCrypto with the key that was pinned at pairing.
 */
import { bytesOf } from "./hash.js";

export class BadSignature extends Error {}

/** @param {{key: string, key_id: string}} pinned base64url of the 65-byte point, and its id */
export async function importKey(pinned) {
  if (!globalThis.crypto?.subtle) return { id: pinned.key_id, key: null };
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("raw", decode(pinned.key), curve, false, ["verify"]);
  return { id: pinned.key_id, key };
}

/**
 * The JSON value inside a valid envelope; throws BadSignature otherwise.
 *
 * On plain http the browser has no SubtleCrypto, and an attacker could replace this very page: the
 * envelope is then read unchecked, and the heartbeat's tier says so.
 */
export async function openEnvelope(envelope, pinned) {
  if (envelope?.alg !== "ES256" || envelope.key !== pinned.id) {
    throw new BadSignature("the algorithm or the key is not the pinned one");
  }
  const payload = decode(envelope.payload);
  if (pinned.key) {
    const scheme = { name: "ECDSA", hash: "SHA-256" };
    const signature = decode(envelope.signature);
    if (!(await crypto.subtle.verify(scheme, pinned.key, signature, payload))) {
      throw new BadSignature("the signature does not match");
    }
  }
  return JSON.parse(new TextDecoder().decode(payload));
}

/** Bytes of base64url without padding. */
export function decode(text) {
  return bytesOf(atob(text.replaceAll("-", "+").replaceAll("_", "/")));
}
