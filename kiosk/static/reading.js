/**
 * A record's text and its code, from files of the plan.  The bytes were checked against their
 * hash; still only plain document elements get into the page, and of the code only its path.
 */
const ELEMENTS = new Set(
  ("article section header div span h1 h2 h3 h4 p ul ol li dl dt dd br hr strong em b sup sub table caption colgroup" +
    " col thead tbody tfoot tr th td figure figcaption").split(" "),
);
const ATTRIBUTES = new Set(["class", "colspan", "rowspan", "scope", "start"]);
const DROPPED = new Set(["script", "style", "template", "iframe", "object", "embed", "link", "meta", "img", "svg"]);
const PATH = /^[\d\s.,MmHhVvLlZz-]+$/;
const SVG = "http://www.w3.org/2000/svg";

/** The fragment as nodes of this document. */
export function readFragment(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const body = document.createDocumentFragment();
  body.append(...[...parsed.body.childNodes].flatMap(cleaned));
  body.querySelectorAll("table").forEach(labelCells);
  return body;
}

/** Each cell learns its column's heading, for the narrow form of a table. */
function labelCells(table) {
  const headings = [...table.querySelectorAll("thead tr:last-child th")].map((cell) => cell.textContent.trim());
  for (const row of table.querySelectorAll("tbody tr")) {
    [...row.cells].forEach((cell, index) => (cell.dataset.label = headings[index] ?? ""));
  }
}

/** The code as an element, or null when the file is no simple drawing. */
export function readCode(text, label) {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
  const box = parsed.documentElement.getAttribute("viewBox");
  const dark = [...parsed.querySelectorAll("path")].filter((path) => path.getAttribute("fill") !== "#fff");
  const paths = dark.map((path) => path.getAttribute("d") ?? "");
  if (!box || paths.length === 0 || !paths.every((path) => PATH.test(path))) return null;
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", box);
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", label);
  drawing.setAttribute("shape-rendering", "crispEdges");
  for (const path of paths) {
    const drawn = document.createElementNS(SVG, "path");
    drawn.setAttribute("d", path);
    drawing.append(drawn);
  }
  return drawing;
}

function cleaned(node) {
  if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.data)];
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const name = node.localName;
  if (DROPPED.has(name)) return [];
  const children = [...node.childNodes].flatMap(cleaned);
  if (!ELEMENTS.has(name)) return children;
  const copy = document.createElement(name);
  for (const { name: attribute, value } of node.attributes) {
    if (ATTRIBUTES.has(attribute)) copy.setAttribute(attribute, value);
  }
  copy.append(...children);
  return [copy];
}
