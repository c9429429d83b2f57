// Entry point: append_archive_summary. Test: tests/serve/desk_test.cpp.
#include "serve/archive_summary.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string_view>

#include "report/json_record.h"

namespace nuskha::serve {
namespace {

constexpr std::size_t most_folders = 1000;

}  // namespace

void append_archive_summary(const ArchiveView& view, const DeskFacts& desk, std::string& out) {
  const ArchiveInfo& info = view.info();
  const Report& report = view.report();
  JsonRecord record(out, "archive");
  record.string("name", desk.path.substr(desk.path.rfind('/') + 1))
      .integer("generation", view.generation())
      .integer("documents", info.documents)
      .integer("waiting", info.waiting)
      .integer("words", info.words)
      .integer("source_bytes", info.source_bytes)
      .integer("families", info.families)
      .integer("pairs", info.pairs)
      .integer("boilerplate", info.boilerplate)
      .integer("problems", info.problems)
      .string_or_null("first_date", info.first_date)
      .string_or_null("last_date", info.last_date)
      .boolean("store_text", info.settings.store_text)
      .string("level", to_string(info.settings.level))
      .number("threshold", info.settings.threshold, 6)
      .begin_array("folders");
  for (const auto& [folder, count] : view.folders(most_folders))
    record.begin_element().string("folder", folder).integer("documents", count).end_element();
  record.end_array();

  std::map<Relation, std::uint64_t> relations;
  for (const PairRecord& pair : report.pairs) ++relations[pair.relation];
  record.begin_object("relations");
  for (const auto& [relation, count] : relations) record.integer(to_string(relation), count);
  record.end_object();

  std::map<std::size_t, std::uint64_t> sizes;
  for (const FamilyRecord& one : report.families) ++sizes[one.members.size()];
  record.begin_array("family_sizes");
  for (const auto& [size, count] : sizes)
    record.begin_element().integer("size", size).integer("families", count).end_element();
  record.end_array();

  std::map<std::string, std::uint64_t> years;
  for (std::size_t i = 0; i < report.documents.size(); ++i)
    if (const std::optional<std::string_view> date = report.documents.date(i)) ++years[std::string(date->substr(0, 4))];
  record.begin_array("years");
  for (const auto& [year, count] : years)
    record.begin_element().string("year", year).integer("documents", count).end_element();
  record.end_array();
  record.boolean("accepts", desk.accepts).integer("max_draft", desk.max_draft).end();
}

}  // namespace nuskha::serve
