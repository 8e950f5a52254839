/**
 * What a resident can find: the touch index of the plan, seen at an instant.  Pure.
 *
 * A record is current inside its window and 往期 after it; before it, and once withdrawn, it does
 * not exist here.  After the lease only evergreen versions are left.
 */
const GUIDE = /指南|办事|服务事项/;
const GUIDE_ITEM = /guide|service-item/;
export const TIERS = ["village", "township", "department", "county"];

export class Catalogue {
  /**
   * @param {object} index a file of format hallboard-touch/1
   * @param {{at: number, withdrawn: Set<string>, lease: number|null, evergreen: Set<string>}} seen
   */
  constructor(index, { at, withdrawn, lease, evergreen }) {
    const leased = lease === null || at < lease;
    const exists = (record) =>
      (record.not_before === null || record.not_before <= at) &&
      !withdrawn.has(record.version) &&
      (leased || evergreen.has(record.version));
    this.units = new Map(index.units.map((unit) => [unit.code, unit]));
    this.items = new Map(index.items.map((item) => [item.code, item]));
    this.records = index.records
      .filter(exists)
      .map((record) => ({ ...record, past: record.not_after !== null && record.not_after <= at }))
      .sort((a, b) => b.published - a.published);
  }

  record(version) {
    return this.records.find((record) => record.version === version);
  }

  /** Newest first; `filter`: {unit} or {tier} or {item} or {guides: true}, and {past}. */
  list({ past = false, ...filter }) {
    return this.records.filter((record) => record.past === past && this.#fits(record, filter));
  }

  /** Units of a tier that have anything to read. */
  unitsOf(tier) {
    const busy = new Set(this.records.map((record) => record.unit));
    return [...this.units.values()].filter((unit) => unit.tier === tier && busy.has(unit.code));
  }

  /** Items that have anything to read, by their group: [[group, items], …]. */
  groups() {
    const busy = new Set(this.records.map((record) => record.item));
    const groups = new Map();
    for (const item of this.items.values()) {
      if (busy.has(item.code)) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
    }
    return [...groups];
  }

  /** The unit of that code, else of that name, else the first that has no parent here. */
  mine(code, name) {
    const units = [...this.units.values()];
    const top = (unit) => !this.units.has(unit.parent);
    return this.units.get(code) ?? units.find((unit) => unit.name === name) ?? units.find(top) ?? null;
  }

  /** A few item names that say what is in a list. */
  flavour(records, most = 6) {
    const names = records.map((record) => this.items.get(record.item)?.name).filter(Boolean);
    return [...new Set(names)].slice(0, most);
  }

  /**
   * Records for initials typed without an input method: first those with a word that begins so,
   * then those that contain it, then those whose letters come in that order; among equals what is
   * current, then the unit `mine`.
   */
  search(query, mine = null) {
    const wanted = query.toLowerCase();
    if (!wanted) return [];
    const ranked = this.records.map((record) => [rank(record.initials, wanted), record]);
    return ranked
      .filter(([found]) => found < Infinity)
      .sort(([a, one], [b, other]) => a - b || one.past - other.past || (other.unit === mine) - (one.unit === mine))
      .map(([, record]) => record);
  }

  #fits(record, { unit, tier, item, guides }) {
    if (unit && record.unit !== unit) return false;
    if (item && record.item !== item) return false;
    if (tier && this.units.get(record.unit)?.tier !== tier) return false;
    return !guides || this.#isGuide(record);
  }

  #isGuide(record) {
    const item = this.items.get(record.item);
    if (!item) return GUIDE.test(record.title);
    return GUIDE_ITEM.test(item.code) || GUIDE.test(`${item.group} ${item.name}`);
  }
}

function rank(initials, wanted) {
  const words = initials.split(" ");
  if (words.some((word) => word.startsWith(wanted))) return 0;
  if (words.some((word) => word.includes(wanted)) || joins(words, wanted, 2)) return 1;
  return joins(words, wanted, 1) || words.some((word) => inOrder(word, wanted)) ? 2 : Infinity;
}

function inOrder(word, wanted) {
  let from = 0;
  for (const letter of wanted) {
    from = word.indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return true;
}

/** Whether one word begins with the first letters and another holds the rest, at least so many: sqc + cw as sqccw. */
function joins(words, wanted, least) {
  return words.some((word, at) => {
    let shared = 0;
    while (shared < wanted.length && word[shared] === wanted[shared]) shared += 1;
    const rest = words.filter((_, other) => other !== at);
    for (let cut = Math.min(shared, wanted.length - least); cut > 1; cut -= 1) {
      if (rest.some((other) => other.includes(wanted.slice(cut)))) return true;
    }
    return false;
  });
}
