/**
 * SHA-256 in hexadecimal: the browser's own where it has one, else (plain http) a plain one, so
 * that a damaged file is noticed there too.
 */
export async function sha256(buffer) {
  const digest = globalThis.crypto?.subtle
    ? new Uint8Array(await crypto.subtle.digest("SHA-256", buffer))
    : plainSha256(new Uint8Array(buffer));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The bytes of a string of Latin-1 characters. */
export function bytesOf(text) {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** FIPS 180-4, section 6.2. */
export function plainSha256(data) {
  const { starts, rounds } = constants();
  const length = ((data.length + 8) >> 6) + 1;
  const padded = new DataView(new ArrayBuffer(length * 64));
  data.forEach((byte, index) => padded.setUint8(index, byte));
  padded.setUint8(data.length, 0x80);
  padded.setUint32(length * 64 - 8, Math.floor(data.length / 0x20000000));
  padded.setUint32(length * 64 - 4, (data.length << 3) >>> 0);
  const hash = Uint32Array.from(starts);
  for (let block = 0; block < length; block++) digestBlock(hash, padded, block * 64, rounds);
  const result = new DataView(new ArrayBuffer(32));
  hash.forEach((word, index) => result.setUint32(index * 4, word));
  return new Uint8Array(result.buffer);
}

function digestBlock(hash, view, offset, rounds) {
  const words = new Uint32Array(64);
  for (let i = 0; i < 64; i++) words[i] = i < 16 ? view.getUint32(offset + i * 4) : extend(words, i);
  let [a, b, c, d, e, f, g, h] = hash;
  for (let i = 0; i < 64; i++) {
    const sum1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const first = (h + sum1 + ((e & f) ^ (~e & g)) + rounds[i] + words[i]) | 0;
    const sum0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const second = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => (hash[index] += word));
}

function extend(words, i) {
  const [near, far] = [words[i - 15], words[i - 2]];
  const small0 = turn(near, 7) ^ turn(near, 18) ^ (near >>> 3);
  const small1 = turn(far, 17) ^ turn(far, 19) ^ (far >>> 10);
  return words[i - 16] + small0 + words[i - 7] + small1;
}

function turn(word, by) {
  return (word >>> by) | (word << (32 - by));
}

/** First 32 bits of the fractional parts of the roots of the first primes. */
function constants() {
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
  const fraction = (root) => ((root - Math.floor(root)) * 2 ** 32) >>> 0;
  return {
    starts: primes.slice(0, 8).map((p) => fraction(Math.sqrt(p))),
    rounds: primes.map((p) => fraction(Math.cbrt(p))),
  };
}
