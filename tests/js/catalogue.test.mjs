import assert from "node:assert/strict";
import test from "node:test";

import { Catalogue } from "../../kiosk/static/catalogue.js";

const INDEX = {
  units: [
    { code: "lh", name: "柳河镇", tier: "township", parent: "qx" },
    { code: "sq", name: "石桥村", tier: "village", parent: "lh" },
    { code: "dg", name: "大沟村", tier: "village", parent: "lh" },
  ],
  items: [
    { code: "money", name: "季度财务收支", group: "村级财务", tier: "village" },
    { code: "guide", name: "办事指南", group: "服务", tier: "township" },
  ],
  records: [
    record("a", "sq", "money", 100, null, 1000, "sqccw"),
    record("b", "sq", "money", 200, 1000, null, "2026ndsjdcwszgk"),
    record("c", "lh", "guide", 300, null, null, "zjdspbszn"),
  ],
};

function record(version, unit, item, published, not_before, not_after, initials) {
  return { version, unit, item, published, not_before, not_after, initials, title: version };
}

function seen(at, changes = {}) {
  return new Catalogue(INDEX, { at, withdrawn: new Set(), lease: null, evergreen: new Set(), ...changes });
}

const versions = (records) => records.map(({ version }) => version).join("");

test("a record is current in [not_before, not_after) and 往期 from its end on", () => {
  assert.equal(versions(seen(999).list({})), "ca");
  assert.equal(versions(seen(999).list({ past: true })), "");
  assert.equal(versions(seen(1000).list({})), "cb");
  assert.equal(versions(seen(1000).list({ past: true })), "a");
});

test("a withdrawn version does not exist, as a past one neither", () => {
  const catalogue = seen(2000, { withdrawn: new Set(["a", "c"]) });
  assert.equal(versions(catalogue.records), "b");
  assert.equal(catalogue.record("a"), undefined);
});

test("after the lease only evergreen versions are left", () => {
  assert.equal(versions(seen(1999, { lease: 2000 }).records), "cba");
  assert.equal(versions(seen(2000, { lease: 2000, evergreen: new Set(["c"]) }).records), "c");
});

test("browsing goes by unit, tier, item and guides", () => {
  const catalogue = seen(2000);
  assert.equal(versions(catalogue.list({ unit: "sq" })), "b");
  assert.equal(versions(catalogue.list({ tier: "township" })), "c");
  assert.equal(versions(catalogue.list({ item: "money", past: true })), "a");
  assert.equal(versions(catalogue.list({ guides: true })), "c");
  assert.deepEqual(catalogue.unitsOf("village").map(({ code }) => code), ["sq"]);
  assert.deepEqual(catalogue.groups().map(([group]) => group), ["村级财务", "服务"]);
});

test("my unit is the hall's by its code, on screens paired long ago by its name, else the topmost one", () => {
  assert.equal(seen(0).mine("sq", "柳河镇").code, "sq");
  assert.equal(seen(0).mine(undefined, "石桥村").code, "sq");
  assert.equal(seen(0).mine("没有", "没有").code, "lh");
});

test("initials find the beginning of a word first, then a part, then letters in that order", () => {
  const catalogue = seen(2000);
  assert.equal(versions(catalogue.search("CW")), "ba");
  assert.equal(versions(catalogue.search("sqcw")), "a");
  assert.equal(versions(catalogue.search("zj")), "c");
  assert.equal(versions(catalogue.search("2cgk")), "b");
  assert.equal(versions(catalogue.search("xyz")), "");
  assert.equal(versions(catalogue.search("")), "");
});

test("a unit's initials and the title's find the unit's record together", () => {
  const villages = [["sq", "2026ndsjdcwszgk sqc"], ["dg", "2026ndsjdcwszgk dgc"]];
  const records = villages.map(([unit, initials], age) => record(unit, unit, "money", age, null, null, initials));
  const catalogue = new Catalogue({ ...INDEX, records }, { at: 0, withdrawn: new Set(), lease: null, evergreen: new Set() });
  for (const typed of ["SQC", "SQCW", "SQCCW", "SQCCWSZ"]) assert.equal(versions(catalogue.search(typed)), "sq", typed);
  assert.equal(versions(catalogue.search("CWSZ")), "dgsq");
  assert.equal(versions(catalogue.search("SQCC")), "sq");
});

test("the more letters a title shares with what was typed, the higher it stands", () => {
  const titles = [["weak", "wmbssjz sqc"], ["good", "jdcwsz sqc"]];
  const records = titles.map(([version, initials], age) => record(version, "sq", "money", 9 - age, null, null, initials));
  const catalogue = new Catalogue({ ...INDEX, records }, { at: 0, withdrawn: new Set(), lease: null, evergreen: new Set() });
  assert.equal(versions(catalogue.search("SQCW")), "goodweak");
});

test("among equal hits my unit comes first", () => {
  const twins = { ...INDEX, records: ["lh", "sq", "dg"].map((unit, age) => record(unit, unit, "money", age, null, null, "cwsz")) };
  const catalogue = new Catalogue(twins, { at: 0, withdrawn: new Set(), lease: null, evergreen: new Set() });
  assert.equal(versions(catalogue.search("cw")), "dgsqlh");
  assert.equal(versions(catalogue.search("cw", "sq")), "sqdglh");
});
