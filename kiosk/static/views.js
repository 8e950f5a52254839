/** The views of the touch pages as elements.  Each takes the app and its own state. */
import { TIERS } from "./catalogue.js";
import { el, fill } from "./dom.js";
import { keyboard } from "./keyboard.js";
import { readCode, readFragment } from "./reading.js";

const MOST_HITS = 60;
const MOST_NAMES = 3;
/** The names of which some stand in a card's line. */
const NAMES = new WeakMap();

export function home(app, state) {
  const { texts, catalogue, elder } = app;
  const cards = choices(app);
  const body = el("div", { class: "home" }, searchBox(app));
  if (elder) {
    body.append(paged(app, state, cards, card, "cards"));
    app.afterwards(() => fillNotes(body, texts));
    return { title: app.title, node: body };
  }
  body.append(el("h2", { class: "section" }, texts.want), el("div", { class: "cards" }, cards.map(card)));
  const latest = catalogue.list({});
  const list = el("div", { class: "rows is-fitted" });
  const heading = el("h2", { class: "section" }, texts.latest, link(texts.all, () => app.go({ name: "list", title: texts.latest, filter: {} })));
  body.append(el("section", { class: "latest" }, heading, list));
  app.afterwards(() => fit(list, latest, (record) => row(app, record)));
  app.afterwards(() => fillNotes(body, texts));
  return { title: app.title, node: body };
}

/** The decisions of the first page, the largest first. */
function choices(app) {
  const { texts, catalogue, mine, elder } = app;
  const go = (state) => app.go(state);
  const own = mine && catalogue.list({ unit: mine.code }).length ? [unitCard(mine)] : [];
  const tiers = TIERS.filter((tier) => catalogue.unitsOf(tier).some((unit) => unit !== mine)).map(tierCard);
  const guides = catalogue.list({ guides: true });
  const others = [
    guides.length && choice(texts.guides, guides, () => go({ name: "list", title: texts.guides, filter: { guides: true } }), texts.guides_note),
    choice(texts.by_item, [], () => go({ name: "groups", title: texts.by_item }), texts.by_item_note),
    elder && choice(texts.latest, catalogue.list({}), () => go({ name: "list", title: texts.latest, filter: {} })),
  ];
  const [first, ...rest] = [...own, ...tiers, ...others.filter(Boolean)];
  return [{ ...first, first: true }, ...rest];

  function choice(title, records, act, note = null) {
    return { title, notes: note ? [note] : catalogue.flavour(records), badge: records.length ? fill(texts.count, { count: records.length }) : "", act };
  }

  function unitCard(unit) {
    const records = catalogue.list({ unit: unit.code });
    const title = `${texts[`mine_${unit.tier}`]} · ${unit.name}`;
    return choice(title, records, () => go({ name: "list", title: unit.name, filter: { unit: unit.code } }));
  }

  function tierCard(tier) {
    const title = texts[`tier_${tier}`];
    const units = catalogue.unitsOf(tier);
    const next = units.length === 1 ? { name: "list", title: units[0].name, filter: { unit: units[0].code } } : { name: "units", title, tier };
    return choice(title, catalogue.list({ tier }), () => go(next));
  }
}

function card({ title, notes, badge, act, first = false }) {
  return el(
    "button",
    { class: first ? "card is-first" : "card", type: "button", onclick: act },
    el("span", { class: "card-title" }, title),
    notes.length ? noteOf(notes) : null,
    badge ? el("span", { class: "badge" }, badge) : null,
  );
}

function noteOf(names) {
  const note = el("span", { class: "card-note" }, names[0]);
  NAMES.set(note, names);
  return note;
}

/** Into each card's line as many whole names as fit, three at most. */
function fillNotes(node, texts) {
  for (const note of node.querySelectorAll(".card-note")) {
    const names = NAMES.get(note);
    const put = (some) => {
      const said = some.join("、");
      note.textContent = some.length < names.length ? fill(texts.and_others, { names: said }) : said;
      return note.scrollWidth <= note.clientWidth;
    };
    const kept = [];
    for (const name of names) if (kept.length < MOST_NAMES && put([...kept, name])) kept.push(name);
    put(kept.length ? kept : names.slice(0, 1));
  }
}

function searchBox(app) {
  const { texts } = app;
  return el(
    "button",
    { class: "search-box", type: "button", onclick: () => app.go({ name: "search", title: texts.find, query: "" }) },
    el("span", { class: "search-hint" }, texts.search_example),
    el("span", { class: "search-key" }, texts.find),
  );
}

export function units(app, state) {
  const found = app.catalogue.unitsOf(state.tier);
  const open = (unit) => app.go({ name: "list", title: unit.name, filter: { unit: unit.code } });
  const count = (unit) => app.catalogue.list({ unit: unit.code }).length;
  const make = (unit) => plainRow(unit.name, fill(app.texts.count, { count: count(unit) }), () => open(unit));
  return listView(app, state, found, make);
}

export function groups(app, state) {
  const entries = app.catalogue.groups().flatMap(([group, items]) => items.map((item) => ({ group, item })));
  const open = ({ item }) => app.go({ name: "list", title: item.name, filter: { item: item.code } });
  const of = ({ group, item }) => [group === item.name ? null : group, app.texts[`tier_${item.tier}`]].filter(Boolean).join(" · ");
  const make = (entry) => plainRow(entry.item.name, of(entry), () => open(entry));
  return listView(app, state, entries, make);
}

export function list(app, state) {
  const { texts, catalogue } = app;
  const records = catalogue.list({ ...state.filter, past: state.past });
  const past = catalogue.list({ ...state.filter, past: true }).length;
  const flip = () => app.replace({ ...state, past: !state.past, page: 0 });
  const tools = state.past || past ? [link(state.past ? texts.show_current : `${texts.show_past}（${past}）`, flip)] : [];
  const view = listView(app, state, records, (record) => row(app, record), tools);
  return state.past ? { ...view, title: `${state.title} · ${texts.past}` } : view;
}

export function search(app, state) {
  const { texts, catalogue } = app;
  const hits = catalogue.search(state.query, app.mine?.code);
  const change = (query) => app.replace({ ...state, query: query.slice(0, 20), page: 0 });
  const actions = {
    type: (letter) => change(state.query + letter),
    erase: () => change(state.query.slice(0, -1)),
    clear: () => change(""),
  };
  const shown = hits.slice(0, MOST_HITS);
  const says = hits.length > MOST_HITS ? texts.first_hits : hits.length ? texts.hits : texts.no_hit;
  const node = el(
    "div",
    { class: "search" },
    el("p", { class: state.query ? "query" : "query is-empty" }, state.query || texts.search_example),
    el("p", { class: "search-says", role: "status" }, state.query ? fill(says, { count: hits.length, shown: shown.length }) : texts.search_hint),
    paged(app, state, shown, (record) => row(app, record)),
    keyboard(texts, actions),
  );
  return { title: state.title, node, actions };
}

export function read(app, state) {
  const { texts, catalogue, dates } = app;
  const record = catalogue.record(state.version);
  if (!record) return { title: state.title, node: empty(texts.nothing) };
  const facts = [
    catalogue.units.get(record.unit)?.name,
    fill(texts.published, { date: dates.full(record.published) }),
    record.not_after && !record.past ? fill(texts.until, { date: dates.lastDay(record.not_after) }) : null,
  ];
  const text = el("div", { class: "reader", tabindex: "0", role: "region", "aria-label": record.title }, el("p", { class: "quiet" }, texts.loading));
  const aside = el("aside", { class: "take-home", "aria-label": texts.scan });
  const head = el(
    "div",
    { class: "facts" },
    el("span", {}, facts.filter(Boolean).join(" · ")),
    record.period ? el("span", { class: "stamp" }, record.period) : null,
  );
  const note = record.past ? el("p", { class: "past-note" }, texts.past_note) : null;
  const turn = (by) => text.scrollBy({ top: by * text.clientHeight * 0.85, behavior: "instant" });
  const turns = el("div", { class: "turns" }, key(texts.up, () => turn(-1)), key(texts.down, () => turn(1)));
  const node = el("div", { class: "read" }, head, note, text, el("div", { class: "read-foot" }, aside, turns));
  show(app, record, text, aside).then(() => (turns.hidden = text.scrollHeight <= text.clientHeight + 4));
  return { title: record.title, node };
}

async function show(app, record, text, aside) {
  try {
    text.replaceChildren(readFragment(await app.file(record.fragment)));
  } catch {
    text.replaceChildren(empty(app.texts.unreadable));
  }
  const code = record.qr && (await app.file(record.qr).then((svg) => readCode(svg, app.texts.scan), () => null));
  if (!code) return;
  const host = record.link.replace(/^https?:\/\//i, "").split(/(?<=\/)/);
  const address = host.flatMap((part) => [part, el("wbr")]);
  aside.append(el("div", { class: "code" }, code), el("p", {}, app.texts.scan), el("p", { class: "host" }, address));
}

function listView(app, state, entries, make, tools = []) {
  const node = el("div", { class: "list" }, tools.length ? el("div", { class: "tools" }, tools) : null);
  node.append(entries.length ? paged(app, state, entries, make) : empty(app.texts.nothing));
  return { title: state.title, node };
}

/** Entries by the page, as many as fit; single taps turn them. */
function paged(app, state, entries, make, className = "rows") {
  const { texts } = app;
  const rows = el("div", { class: `${className} is-fitted` });
  const pager = el("div", { class: "pager", hidden: true });
  app.afterwards(() => {
    if (fit(rows, entries, make) >= entries.length) return;
    pager.hidden = false;
    const each = fit(rows, entries, make);
    const pages = Math.ceil(entries.length / each);
    const page = Math.min(state.page ?? 0, pages - 1);
    rows.replaceChildren(...entries.slice(page * each, (page + 1) * each).map(make));
    const turn = (by) => app.replace({ ...state, page: page + by });
    pager.append(
      key(texts.previous, () => turn(-1), page === 0),
      el("span", {}, fill(texts.page, { page: page + 1, pages })),
      key(texts.next, () => turn(1), page === pages - 1),
    );
  });
  return el("div", { class: "paged" }, rows, pager);
}

/** Fill `rows` with as many entries as there is room for; how many there is room for. */
function fit(rows, entries, make) {
  if (entries.length === 0) return 1;
  rows.replaceChildren(make(entries[0]));
  const style = getComputedStyle(rows);
  const gap = parseFloat(style.rowGap) || 0;
  const columns = style.display === "grid" ? style.gridTemplateColumns.split(" ").length : 1;
  const lines = Math.floor((rows.clientHeight + gap) / (rows.firstChild.offsetHeight + gap));
  const each = Math.max(1, lines) * columns;
  rows.replaceChildren(...entries.slice(0, each).map(make));
  return each;
}

function row(app, record) {
  const { catalogue, dates, texts } = app;
  const meta = [catalogue.units.get(record.unit)?.name, dates.short(record.published)].filter(Boolean).join(" · ");
  const mark = record.past ? el("span", { class: "mark" }, texts.past) : null;
  return plainRow(record.title, meta, () => app.go({ name: "read", title: record.title, version: record.version }), mark);
}

function plainRow(title, meta, act, mark = null) {
  return el(
    "button",
    { class: "row", type: "button", onclick: act },
    mark,
    el("span", { class: "row-title" }, title),
    el("span", { class: "row-meta" }, meta),
  );
}

function key(text, act, disabled = false) {
  return el("button", { class: "key", type: "button", onclick: act, disabled }, text);
}

function link(text, act) {
  return el("button", { class: "link", type: "button", onclick: act }, text);
}

function empty(text) {
  return el("p", { class: "quiet" }, text);
}
