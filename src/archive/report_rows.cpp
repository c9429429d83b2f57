// Entry points: replace_report and read_report. Test: tests/scan/index_test.cpp.
#include "archive/report_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "archive/document_rows.h"
#include "archive/schema.h"
#include "nuskha/version.h"

namespace nuskha {
namespace {

std::optional<std::string_view> name_of(const std::optional<Level>& level) {
  return level ? std::optional(to_string(*level)) : std::nullopt;
}

void insert_pairs(Database& database, const Report& report, std::span<const DocumentId> ids) {
  for (const PairRecord& pair : report.pairs)
    database.run("INSERT INTO pair_data VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", ids[pair.a], ids[pair.b],
                 to_string(pair.relation), name_of(pair.level), pair.similarity, pair.body_similarity, pair.jaccard,
                 pair.containment_a, pair.containment_b, pair.fuzzy_similarity);
}

void insert_families(Database& database, const Report& report, std::span<const DocumentId> ids) {
  const auto id_of = [&](const std::optional<DocumentIndex>& document) {
    return document ? std::optional(ids[*document]) : std::nullopt;
  };
  for (std::size_t i = 0; i < report.families.size(); ++i) {
    const FamilyRecord& family = report.families[i];
    const std::uint64_t number = i + 1;
    database.run("INSERT INTO family_data VALUES (?, ?, ?, ?, ?)", number, id_of(family.keep), family.cohesion,
                 family.cohesion_known, family.collated);
    for (std::size_t j = 0; j < family.members.size(); ++j) {
      const FamilyMember& member = family.members[j];
      const auto relation = member.parent ? std::optional(to_string(member.relation)) : std::nullopt;
      database.run("INSERT INTO member_data VALUES (?, ?, ?, ?, ?)", ids[member.document], number, std::uint64_t{j},
                   id_of(member.parent), relation);
    }
    for (std::size_t j = 0; j < family.lost.size(); ++j) {
      const LostSourceRecord& lost = family.lost[j];
      database.run("INSERT INTO lost_sources VALUES (?, ?, ?)", number, std::uint64_t{j}, id_of(lost.parent));
      for (std::size_t k = 0; k < lost.members.size(); ++k)
        database.run("INSERT INTO lost_source_members VALUES (?, ?, ?, ?)", number, std::uint64_t{j}, std::uint64_t{k},
                     ids[lost.members[k]]);
    }
  }
}

void insert_boilerplate(Database& database, const Report& report) {
  for (std::size_t i = 0; i < report.boilerplate.size(); ++i) {
    const BoilerplateRecord& record = report.boilerplate[i];
    database.run("INSERT INTO boilerplate VALUES (?, ?, ?)", std::uint64_t{i + 1}, record.documents,
                 record.within_document);
    for (std::size_t j = 0; j < record.variants.size(); ++j) {
      const BoilerplateVariant& variant = record.variants[j];
      database.run("INSERT INTO boilerplate_variants VALUES (?, ?, ?, ?, ?, ?)", std::uint64_t{i + 1}, std::uint64_t{j},
                   variant.documents, variant.first, variant.last, variant.text);
    }
  }
}

/// From ids to positions in a report.
class Positions {
 public:
  Positions(Database& database, const std::vector<DocumentId>& ids) : database_(database) {
    for (std::size_t i = 0; i < ids.size(); ++i) positions_[ids[i]] = static_cast<DocumentIndex>(i);
  }
  DocumentIndex of(DocumentId id) const {
    const auto found = positions_.find(id);
    if (found == positions_.end())
      throw_damaged(database_, id, "there is no such document, but a family or pair has it");
    return found->second;
  }
  std::optional<DocumentIndex> of(const std::optional<DocumentId>& id) const {
    return id ? std::optional(of(*id)) : std::nullopt;
  }

 private:
  Database& database_;
  std::unordered_map<DocumentId, DocumentIndex> positions_;
};

std::vector<PairRecord> read_pairs(Database& database, const Positions& positions) {
  std::vector<PairRecord> out;
  Query row = database.query(
      "SELECT a, b, relation, level, similarity, body_similarity, jaccard, containment_a, containment_b, "
      "fuzzy_similarity FROM pair_data");
  while (row.step()) {
    PairRecord& pair = out.emplace_back();
    pair.a = positions.of(row.integer(0));
    pair.b = positions.of(row.integer(1));
    pair.relation = relation_in(row, 2, database);
    pair.level = level_in(row, 3, database);
    pair.similarity = row.real(4);
    pair.body_similarity = row.real(5);
    pair.jaccard = row.real(6);
    pair.containment_a = row.real(7);
    pair.containment_b = row.real(8);
    pair.fuzzy_similarity = row.optional_real(9);
  }
  std::sort(out.begin(), out.end(),
            [](const PairRecord& x, const PairRecord& y) { return std::tie(x.a, x.b) < std::tie(y.a, y.b); });
  return out;
}

std::vector<FamilyRecord> read_families(Database& database, const Positions& positions) {
  std::vector<FamilyRecord> out;
  Query family = database.query("SELECT id, keep, cohesion, cohesion_known, collated FROM family_data ORDER BY id");
  while (family.step()) {
    FamilyRecord& record = out.emplace_back();
    const std::int64_t id = family.integer(0);
    record.keep = positions.of(family.optional_integer(1));
    record.cohesion = family.optional_real(2);
    record.cohesion_known = family.integer(3) != 0;
    record.collated = family.integer(4) != 0;
    Query member =
        database.query("SELECT document, parent, relation FROM member_data WHERE family = ? ORDER BY position", id);
    while (member.step()) {
      FamilyMember& one = record.members.emplace_back();
      one.document = positions.of(member.integer(0));
      one.parent = positions.of(member.optional_integer(1));
      if (!member.is_null(2)) one.relation = relation_in(member, 2, database);
    }
    Query lost = database.query("SELECT position, parent FROM lost_sources WHERE family = ? ORDER BY position", id);
    while (lost.step()) {
      LostSourceRecord& one = record.lost.emplace_back();
      one.parent = positions.of(lost.optional_integer(1));
      Query version =
          database.query("SELECT document FROM lost_source_members WHERE family = ? AND lost = ? ORDER BY position", id,
                         lost.integer(0));
      while (version.step()) one.members.push_back(positions.of(version.integer(0)));
    }
  }
  return out;
}

}  // namespace

void replace_report(Database& database, const Report& report, std::span<const DocumentId> ids,
                    std::span<const std::uint64_t> recurring, std::span<const Problem> known) {
  database.run(
      "DELETE FROM pair_data; DELETE FROM lost_source_members; DELETE FROM lost_sources; DELETE FROM member_data; "
      "DELETE "
      "FROM family_data; DELETE FROM boilerplate_variants; DELETE FROM boilerplate; DELETE FROM recurring; DELETE FROM "
      "relate_problems;");
  insert_pairs(database, report, ids);
  insert_families(database, report, ids);
  insert_boilerplate(database, report);
  for (const std::uint64_t item : recurring) database.run("INSERT INTO recurring VALUES (?)", item);
  std::vector<Problem> others;
  std::set_difference(report.problems.begin(), report.problems.end(), known.begin(), known.end(),
                      std::back_inserter(others));
  for (const Problem& problem : others)
    database.run("INSERT INTO relate_problems VALUES (?, ?, ?)", problem.path, problem.code, problem.message);
  const Summary& summary = report.summary;
  const auto number = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
  write_state(database, state::copies_not_paired, number(summary.copies_not_paired));
  write_state(database, state::buckets_cut, number(summary.buckets_cut));
  write_state(database, state::families_not_collated, number(summary.families_not_collated));
  write_state(database, state::removed, 0);
  write_state(database, state::related_up_to, database.number("SELECT max(id) FROM document_data"));
  database.run("INSERT OR REPLACE INTO state VALUES (?, ?), (?, ?), (?, ?)", state::join, summary.join,
               state::join_floor, summary.join_floor, state::related_by, version());
}

void remove_from_report(Database& database, DocumentId id) {
  database.run("DELETE FROM pair_data WHERE a = ?", id);
  database.run("DELETE FROM pair_data WHERE b = ?", id);
  Query row = database.query("SELECT family FROM member_data WHERE document = ?", id);
  if (!row.step()) return;
  const std::int64_t family = row.integer(0);
  database.run("DELETE FROM member_data WHERE document = ?", id);
  database.run("UPDATE member_data SET parent = NULL, relation = NULL WHERE family = ? AND parent = ?", family, id);
  database.run("UPDATE family_data SET keep = NULL WHERE id = ? AND keep = ?", family, id);
  database.run("UPDATE lost_sources SET parent = NULL WHERE family = ? AND parent = ?", family, id);
  database.run("DELETE FROM lost_source_members WHERE family = ? AND document = ?", family, id);
  if (database.number("SELECT count(*) FROM member_data WHERE family = ?", family) > 0) return;
  database.run("DELETE FROM lost_source_members WHERE family = ?", family);
  database.run("DELETE FROM lost_sources WHERE family = ?", family);
  database.run("DELETE FROM family_data WHERE id = ?", family);
}

std::vector<ArchiveDocument> read_documents_in_order(Database& database) {
  std::vector<ArchiveDocument> out;
  Query row = database.query(all_records);
  while (row.step()) out.push_back(record_in(row, database));
  std::sort(out.begin(), out.end(), [](const ArchiveDocument& x, const ArchiveDocument& y) {
    return std::tie(x.record.path, x.source_hash, x.id) < std::tie(y.record.path, y.source_hash, y.id);
  });
  return out;
}

std::vector<BoilerplateRecord> read_boilerplate(Database& database, std::uint64_t least_documents) {
  std::vector<BoilerplateRecord> out;
  Query row = database.query("SELECT id, documents, within_document FROM boilerplate WHERE documents >= ? ORDER BY id",
                             least_documents);
  while (row.step()) {
    BoilerplateRecord& record = out.emplace_back();
    record.documents = to_unsigned(row.integer(1));
    record.within_document = row.integer(2) != 0;
    Query variant = database.query(
        "SELECT text, documents, first, last FROM boilerplate_variants WHERE boilerplate = ? ORDER BY position",
        row.integer(0));
    while (variant.step())
      record.variants.push_back(
          {variant.text(0), to_unsigned(variant.integer(1)), variant.optional_text(2), variant.optional_text(3), {}});
  }
  return out;
}

StoredReport read_report(Database& database) {
  StoredReport out;
  Report& report = out.report;
  for (ArchiveDocument& document : read_documents_in_order(database)) {
    out.ids.push_back(document.id);
    report.summary.bytes += document.record.bytes;
    report.documents.push_back(std::move(document.record));
  }
  const Positions positions(database, out.ids);
  report.pairs = read_pairs(database, positions);
  report.families = read_families(database, positions);
  report.boilerplate = read_boilerplate(database, 0);
  {
    Query row = database.query(
        "SELECT path, code, message FROM read_problems UNION ALL SELECT path, code, message FROM relate_problems");
    while (row.step()) report.problems.push_back({row.text(0), row.text(1), row.text(2)});
  }
  std::sort(report.problems.begin(), report.problems.end());
  Summary& summary = report.summary;
  summary.documents = report.documents.size();
  summary.families = report.families.size();
  summary.pairs = report.pairs.size();
  summary.boilerplate = report.boilerplate.size();
  summary.problems = report.problems.size();
  {
    Query row = database.query("SELECT value FROM state WHERE name = ?", state::join);
    if (row.step()) summary.join = row.text(0);
  }
  {
    Query row = database.query("SELECT value FROM state WHERE name = ?", state::join_floor);
    if (row.step()) summary.join_floor = row.real(0);
  }
  summary.copies_not_paired = to_unsigned(read_state(database, state::copies_not_paired));
  summary.buckets_cut = to_unsigned(read_state(database, state::buckets_cut));
  summary.families_not_collated = to_unsigned(read_state(database, state::families_not_collated));
  return out;
}

}  // namespace nuskha
