// The answers to who checks a draft, and who accepts a finding or takes that back. Test: tests/serve/desk_test.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "nuskha/check_report.h"
#include "report/json_record.h"
#include "serve/desk_state.h"
#include "serve/draft.h"
#include "serve/draft_check.h"
#include "serve/json_body.h"
#include "serve/parameters.h"
#include "serve/records.h"

namespace nuskha::serve {
namespace {

/// An entry of a baseline as docs/report_format.md has it.
void append_entry(const BaselineEntry& entry, std::string& out) {
  JsonRecord(out)
      .string("rule", entry.rule)
      .string("fingerprint", to_hex(entry.fingerprint))
      .string("path", entry.path)
      .integer("count", entry.count)
      .string("reason", entry.reason.value_or(""))
      .end();
}

Response no_baseline() {
  return error_response(409, "no-baseline",
                        "The desk was started without --baseline: there is no file to accept into.");
}

/// A draft without a name gets one that no document of the archive has: that would be taken for its state before.
Result<void> choose_name(const Archive& archive, std::string& name) {
  const std::size_t dot = name.rfind('.');
  const std::string stem = name.substr(0, dot), ending = name.substr(dot);
  for (std::uint64_t number = 2;; ++number) {
    const Result<std::vector<DocumentId>> ids = archive.named(name);
    if (!ids) return tl::unexpected(ids.error());
    if (ids->empty()) return {};
    name = stem + '-' + std::to_string(number) + ending;
  }
}

}  // namespace

Result<Response> Desk::State::check(const Target&, std::string body, const RequestHead& head, ScanProgress& progress) {
  tl::expected<DraftKind, Response> kind = draft_kind(head);
  if (!kind) return kind.error();
  const Result<ArchivePool::Lease> leased = pool.lease();
  if (!leased) return tl::unexpected(leased.error());
  const Archive& archive = **leased;
  InputOptions input = options.input;
  input.text_field = archive.settings().text_field;
  input.id_field = archive.settings().id_field;
  if (!kind->is_named)
    if (const Result<void> named = choose_name(archive, kind->name); !named) return tl::unexpected(named.error());
  Result<Draft> draft = read_draft(*std::move(kind), std::move(body), input);
  if (!draft) return tl::unexpected(draft.error());
  const Result<std::shared_ptr<const ArchiveHabits>> habits = pool.habits(*leased);
  if (!habits) return tl::unexpected(habits.error());
  const Result<std::shared_ptr<const HeldBoilerplate>> held = pool.boilerplate(*leased);
  if (!held) return tl::unexpected(held.error());
  const std::unique_ptr<DocumentSource> source = open_documents(draft->documents);
  Result<OpenCheck> checked = check_against_open(*source, archive, **habits, &progress);
  if (!checked) return tl::unexpected(checked.error());
  CheckReport* const report = &checked->report;
  report->problems.insert(report->problems.end(), draft->problems.begin(), draft->problems.end());
  std::sort(report->problems.begin(), report->problems.end());
  report->summary.problems = report->problems.size();
  if (options.apply_policy) options.apply_policy(*report);
  if (baseline) {
    const Result<std::shared_ptr<const Baseline>> accepted = baseline->read();
    if (!accepted)
      return error_response(503, "baseline-unavailable",
                            "The baseline can't be read: " + name_in_front(accepted.error()) + accepted.error().what);
    // A draft is in no file yet: what was accepted counts wherever it stands, and nothing is told to be stale.
    apply_baseline(*report, **accepted, [](const std::string&) { return false; });
    report->stale.clear();
  }
  Result<std::string> out =
      describe_draft({draft->documents, *report, checked->related, archive, **held, leased->state()});
  if (!out) return tl::unexpected(out.error());
  return answer(*std::move(out));
}

Result<Response> Desk::State::accept(const Target&, std::string body, const RequestHead&, ScanProgress&) {
  if (!baseline) return no_baseline();
  const Result<BaselineEntry> entry = parse_acceptance(body);
  if (!entry) throw BadRequest{entry.error().what};
  const Result<BaselineFile::Accepted> accepted = baseline->accept(*entry);
  if (!accepted)
    return error_response(503, "baseline-unavailable", name_in_front(accepted.error()) + accepted.error().what);
  if (accepted->was_there) {
    Response out = error_response(409, "already-accepted",
                                  "It is accepted already: " + accepted->entry.reason.value_or("without a reason"));
    out.body.pop_back();
    out.body += ",\"entry\":";
    append_entry(accepted->entry, out.body);
    out.body += '}';
    return out;
  }
  std::string out = "{\"entry\":";
  append_entry(accepted->entry, out);
  return answer(out + fmt::format(",\"entries\":{}}}", accepted->entries));
}

Result<Response> Desk::State::unaccept(const Target&, std::string body, const RequestHead&, ScanProgress&) {
  if (!baseline) return no_baseline();
  const Result<BaselineEntry> finding = parse_taking_back(body);
  if (!finding) throw BadRequest{finding.error().what};
  const Result<BaselineFile::TakenBack> taken = baseline->take_back(finding->rule, finding->fingerprint);
  if (!taken) return error_response(503, "baseline-unavailable", name_in_front(taken.error()) + taken.error().what);
  if (taken->removed.empty()) return error_response(404, "not-found", "It isn't accepted in the baseline.");
  std::string out = "{";
  append_list(
      "removed", taken->removed.size(), [&](std::size_t i) { append_entry(taken->removed[i], out); }, out);
  return answer(out + fmt::format(",\"entries\":{}}}", taken->entries));
}

}  // namespace nuskha::serve
