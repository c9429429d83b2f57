// Entry points: append_family_row and the others of the header. Test: tests/serve/desk_test.cpp.
#include "serve/records.h"

#include <set>
#include <sstream>
#include <vector>

#include "report/json.h"
#include "report/json_record.h"

namespace nuskha::serve {
namespace {

constexpr std::size_t most_folders = 10;
constexpr std::size_t most_members_looked_at = 1000;
constexpr int share_decimals = 4;

std::optional<std::string_view> if_any(const std::string& date) {
  return date.empty() ? std::nullopt : std::optional<std::string_view>(date);
}

}  // namespace

void append_list(std::string_view key, std::size_t count, const std::function<void(std::size_t)>& append,
                 std::string& out) {
  out += '"';
  out += key;
  out += "\":[";
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out += ',';
    append(i);
  }
  out += ']';
}

void append_lines(std::string_view lines, std::string& out) {
  while (!lines.empty() && lines.back() == '\n') lines.remove_suffix(1);
  for (const char c : lines) out += c == '\n' ? ',' : c;
}

void append_family_row(const ArchiveView& view, std::size_t family, std::string& out) {
  const Report& report = view.report();
  const FamilyRecord& record = report.families[family];
  const FamilyDigest& digest = view.digest(family);
  const DocumentRecord root = report.documents[record.members.front().document];
  std::set<std::string_view> folders;
  for (std::size_t i = 0; i < std::min(record.members.size(), most_members_looked_at); ++i) {
    folders.insert(folder_of(report.documents.path(record.members[i].document)));
    if (folders.size() == most_folders) break;
  }
  std::vector<std::string_view> relations;
  for (unsigned i = 0; i < 32; ++i)
    if ((digest.relations >> i & 1) != 0) relations.push_back(to_string(static_cast<Relation>(i)));
  JsonRecord row(out);
  row.integer("id", family + 1)
      .integer("size", digest.size)
      .string_or_null("title", root.title)
      .string("path", root.path)
      .string_or_null("first", if_any(digest.first))
      .string_or_null("last", if_any(digest.last))
      .strings("relations", std::span<const std::string_view>(relations))
      .strings("folders", std::span<const std::string_view>(std::vector(folders.begin(), folders.end())));
  if (record.keep) {
    row.string("keep", report.documents.path(*record.keep));
  } else {
    row.null("keep");
  }
  if (record.cohesion)
    row.number(record.cohesion_known ? "cohesion" : "cohesion_at_most", *record.cohesion, share_decimals);
  row.end();
}

void append_family_id(std::uint64_t id, std::string& out) { out += id == 0 ? "null" : std::to_string(id); }

void append_document_row(const ArchiveView& view, DocumentIndex document, std::string& out) {
  out += "{\"document\":";
  append_document(view.report().documents[document], out);
  out += ",\"family\":";
  append_family_id(view.family_of(document), out);
  out += '}';
}

std::string diff_json(const DiffReport& report) {
  std::ostringstream out;
  write_diff_json(report, out);
  std::string text = out.str();
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace nuskha::serve
