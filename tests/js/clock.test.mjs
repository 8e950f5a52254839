import assert from "node:assert/strict";
import test from "node:test";

import { TrustedClock } from "../../signage/static/player/clock.js";

/** A clock with hands that a test moves. */
function made() {
  const hands = { monotonic: 0, wall: 1_000_000 };
  const clock = new TrustedClock(() => hands.monotonic, () => hands.wall);
  return { clock, hands };
}

test("time is unknown until something signed is heard", () => {
  const { clock } = made();
  assert.equal(clock.now(), null);
  clock.hear(5000, 1);
  assert.equal(clock.now(), 5000);
});

test("time runs with the monotonic clock at the signed rate", () => {
  const { clock, hands } = made();
  clock.hear(5000, 60);
  hands.monotonic += 1000;
  assert.equal(clock.now(), 65_000);
});

test("a step of the wall clock changes nothing while the page lives", () => {
  const { clock, hands } = made();
  clock.hear(5000, 1);
  hands.wall += 1e12;
  assert.equal(clock.now(), 5000);
  hands.wall = 0;
  assert.equal(clock.now(), 5000);
});

test("an older signed time never turns it back", () => {
  const { clock, hands } = made();
  clock.hear(5000, 1);
  hands.monotonic += 1000;
  assert.equal(clock.now(), 6000);
  clock.hear(2000, 1);
  assert.equal(clock.now(), 6000);
});

test("it stands still, and says how far ahead it is, when the server's answer is earlier", () => {
  const { clock, hands } = made();
  clock.hear(50_000, 1);
  assert.equal(clock.now(), 50_000);
  clock.correct(40_000, 1, 0);
  assert.equal(clock.now(), 50_000);
  assert.equal(clock.ahead, 10_000);
  hands.monotonic += 10_500;
  assert.equal(clock.now(), 50_500);
  assert.equal(clock.ahead, 0);
});

test("a clock that was behind takes the latest time that the answer's journey allows", () => {
  const { clock } = made();
  clock.hear(1000, 1);
  clock.correct(40_000, 1, 300);
  assert.equal(clock.now(), 40_300);
});

test("a quicker answer bounds the time more narrowly", () => {
  const { clock, hands } = made();
  clock.hear(1000, 1);
  clock.correct(40_000, 1, 300);
  hands.monotonic += 1000;
  clock.correct(41_000, 1, 20);
  hands.monotonic += 1000;
  assert.equal(clock.now(), 42_020);
});

test("booted without contact it goes on from the mark by what the wall clock says has passed", () => {
  const { clock } = made();
  clock.boot({ mark: 70_000, rise: 0, wall: 900_000, rate: 1 });
  assert.equal(clock.now(), 170_000);
  assert.equal(clock.raised, true);
});

test("a wall clock set back never turns it back below the mark", () => {
  const { clock } = made();
  clock.boot({ mark: 70_000, rise: 0, wall: 9_000_000, rate: 1 });
  assert.equal(clock.now(), 70_000);
});

test("a challenged answer discards the rise, a replayed pointer does not", () => {
  const { clock } = made();
  clock.boot({ mark: 70_000, rise: 0, wall: 900_000, rate: 1 });
  clock.hear(80_000, 1);
  assert.ok(clock.now() >= 170_000);
  clock.correct(75_000, 1, 100);
  assert.ok(clock.now() < 80_000);
  assert.equal(clock.raised, false);
});

test("two boots without contact add up", () => {
  const first = made();
  first.clock.boot({ mark: 70_000, rise: 0, wall: 900_000, rate: 1 });
  first.hands.monotonic += 5000;
  first.hands.wall += 5000;
  const kept = first.clock.keep();
  const second = made();
  second.hands.wall = first.hands.wall + 20_000;
  second.clock.boot(kept);
  assert.equal(second.clock.now(), 195_000);
});

test("a new pairing starts from nothing", () => {
  const { clock } = made();
  clock.hear(50_000, 1);
  clock.now();
  clock.reset();
  assert.equal(clock.now(), null);
  clock.hear(10_000, 1);
  assert.equal(clock.now(), 10_000);
});
