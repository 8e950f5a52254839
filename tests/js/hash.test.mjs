import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";

import { plainSha256, sha256 } from "../../signage/static/player/hash.js";

const SIZES = [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 1000, 70_001];

test("the plain SHA-256 agrees with the system's at every edge of a block", () => {
  for (const size of SIZES) {
    const data = Uint8Array.from({ length: size }, (_, index) => (index * 31 + 7) % 256);
    const expected = createHash("sha256").update(data).digest("hex");
    assert.equal(Buffer.from(plainSha256(data)).toString("hex"), expected, `${size} bytes`);
  }
});

test("the browser's own gives lower-case hexadecimal", async () => {
  const data = new TextEncoder().encode("政务公开");
  assert.equal(await sha256(data), createHash("sha256").update(data).digest("hex"));
});
