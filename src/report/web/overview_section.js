// The report's first section: of what it is, numbers and pictures. Bars and cells lead to the families behind them.
import { barChart, matrixChart } from "./charts.js";
import { readOverview } from "./store.js";
import { countOf, element, formatBytes, groupDigits, pathElement } from "./text.js";

function numberTile(number, label, link) {
  const tile = [element("span", { class: "figure" }, groupDigits(number)), element("span", { class: "label" }, label)];
  return element("li", {}, link ? element("a", { href: link }, ...tile) : element("div", {}, ...tile));
}

/// "a family" or "families", for a number that stands by itself.
const named = (number, singular, plural) => (number === 1 ? singular : plural);

/// What was scanned, when, and how.
function aboutReport({ about }) {
  const shown = element("p", { class: "about" });
  about.paths.slice(0, 20).forEach((path, at) => shown.append(at > 0 ? ", " : "Of ", pathElement(path, { class: "path" }, 300)));
  if (about.paths.length > 20) shown.append(` and ${groupDigits(about.paths.length - 20)} more`);
  const facts = [about.made ? `made ${about.made}` : "", about.version ? `nuskha ${about.version}` : "", about.threshold ? `threshold ${about.threshold}` : "", about.level ? `words compared at level ${about.level}` : ""].filter(Boolean);
  if (facts.length > 0) shown.append(about.paths.length > 0 ? " · " : "", facts.join(" · "));
  return shown;
}

/// Sentences about how the search went.
function searchNotes(data) {
  const notes = [];
  if (data.copies_not_paired > 0)
    notes.push(`${countOf(data.copies_not_paired, "pair", "pairs")} of copies in large groups are not counted as pairs; their documents are in one family.`);
  if (data.buckets_cut > 0)
    notes.push(`${countOf(data.buckets_cut, "group", "groups")} of look-alikes too full to compare all with all: each document in one was compared with representatives (--join exact compares all).`);
  if (data.families_not_collated > 0)
    notes.push(`${countOf(data.families_not_collated, "family", "families")} too large to be compared word by word; the versions there hang from the most alike.`);
  return notes;
}

const familiesLink = (filters) => `#families?${new URLSearchParams(Object.entries(filters).filter(([, value]) => value))}`;

/// "5–8" → from 5 to 8 documents; "257+" → from 257.
function sizeLink(label) {
  const [least, most = label.endsWith("+") ? "" : least] = label.replace("+", "").split("–");
  return familiesLink({ least, most });
}

/// "2021" or "2021-04" → the families with a document of that time.
function timeLink(label) {
  const [year, month] = label.split("-");
  if (!month) return familiesLink({ from: `${year}-01-01`, to: `${year}-12-31` });
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return familiesLink({ from: `${label}-01`, to: `${label}-${last}` });
}

function foldersChart(data) {
  const names = data.folders.map((row) => row[0]);
  const isOthers = (at) => data.other_folders && at === names.length - 1;
  // Of a folder whose subfolders stand beside it, the filter would show these, too.
  const canLink = (at) => names[at] !== "" && !isOthers(at) && !names.some((name) => name.startsWith(`${names[at]}/`));
  return matrixChart({
    title: "Families that two folders have in common",
    names,
    counts: data.folders.map((row) => row.slice(2)),
    linkOf: (i, k) => (canLink(i) && canLink(k) ? familiesLink({ folder: names[k], with: names[i] }) : null),
    note: "On the diagonal: families with two documents or more in the folder.",
  });
}

function overviewCharts(data) {
  const charts = element("div", { class: "charts" });
  if (data.families > 0) {
    charts.append(barChart({ title: "Families by number of documents", axis: "documents", unit: "families", series: ["families"], rows: data.sizes, linkOf: (at) => sizeLink(data.sizes[at][0]) }));
    if (data.timeline.length > 0)
      charts.append(
        barChart({
          title: "Documents of families along time",
          axis: data.timeline[0][0].length > 4 ? "month" : "year",
          unit: "documents",
          series: ["first ones", "versions", "copies"],
          rows: data.timeline,
          linkOf: (at) => timeLink(data.timeline[at][0]),
          note: data.undated > 0 ? `${countOf(data.undated, "document", "documents")} of families without a date.` : null,
        }),
      );
    if (data.folders.length > 1) charts.append(foldersChart(data));
    else charts.append(element("p", { class: "note" }, "All documents of families are in one folder."));
  }
  if (data.similarity.some((row) => row[1] + row[2] > 0))
    charts.append(
      barChart({
        title: "Pairs by similarity",
        axis: "percent",
        unit: "pairs",
        series: ["of one document", "related only"],
        rows: data.similarity.map(([from, ...numbers], at) => [`${from}–${data.similarity[at + 1]?.[0] ?? 100} %`, ...numbers]),
        edges: [...data.similarity.map((row) => row[0]), "100"],
        note: data.equal_pairs > 0 ? `And ${countOf(data.equal_pairs, "pair", "pairs")} of equal texts.` : null,
      }),
    );
  return charts;
}

function relationsTable(data) {
  const link = (name) => (name === "template" || name === "shared-passage" ? `#relations?relation=${name}` : familiesLink({ relation: name }));
  const rows = data.relations.map(([name, count]) =>
    element("tr", {}, element("th", { scope: "row" }, element("a", { href: link(name), class: `chip relation ${name}` }, name)), element("td", {}, groupDigits(count))),
  );
  const head = element("tr", {}, element("th", { scope: "col" }, "Relation"), element("th", { scope: "col" }, "Pairs"));
  return element("table", { class: "plain" }, element("thead", {}, head), element("tbody", {}, ...rows));
}

export function overviewSection() {
  const data = readOverview();
  const section = element("section", { "aria-labelledby": "overview-title" }, element("h1", { id: "overview-title" }, "Overview"), aboutReport(data));
  const alone = Math.max(0, data.documents - data.in_families);
  section.append(
    element(
      "ul",
      { class: "tiles" },
      numberTile(data.documents, `${named(data.documents, "document", "documents")}, ${formatBytes(data.bytes)}`),
      numberTile(data.families, `${named(data.families, "family", "families")} of ${countOf(data.in_families, "document", "documents")}`, "#families"),
      numberTile(alone, named(alone, "document stands alone", "documents stand alone")),
      numberTile(data.other_pairs, named(data.other_pairs, "pair of documents of no common family", "pairs of documents of no common family"), "#relations"),
      numberTile(data.boilerplate, named(data.boilerplate, "recurring passage", "recurring passages"), "#boilerplate"),
      numberTile(data.problems, named(data.problems, "problem", "problems"), "#problems"),
    ),
  );
  if (data.documents === 0) section.append(element("p", {}, "No document could be read: Problems says why."));
  else if (data.families === 0 && data.other_pairs === 0)
    section.append(element("p", {}, `Nothing here is a copy or a version of anything else${data.boilerplate === 0 ? ", and no passage recurs" : ""}.`));
  section.append(overviewCharts(data));
  if (data.relations.length > 0) section.append(element("h2", {}, "Pairs by relation"), relationsTable(data));
  section.append(...searchNotes(data).map((note) => element("p", { class: "note" }, note)));
  return section;
}
