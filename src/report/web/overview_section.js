// The report's first section: numbers and pictures.
import { barChart, matrixChart } from "./charts.js";
import { readOverview } from "./store.js";
import { countOf, element, formatBytes, groupDigits } from "./text.js";

function numberTile(number, label, link) {
  const tile = [element("span", { class: "figure" }, number), element("span", { class: "label" }, label)];
  return element("li", {}, link ? element("a", { href: link }, ...tile) : element("div", {}, ...tile));
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

export function overviewSection() {
  const data = readOverview();
  const section = element("section", { "aria-labelledby": "overview-title" }, element("h1", { id: "overview-title" }, "Overview"));
  const alone = Math.max(0, data.documents - data.in_families);
  section.append(
    element(
      "ul",
      { class: "tiles" },
      numberTile(groupDigits(data.documents), `documents, ${formatBytes(data.bytes)}`),
      numberTile(groupDigits(data.families), `families of ${groupDigits(data.in_families)} documents`, "#families"),
      numberTile(groupDigits(alone), "documents stand alone"),
      numberTile(groupDigits(data.boilerplate), "recurring passages", "#boilerplate"),
      numberTile(groupDigits(data.problems), "problems", "#problems"),
    ),
  );
  const charts = element("div", { class: "charts" });
  if (data.families > 0) {
    charts.append(barChart({ title: "Families by number of documents", axis: "documents", series: ["families"], rows: data.sizes }));
    if (data.timeline.length > 0)
      charts.append(
        barChart({
          title: "Documents of families along time",
          axis: data.timeline[0][0].length > 4 ? "month" : "year",
          series: ["first ones", "versions", "copies"],
          rows: data.timeline,
          note: data.undated > 0 ? `${countOf(data.undated, "document", "documents")} of families without a date.` : null,
        }),
      );
    if (data.folders.length > 1) charts.append(
      matrixChart({
        title: "Families that two folders have in common",
        names: data.folders.map((row) => row[0]),
        counts: data.folders.map((row) => row.slice(2)),
        note: "On the diagonal: families with two documents or more in the folder.",
      }),
    );
  }
  if (data.similarity.some((row) => row[1] + row[2] > 0))
    charts.append(
      barChart({
        title: "Pairs by similarity",
        axis: "percent",
        series: ["of one document", "related only"],
        rows: data.similarity,
        note: data.equal_pairs > 0 ? `And ${countOf(data.equal_pairs, "pair", "pairs")} of equal texts.` : null,
      }),
    );
  section.append(charts);
  if (data.relations.length > 0) {
    const rows = data.relations.map(([name, count]) => element("tr", {}, element("th", { scope: "row" }, element("span", { class: `chip relation ${name}` }, name)), element("td", {}, groupDigits(count))));
    section.append(element("h2", {}, "Pairs by relation"), element("table", { class: "plain" }, element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Relation"), element("th", { scope: "col" }, "Pairs"))), element("tbody", {}, ...rows)));
  }
  section.append(...searchNotes(data).map((note) => element("p", { class: "note" }, note)));
  return section;
}
