// The routes of docs/openapi.json. Entry point: Desk::plan. Test: tests/serve/desk_test.cpp.
//
//   head ─▶ from here? ─▶ route and method? ─▶ token? ─▶ a file at once, or work: browsing on one thread of its own,
//                                                        checks on as many as there are cores
#include "serve/desk.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "nuskha/check_report.h"
#include "nuskha/diff.h"
#include "nuskha/version.h"
#include "report/diff_view.h"
#include "report/json.h"
#include "report/json_record.h"
#include "scan/stoppable.h"
#include "serve/archive_pool.h"
#include "serve/archive_summary.h"
#include "serve/baseline_file.h"
#include "serve/draft.h"
#include "serve/draft_check.h"
#include "serve/json_body.h"
#include "serve/parameters.h"
#include "serve/query.h"
#include "serve/records.h"
#include "serve/web_files.h"

namespace nuskha::serve {
namespace {

constexpr std::size_t checks_waiting = 64;
constexpr std::size_t browsing_waiting = 64;
constexpr std::size_t most_pairs = 1000;
constexpr std::size_t most_documents = 1000;            // of one family
constexpr std::size_t most_bytes_to_compare = 4 << 20;  // of a text
constexpr std::size_t most_bytes_to_show = 4 << 20;     // of a text
constexpr std::uint64_t most_login_bytes = 4 << 10;
constexpr std::uint64_t most_acceptance_bytes = 64 << 10;

Response answer(std::string body) {
  Response out;
  out.body = std::move(body);
  return out;
}

/// What comes before a message: which file it is about, without the folders that it lies in.
std::string name_in_front(const Error& error) {
  const std::string name = error.where.substr(error.where.rfind('/') + 1);
  return name.empty() ? "" : name + ": ";
}

Response failure(const Error& error) {
  switch (error.code) {
    case ErrorCode::stopped: return error_response(503, "timed-out", "It took longer than --check-timeout allows.");
    case ErrorCode::no_documents: return error_response(422, "no-document", error.what);
    default:
      return error_response(503, "archive-unavailable",
                            "The archive can't be read now: " + name_in_front(error) + error.what);
  }
}

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

struct Desk::State {
  explicit State(DeskOptions wanted) : options(std::move(wanted)), pool(options.archive) {
    if (options.baseline) baseline.emplace(*options.baseline);
  }

  using Answer = Result<Response> (State::*)(const Target&, std::string body, const RequestHead&, ScanProgress&);

  Result<Response> archive(const Target&, std::string, const RequestHead&, ScanProgress&);
  Result<Response> families(const Target&, std::string, const RequestHead&, ScanProgress&);
  Result<Response> family(const Target&, std::string, const RequestHead&, ScanProgress&);
  Result<Response> family_of(const Target&, std::string, const RequestHead&, ScanProgress&);
  Result<Response> documents(const Target&, std::string, const RequestHead&, ScanProgress&);
  Result<Response> document(const Target&, std::string, const RequestHead&, ScanProgress&);
  Result<Response> boilerplate(const Target&, std::string, const RequestHead&, ScanProgress&);
  Result<Response> diff_summary(const Target&, std::string, const RequestHead&, ScanProgress&);
  Result<Response> diff(const Target&, std::string, const RequestHead&, ScanProgress&);
  Result<Response> check(const Target&, std::string, const RequestHead&, ScanProgress&);
  Result<Response> accept(const Target&, std::string, const RequestHead&, ScanProgress&);
  Result<Response> unaccept(const Target&, std::string, const RequestHead&, ScanProgress&);

  /// One address that asks the archive. `prefix` ends in a slash where more of the path follows.
  struct Route {
    std::string_view method;
    std::string_view path;
    Answer answer;
    bool is_heavy = false;  ///< Works on texts: not to be kept waiting by who browses.
    std::uint64_t most_body = 0;

    bool takes_json() const { return method == "POST" && path != "/api/check"; }
  };
  static const Route* find_route(std::string_view path);

  Plan work(const Route& route, Target target, const RequestHead& head);

  /// The archive as it is now, and what is kept of that state.
  struct Looked {
    ArchivePool::Lease archive;
    std::shared_ptr<const ArchiveView> view;
  };
  Result<Looked> look();

  /// Two documents of the archive, or why they aren't compared.
  using Compared = tl::expected<DiffReport, Response>;
  Result<Compared> compare(const Target& target);

  DeskOptions options;
  ArchivePool pool;
  std::optional<BaselineFile> baseline;
  std::optional<WorkQueue> browsing;  // last: they end before what they use
  std::optional<WorkQueue> checks;
};

const Desk::State::Route* Desk::State::find_route(std::string_view path) {
  static constexpr std::array<Route, 12> routes{
      {{"GET", "/api/archive", &State::archive},
       {"GET", "/api/families", &State::families},
       {"GET", "/api/families/", &State::family},
       {"GET", "/api/family", &State::family_of},
       {"GET", "/api/documents", &State::documents},
       {"GET", "/api/document", &State::document},
       {"GET", "/api/boilerplate", &State::boilerplate},
       {"GET", "/api/diff", &State::diff, true},
       {"GET", "/api/diff_summary", &State::diff_summary, true},
       {"POST", "/api/check", &State::check, true, ~std::uint64_t{0}},
       {"POST", "/api/accept", &State::accept, true, most_acceptance_bytes},
       {"POST", "/api/unaccept", &State::unaccept, true, most_acceptance_bytes}}};
  for (const Route& route : routes)
    if (route.path.ends_with('/') ? path.starts_with(route.path) : path == route.path) return &route;
  return nullptr;
}

Plan Desk::State::work(const Route& route, Target target, const RequestHead& head) {
  Plan out;
  out.queue = route.is_heavy ? &*checks : &*browsing;
  out.most_body = route.most_body;
  out.work = [this, answer = route.answer, target = std::move(target), head](std::string body, ScanProgress& progress) {
    try {
      Result<Response> done =
          stoppable(&progress, [&] { return (this->*answer)(target, std::move(body), head, progress); });
      return done ? *std::move(done) : failure(done.error());
    } catch (const BadRequest& bad) {
      return error_response(400, "bad-request", bad.message);
    }
  };
  return out;
}

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
  Result<std::string> out = describe_draft({draft->documents, *report, checked->related, archive, **held});
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

Desk::Desk(std::unique_ptr<State> state) : state_(std::move(state)) {}
Desk::~Desk() = default;

Result<std::unique_ptr<Desk>> Desk::open(DeskOptions options) {
  auto state = std::make_unique<State>(std::move(options));
  if (const Result<ArchivePool::Lease> leased = state->pool.lease(); !leased) return tl::unexpected(leased.error());
  if (state->baseline)
    if (const auto read = state->baseline->read(); !read) return tl::unexpected(read.error());
  state->browsing.emplace(1, browsing_waiting);
  state->checks.emplace(num_threads(state->options.jobs), checks_waiting);
  return std::unique_ptr<Desk>(new Desk(std::move(state)));
}

namespace {

Plan at_once(Response response) { return {std::move(response)}; }

Plan not_allowed(std::string_view method) {
  Response out = error_response(405, "method-not-allowed", fmt::format("This address takes {} only.", method));
  out.fields.emplace_back("Allow", method);
  return at_once(std::move(out));
}

bool has_json(const RequestHead& head) { return media_type_of(head) == "application/json"; }

std::optional<Response> file_at(std::string_view path) {
  constexpr std::string_view web = "/web/";
  std::string_view name = path == "/" ? "index.html" : path.substr(1);
  std::optional<std::string_view> bytes;
  if (path == "/") {
    bytes = web_file(name);
  } else if (path.starts_with(web)) {
    name = path.substr(web.size());
    bytes = web_file(name);
  } else {
    bytes = description_file(name);
  }
  if (!bytes) return std::nullopt;
  Response out;
  out.content_type = content_type_of(name);
  out.body = *bytes;
  return out;
}

}  // namespace

Plan Desk::plan(const AccessRules& rules, const RequestHead& head) {
  if (std::optional<Response> refused = refuse_foreign(rules, head)) return at_once(*std::move(refused));
  std::optional<Target> target = parse_target(head.target);
  if (!target) return at_once(error_response(400, "bad-request", "The address isn't well-formed."));
  if (target->path == "/api/health") {
    if (head.method != "GET") return not_allowed("GET");
    std::string out;
    JsonRecord(out).string("status", "ok").string("version", version()).end();
    return at_once(answer(std::move(out)));
  }
  if (target->path == "/api/login") {
    if (head.method != "POST") return not_allowed("POST");
    if (!has_json(head)) return at_once(error_response(415, "unsupported-media-type", "Send JSON."));
    Plan out;
    out.queue = &*state_->browsing;
    out.most_body = most_login_bytes;
    out.work = [rules](const std::string& body, ScanProgress&) {
      const std::optional<std::string> token = parse_string_field(body, "token");
      if (!token) return error_response(400, "bad-request", "There is no string \"token\".");
      if (rules.token && !same_secret(*token, *rules.token))
        return error_response(401, "unauthorized", "This is not the token.");
      Response ok = answer("{\"status\":\"ok\"}");
      ok.fields.emplace_back("Set-Cookie", session_cookie(rules));
      return ok;
    };
    return out;
  }
  if (target->path.starts_with("/api/")) {
    const State::Route* const route = State::find_route(target->path);
    if (route == nullptr) return at_once(error_response(404, "not-found", "There is nothing at this address."));
    if (head.method != route->method) return not_allowed(route->method);
    if (std::optional<Response> refused = refuse_stranger(rules, head)) return at_once(*std::move(refused));
    if (route->takes_json() && !has_json(head))
      return at_once(error_response(415, "unsupported-media-type", "Send JSON."));
    return state_->work(*route, *std::move(target), head);
  }
  std::optional<Response> file = file_at(target->path);
  if (!file) return at_once(error_response(404, "not-found", "There is nothing at this address."));
  if (head.method != "GET") return not_allowed("GET");
  return at_once(*std::move(file));
}

}  // namespace nuskha::serve
