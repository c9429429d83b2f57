// Reports for the tests of the writers.
#pragma once

#include <cstdint>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "nuskha/report.h"

namespace nuskha::testing {

inline DocumentRecord make_document(std::string path, std::optional<std::string> date = {},
                                    std::optional<std::string> title = {}) {
  DocumentRecord document;
  document.path = std::move(path);
  document.bytes = 100;
  document.words = 10;
  document.date = std::move(date);
  document.title = std::move(title);
  return document;
}

inline PairRecord make_pair(DocumentIndex a, DocumentIndex b, Relation relation, double similarity,
                            std::optional<Level> level = {}) {
  return {a, b, relation, level, similarity, similarity, similarity, similarity, similarity};
}

/// Changes a document of a report, whose records can't be written to.
template <class Edit>
void edit_document(Report& report, DocumentIndex document, Edit&& edit) {
  std::vector<DocumentRecord> documents(report.documents.begin(), report.documents.end());
  edit(documents[document]);
  report.documents = std::move(documents);
}

/// Fills the counts of the summary from the records.
inline void count_records(Report& report) {
  report.summary.documents = report.documents.size();
  report.summary.families = report.families.size();
  report.summary.pairs = report.pairs.size();
  report.summary.boilerplate = report.boilerplate.size();
  report.summary.problems = report.problems.size();
  report.summary.bytes = 0;
  for (const DocumentRecord& document : report.documents) report.summary.bytes += document.bytes;
  if (report.summary.join.empty()) report.summary.join = "exact";
}

/// A family of one text and `num_copies` identical copies of it.
inline Report make_copies(DocumentIndex num_copies) {
  Report report;
  FamilyRecord family;
  for (DocumentIndex i = 0; i <= num_copies; ++i) {
    report.documents.push_back(make_document("copies/" + std::to_string(1000 + i) + ".txt"));
    family.members.push_back({i, i == 0 ? std::nullopt : std::optional<DocumentIndex>(0), Relation::identical});
    if (i > 0) report.pairs.push_back(make_pair(0, i, Relation::identical, 1, Level::bytes));
  }
  report.families.push_back(family);
  count_records(report);
  return report;
}

/// The example of docs/report_format.md.
inline Report make_documented_example() {
  const std::string title = "أسعار المواد الغذائية في نيسان";
  Report report;
  std::vector<DocumentRecord> documents = {make_document("news/2021-04-15.txt", "2021-04-15", title),
                                           make_document("news/2021-04-18.txt", "2021-04-18", title),
                                           make_document("old/arabic.txt"),
                                           make_document("old/contact.txt", {}, "Contact")};
  documents[0].bytes = 6246;
  documents[0].words = 901;
  documents[0].date_source = DateSource::dateline;
  documents[0].text_hash = {0x8796a5b4c3d2e1f0, 0x0f1e2d3c4b5a6978};
  documents[1].bytes = 6301;
  documents[1].words = 905;
  documents[1].date_source = DateSource::file_name;
  documents[1].text_hash = {0x8899aabbccddeeff, 0x0011223344556677};
  documents[2].bytes = 3188;
  documents[2].words = 901;
  documents[2].text_hash = documents[0].text_hash;
  documents[2].encoding = "windows-1256";
  documents[2].encoding_detected = true;
  documents[3].bytes = 120;
  documents[3].words = 17;
  documents[3].date_readings = {"2021-04-05", "2021-05-04"};
  documents[3].text_hash = {0x7766554433221100, 0xffeeddccbbaa9988};
  report.documents = std::move(documents);
  report.pairs = {
      {0, 1, Relation::revision, {}, 0.96348, 0.96348, 0.88172, 0.93911, 0.93496},
      {0, 2, Relation::same_text, Level::text, 1, 1, 1, 1, 1},
      {1, 2, Relation::revision, {}, 0.96348, 0.96348, 0.88172, 0.93496, 0.93911},
  };
  report.families = {{{{0, {}, {}}, {2, 0, Relation::same_text}, {1, 0, Relation::revision}}}};
  report.families[0].keep = 1;
  report.families[0].cohesion = 0.96348;
  report.boilerplate = {{3,
                         {{"For more information: press@example.org", 2, "2021-04-15", "2021-04-18", {}},
                          {"For more information: info@example.org", 1, {}, {}, {}}},
                         false}};
  report.problems = {{"old/logo\xff.png", "binary", "This is not text, so it was left out."}};
  report.summary.join_floor = 0.1;
  report.summary.seconds = 0.0123;
  count_records(report);
  return report;
}

inline std::string to_jsonl(const Report& report) {
  std::ostringstream out;
  write_jsonl(report, out);
  return out.str();
}
inline std::string to_json(const Report& report) {
  std::ostringstream out;
  write_json(report, out);
  return out.str();
}
inline std::string to_csv(const Report& report) {
  std::ostringstream out;
  write_csv(report, out);
  return out.str();
}
inline std::string to_text(const Report& report, const TextStyle& style = {}) {
  std::ostringstream out;
  write_text(report, style, out);
  return out.str();
}

}  // namespace nuskha::testing
