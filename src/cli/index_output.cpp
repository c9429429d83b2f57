// Covered by tests/cli/index_test.cpp.
#include "cli/index_output.h"

#include <fmt/format.h>

#include "report/display.h"
#include "report/json_record.h"
#include "report/problem_json.h"

namespace nuskha::cli {
namespace {

const char* yes_or_no(bool value) { return value ? "yes" : "no"; }

std::string shown_root(const ArchiveRoot& root) {
  std::string out = escape_for_display(root.path.empty() ? "." : root.path);
  const auto add = [&](const char* option, const std::vector<std::string>& globs) {
    for (const std::string& glob : globs) out += fmt::format(" {} {}", option, escape_for_display(glob));
  };
  add("--include", root.include);
  add("--exclude", root.exclude);
  if (root.hidden) out += " --hidden";
  if (!root.ignore_files) out += " --no-ignore";
  if (root.follow_links) out += " --follow";
  if (!root.path.starts_with('/')) out += fmt::format("  (from {})", escape_for_display(root.folder));
  return out;
}

void write_settings(const ArchiveSettings& settings, std::string& out) {
  out += fmt::format("  threshold {}, miss rate {}, join {}, level {}\n", settings.threshold, settings.miss_rate,
                     settings.join, to_string(settings.level));
  out += fmt::format("  keep boilerplate: {}, file times: {}, store text: {}\n", yes_or_no(settings.keep_boilerplate),
                     yes_or_no(settings.file_times), yes_or_no(settings.store_text));
  out += fmt::format("  text field \"{}\", id field \"{}\"\n", escape_for_display(settings.text_field),
                     escape_for_display(settings.id_field));
}

}  // namespace

void write_outcome_text(const std::string& archive, const IndexOutcome& outcome, std::ostream& out) {
  out << fmt::format("{}: {} added, {} removed; {} in the archive\n", escape_for_display(archive),
                     count_of(outcome.documents_added, "document", "documents"),
                     group_digits(outcome.documents_removed), group_digits(outcome.documents));
  out << fmt::format("  {} read, {} unchanged\n", count_of(outcome.files_read, "file", "files"),
                     group_digits(outcome.files_unchanged));
  if (outcome.waiting > 0)
    out << fmt::format("  {} to be related to the others: nuskha index update {}\n",
                       count_of(outcome.waiting, "document waits", "documents wait"), escape_for_display(archive));
}

void write_info_text(const std::string& archive, const ArchiveInfo& info, std::ostream& out) {
  std::string page = escape_for_display(archive) + "\n";
  page += fmt::format("  {} in {}, {}, {} of text\n", count_of(info.documents, "document", "documents"),
                      count_of(info.files, "file", "files"), count_of(info.words, "word", "words"),
                      format_bytes(static_cast<double>(info.source_bytes)));
  if (info.first_date) page += fmt::format("  dated {} to {}\n", *info.first_date, *info.last_date);
  page += fmt::format("  {}, {}, {}, {}\n", count_of(info.families, "family", "families"),
                      count_of(info.pairs, "pair", "pairs"),
                      count_of(info.boilerplate, "passage of boilerplate", "passages of boilerplate"),
                      count_of(info.problems, "problem", "problems"));
  if (info.waiting > 0)
    page += fmt::format("  {} to be related to the others: nuskha index update {}\n",
                        count_of(info.waiting, "document waits", "documents wait"), escape_for_display(archive));
  if (info.removed > 0)
    page += fmt::format("  {} since families were made: nuskha index update {}\n",
                        count_of(info.removed, "document was removed", "documents were removed"),
                        escape_for_display(archive));
  page += fmt::format("  {} on disk, {} of it texts\n", format_bytes(static_cast<double>(info.file_bytes)),
                      format_bytes(static_cast<double>(info.text_bytes)));
  page += fmt::format("  schema version {}, made by {}, changed {}\n", info.schema_version,
                      escape_for_display(info.created_by), count_of(info.generation, "time", "times"));
  page += "Settings\n";
  write_settings(info.settings, page);
  page += "Added\n";
  for (const ArchiveRoot& root : info.roots) page += "  " + shown_root(root) + "\n";
  out << page;
}

void write_damage_text(const std::string& archive, std::span<const ArchiveDamage> damage, std::ostream& out) {
  if (damage.empty()) {
    out << escape_for_display(archive) << ": no damage found\n";
    return;
  }
  out << fmt::format("{}: {} found\n", escape_for_display(archive),
                     count_of(damage.size(), "kind of damage", "kinds of damage"));
  for (const ArchiveDamage& one : damage)
    out << fmt::format("  {}: {}\n", escape_for_display(one.where), escape_for_display(one.what));
}

void write_outcome_json(const IndexOutcome& outcome, std::ostream& out) {
  std::string line;
  JsonRecord record(line, "index");
  record.integer("files_read", outcome.files_read)
      .integer("files_unchanged", outcome.files_unchanged)
      .integer("documents_added", outcome.documents_added)
      .integer("documents_removed", outcome.documents_removed)
      .integer("documents", outcome.documents)
      .integer("waiting", outcome.waiting)
      .boolean("related", outcome.related)
      .begin_array("problems");
  for (const Problem& problem : outcome.problems) append_fields(problem, record.begin_element()).end_element();
  record.end_array().end();
  out << line << '\n';
}

void write_info_json(const ArchiveInfo& info, std::ostream& out) {
  std::string line;
  JsonRecord record(line, "archive");
  record.integer("schema_version", static_cast<std::uint64_t>(info.schema_version))
      .string("created_by", info.created_by)
      .integer("generation", info.generation)
      .integer("files", info.files)
      .integer("documents", info.documents)
      .integer("waiting", info.waiting)
      .integer("removed", info.removed)
      .integer("source_bytes", info.source_bytes)
      .integer("words", info.words)
      .integer("families", info.families)
      .integer("pairs", info.pairs)
      .integer("boilerplate", info.boilerplate)
      .integer("problems", info.problems)
      .string_or_null("first_date", info.first_date)
      .string_or_null("last_date", info.last_date)
      .integer("file_bytes", info.file_bytes)
      .integer("text_bytes", info.text_bytes)
      .number("threshold", info.settings.threshold, 6)
      .string("miss_rate", fmt::format("{}", info.settings.miss_rate))
      .string("join", info.settings.join)
      .string("level", to_string(info.settings.level))
      .boolean("keep_boilerplate", info.settings.keep_boilerplate)
      .boolean("file_times", info.settings.file_times)
      .boolean("store_text", info.settings.store_text)
      .string("text_field", info.settings.text_field)
      .string("id_field", info.settings.id_field)
      .begin_array("roots");
  for (const ArchiveRoot& root : info.roots)
    record.begin_element()
        .string("path", root.path)
        .string("folder", root.folder)
        .strings("include", root.include)
        .strings("exclude", root.exclude)
        .boolean("hidden", root.hidden)
        .boolean("ignore_files", root.ignore_files)
        .boolean("follow_links", root.follow_links)
        .end_element();
  record.end_array().end();
  out << line << '\n';
}

void write_damage_json(std::span<const ArchiveDamage> damage, std::ostream& out) {
  std::string line;
  JsonRecord record(line, "verify");
  record.begin_array("damage");
  for (const ArchiveDamage& one : damage)
    record.begin_element().string("where", one.where).string("what", one.what).end_element();
  record.end_array().end();
  out << line << '\n';
}

}  // namespace nuskha::cli
