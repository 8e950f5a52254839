/**
 * The player's rule: which page of a plan stands on the screen at an instant.
 *
 * The rule itself is written down in schedules/playback.py; both implementations are held to
 * tests/vectors/timeline.json.  Pure; all instants are integer milliseconds UTC.
 */

const NEVER = [0, 0];

/**
 * What stands on the screen in [since, until): `item` and `page` are indices into the plan, null
 * for the fallback.  `since` is null before the plan's start, `until` from its end on.
 *
 * @param {object} plan a plan file, parsed
 * @param {number} at
 * @param {Set<string>} withdrawn version ids
 * @param {number|null} leaseUntil null: no lease applies
 */
export function pageAt(plan, at, withdrawn = new Set(), leaseUntil = null) {
  if (at < plan.start) return fallback(null, plan.start);
  if (at >= plan.end) return fallback(plan.end, null);
  const [start, end, rotation] = segmentAt(plan, at);
  if (rotation.length === 0) return fallback(start, end);
  const [first, slotStart, slotEnd] = slotAt(rotation, start, at);
  const examined = [];
  for (let step = 0; step < rotation.length; step++) {
    const [item, page] = rotation[(first + step) % rotation.length];
    const span = spanOf(plan.items[item], withdrawn, leaseUntil);
    examined.push(span);
    if (contains(span, at)) {
      return shown(item, page, at, [start, end, slotStart, slotEnd, ...ends(examined)]);
    }
  }
  return shown(null, null, at, [start, end, ...ends(examined)]);
}

/** Hashes of the pictures that may be shown in [from, to), the fallback's first. */
export function filesBetween(plan, from, to, withdrawn = new Set()) {
  const files = new Map([[plan.fallback.file, plan.fallback]]);
  plan.segments.forEach(([start, rotation], index) => {
    const end = index + 1 < plan.segments.length ? plan.segments[index + 1][0] : plan.end;
    if (start >= to || end <= from) return;
    for (const [item, page] of plan.rotations[rotation]) {
      const { version, not_after: last, pages } = plan.items[item];
      if ((last === null || last > from) && !withdrawn.has(version)) files.set(pages[page].file, pages[page]);
    }
  });
  return [...files.values()];
}

/** [since, until] of an item by its own window, the overlay and the lease. */
export function spanOf(item, withdrawn, leaseUntil) {
  if (withdrawn.has(item.version)) return NEVER;
  const start = item.not_before;
  let end = item.not_after;
  if (leaseUntil !== null && !item.evergreen) {
    end = end === null ? leaseUntil : Math.min(end, leaseUntil);
  }
  return start !== null && end !== null && start >= end ? NEVER : [start, end];
}

export function contains([start, end], at) {
  return (start === null || start <= at) && (end === null || at < end);
}

function fallback(since, until) {
  return { item: null, page: null, since, until };
}

function segmentAt(plan, at) {
  const { segments } = plan;
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (segments[middle][0] <= at) low = middle + 1;
    else high = middle;
  }
  const [start, rotation] = segments[low - 1];
  return [start, low < segments.length ? segments[low][0] : plan.end, plan.rotations[rotation]];
}

function slotAt(rotation, anchor, at) {
  const length = rotation.reduce((sum, [, , dwell]) => sum + dwell, 0);
  const offset = (at - anchor) % length;
  let from = 0;
  let index = 0;
  while (from + rotation[index][2] <= offset) from += rotation[index++][2];
  return [index, at - offset + from, at - offset + from + rotation[index][2]];
}

function ends(spans) {
  return spans.filter((span) => span !== NEVER).flat().filter((end) => end !== null);
}

function shown(item, page, at, changes) {
  return {
    item,
    page,
    since: Math.max(...changes.filter((change) => change <= at)),
    until: Math.min(...changes.filter((change) => change > at)),
  };
}
