// The answers to who browses, and of diffs. Test: tests/serve/desk_test.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "nuskha/diff.h"
#include "report/diff_view.h"
#include "report/json.h"
#include "report/json_record.h"
#include "serve/archive_summary.h"
#include "serve/desk_state.h"
#include "serve/parameters.h"
#include "serve/records.h"

namespace nuskha::serve {
namespace {

constexpr std::size_t most_pairs = 1000;
constexpr std::size_t most_documents = 1000;            // of one family
constexpr std::size_t most_bytes_to_compare = 4 << 20;  // of a text
constexpr std::size_t most_bytes_to_show = 4 << 20;     // of a text

/// How many of the first `most` bytes are whole characters.
std::size_t whole_characters(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0u) == 0x80u) --most;
  return most;
}

std::string list_head(const ArchiveView& view, std::size_t total, const Page& page) {
  return fmt::format("{{\"generation\":{},\"total\":{},\"offset\":{},", view.generation(), total, page.begin);
}

/// A family with its documents and pairs.
std::string describe_family(const ArchiveView& view, std::size_t index) {
  const Report& report = view.report();
  std::string out = fmt::format("{{\"generation\":{},\"family\":", view.generation());
  append_family(report, index, out);
  out += ',';
  const std::vector<FamilyMember>& members = report.families[index].members;
  append_list(
      "documents", std::min(members.size(), most_documents),
      [&](std::size_t i) { append_document(report.documents[members[i].document], out); }, out);
  out += ',';
  const std::vector<std::size_t> pairs = view.pairs_within(index, most_pairs);
  append_list(
      "pairs", pairs.size(), [&](std::size_t i) { append_pair(report, report.pairs[pairs[i]], out); }, out);
  return out + "}";
}

/// The document of a name as records have it: names that aren't UTF-8 are escaped there.
Result<std::optional<DocumentId>> find_by_name(ArchivePool& pool, const ArchivePool::Lease& archive,
                                               const std::string& name) {
  Result<std::vector<DocumentId>> ids = archive->named(name);
  if (ids && ids->empty() && name.find("\\x") != name.npos) {
    const Result<std::shared_ptr<const ArchiveView>> read = pool.view(archive);
    if (!read) return tl::unexpected(read.error());
    const ArchiveView& view = **read;
    if (const std::optional<DocumentIndex> found = view.find_document(name))
      ids = archive->named(view.report().documents[*found].path);
  }
  if (!ids) return tl::unexpected(ids.error());
  return ids->empty() ? std::nullopt : std::optional(ids->front());
}

}  // namespace

Result<Desk::State::Looked> Desk::State::look() {
  Result<ArchivePool::Lease> leased = pool.lease();
  if (!leased) return tl::unexpected(leased.error());
  Result<std::shared_ptr<const ArchiveView>> view = pool.view(*leased);
  if (!view) return tl::unexpected(view.error());
  return Looked{*std::move(leased), *std::move(view)};
}

Result<Response> Desk::State::archive(const Target&, std::string, const RequestHead&, ScanProgress&) {
  const Result<Looked> looked = look();
  if (!looked) return tl::unexpected(looked.error());
  const ArchiveView& view = *looked->view;
  std::string out;
  append_archive_summary(view, {options.archive, baseline.has_value(), options.max_draft}, out);
  return answer(std::move(out));
}

Result<Response> Desk::State::families(const Target& target, std::string, const RequestHead&, ScanProgress&) {
  const Wanted wanted = wanted_of(target);
  const Order order = order_of(target);
  const Result<Looked> looked = look();
  if (!looked) return tl::unexpected(looked.error());
  const ArchiveView& view = *looked->view;
  const std::vector<std::size_t> found = view.find_families(wanted, order.by, order.descending);
  const Page page = page_of(target, found.size());
  std::string out = list_head(view, found.size(), page);
  append_list(
      "families", page.count, [&](std::size_t i) { append_family_row(view, found[page.begin + i], out); }, out);
  return answer(out + "}");
}

Result<Response> Desk::State::family(const Target& target, std::string, const RequestHead&, ScanProgress&) {
  const std::optional<std::uint64_t> id =
      parse_count(std::string_view(target.path).substr(sizeof "/api/families/" - 1));
  if (!id || *id == 0) throw BadRequest{"The id of a family is a number from 1."};
  const std::uint64_t generation = count_parameter(target, "generation", 0, 0, ~std::uint64_t{0});
  const Result<Looked> looked = look();
  if (!looked) return tl::unexpected(looked.error());
  const ArchiveView& view = *looked->view;
  const Report& report = view.report();
  if (generation != 0 && generation != view.generation())
    return error_response(409, "archive-changed",
                          "The archive has changed since: its families have other numbers now.");
  if (*id > report.families.size()) return error_response(404, "not-found", "There is no family of this number.");
  return answer(describe_family(view, static_cast<std::size_t>(*id - 1)));
}

Result<Response> Desk::State::family_of(const Target& target, std::string, const RequestHead&, ScanProgress&) {
  const std::string path = required_parameter(target, "path");
  const Result<Looked> looked = look();
  if (!looked) return tl::unexpected(looked.error());
  const ArchiveView& view = *looked->view;
  const std::optional<DocumentIndex> found = view.find_document(path);
  if (!found) return error_response(404, "not-found", "The archive has no document of this name.");
  const std::uint32_t id = view.family_of(*found);
  if (id == 0) return error_response(404, "not-found", "This document is in no family: it is the only version.");
  return answer(describe_family(view, id - 1));
}

Result<Response> Desk::State::documents(const Target& target, std::string, const RequestHead&, ScanProgress&) {
  const Wanted wanted = wanted_of(target);
  const Result<Looked> looked = look();
  if (!looked) return tl::unexpected(looked.error());
  const ArchiveView& view = *looked->view;
  const std::vector<std::size_t> found = view.find_documents(wanted);
  const Page page = page_of(target, found.size());
  std::string out = list_head(view, found.size(), page);
  append_list(
      "documents", page.count,
      [&](std::size_t i) { append_document_row(view, static_cast<DocumentIndex>(found[page.begin + i]), out); }, out);
  return answer(out + "}");
}

Result<Response> Desk::State::document(const Target& target, std::string, const RequestHead&, ScanProgress&) {
  const std::string path = required_parameter(target, "path");
  const Result<Looked> looked = look();
  if (!looked) return tl::unexpected(looked.error());
  const ArchiveView& view = *looked->view;
  const Report& report = view.report();
  const std::optional<DocumentIndex> found = view.find_document(path);
  if (!found) return error_response(404, "not-found", "The archive has no document of this name.");
  std::string out = fmt::format("{{\"generation\":{},\"document\":", view.generation());
  const DocumentRecord record = report.documents[*found];
  append_document(record, out);
  out += ",\"family\":";
  append_family_id(view.family_of(*found), out);
  out += ',';
  const std::vector<std::size_t> pairs = view.pairs_of(*found, most_pairs);
  append_list(
      "pairs", pairs.size(), [&](std::size_t i) { append_pair(report, report.pairs[pairs[i]], out); }, out);
  out += ",\"text\":";
  const Result<std::vector<DocumentId>> ids = looked->archive->named(record.path);
  if (!ids) return tl::unexpected(ids.error());
  if (looked->archive->settings().store_text && !ids->empty()) {
    const Result<Document> stored = looked->archive->document(ids->front());
    if (!stored) return tl::unexpected(stored.error());
    const std::size_t shown = whole_characters(stored->text, most_bytes_to_show);
    append_json_string(std::string_view(stored->text).substr(0, shown), out);
    out += ",\"text_bytes\":" + std::to_string(stored->text.size());
  } else {
    out += "null";
  }
  return answer(out + "}");
}

Result<Response> Desk::State::boilerplate(const Target& target, std::string, const RequestHead&, ScanProgress&) {
  const Wanted wanted = wanted_of(target);
  const Result<Looked> looked = look();
  if (!looked) return tl::unexpected(looked.error());
  const ArchiveView& view = *looked->view;
  const std::vector<std::size_t> found = view.find_boilerplate(wanted);
  const Page page = page_of(target, found.size());
  std::string out = list_head(view, found.size(), page);
  append_list(
      "boilerplate", page.count,
      [&](std::size_t i) {
        const std::size_t index = found[page.begin + i];
        append_boilerplate(view.report().boilerplate[index], index + 1, out);
      },
      out);
  return answer(out + "}");
}

Result<Desk::State::Compared> Desk::State::compare(const Target& target) {
  const std::string names[] = {required_parameter(target, "a"), required_parameter(target, "b")};
  const Result<ArchivePool::Lease> leased = pool.lease();
  if (!leased) return tl::unexpected(leased.error());
  std::vector<Document> sides;
  for (const std::string& name : names) {
    const Result<std::optional<DocumentId>> id = find_by_name(pool, *leased, name);
    if (!id) return tl::unexpected(id.error());
    if (!*id)
      return Compared(tl::unexpect, error_response(404, "not-found",
                                                   fmt::format("The archive has no document of the name {}.", name)));
    if (!(*leased)->settings().store_text)
      return Compared(tl::unexpect,
                      error_response(409, "no-texts",
                                     "The archive was made without texts (--no-store-text): nuskha diff compares the "
                                     "files."));
    Result<Document> side = (*leased)->document(**id);
    if (!side) return tl::unexpected(side.error());
    if (side->text.size() > most_bytes_to_compare)
      return Compared(
          tl::unexpect,
          error_response(413, "too-large", "The texts are too large to be compared here: nuskha diff does it."));
    sides.push_back(*std::move(side));
  }
  Result<TextDiff> compared = diff_texts(sides[0].text, sides[1].text);
  if (!compared) return tl::unexpected(compared.error());
  return Compared(DiffReport{{sides[0].path, sides[0].text, "UTF-8", false},
                             {sides[1].path, sides[1].text, "UTF-8", false},
                             *std::move(compared)});
}

Result<Response> Desk::State::diff_summary(const Target& target, std::string, const RequestHead&, ScanProgress&) {
  const Result<Compared> compared = compare(target);
  if (!compared) return tl::unexpected(compared.error());
  if (!*compared) return compared->error();
  std::string out;
  JsonRecord(out).string("summary", summarize((*compared)->diff)).end();
  return answer(std::move(out));
}

Result<Response> Desk::State::diff(const Target& target, std::string, const RequestHead&, ScanProgress&) {
  const Result<Compared> compared = compare(target);
  if (!compared) return tl::unexpected(compared.error());
  if (!*compared) return compared->error();
  const DiffReport& report = **compared;
  std::string out = "{\"diff\":" + diff_json(report) + ",\"a_text\":";
  append_json_string(report.a.text, out);
  out += ",\"b_text\":";
  append_json_string(report.b.text, out);
  out += ",\"view\":";
  append_diff_view(report, {}, out);
  return answer(out + "}");
}

}  // namespace nuskha::serve
