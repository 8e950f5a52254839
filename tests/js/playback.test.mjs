import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { filesBetween, pageAt } from "../../signage/static/player/playback.js";

const vectors = JSON.parse(readFileSync(new URL("../vectors/timeline.json", import.meta.url)));

for (const { name, plan, cases } of vectors.plans) {
  test(`agrees with the server: ${name}`, () => {
    assert.ok(cases.length > 0);
    for (const { at, withdrawn, lease_until: lease, expect } of cases) {
      assert.deepEqual(pageAt(plan, at, new Set(withdrawn), lease), expect, `at ${at}`);
    }
  });
}

test("the files of a stretch of time leave out what has ended before it", () => {
  const { plan } = vectors.plans.find(({ plan }) => plan.items.some((item) => item.not_after > plan.start && item.not_after < plan.end));
  const ended = plan.items.find((item) => item.not_after > plan.start && item.not_after < plan.end);
  const all = filesBetween(plan, plan.start, plan.end).map(({ file }) => file);
  const after = filesBetween(plan, ended.not_after, plan.end).map(({ file }) => file);
  assert.equal(all[0], plan.fallback.file);
  assert.ok(after.length <= all.length);
  for (const { file } of ended.pages) assert.ok(!after.includes(file));
});
