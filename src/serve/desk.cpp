// The routes of docs/openapi.json. Entry point: Desk::plan. Test: tests/serve/desk_test.cpp.
//
//   head ─▶ from here? ─▶ route and method? ─▶ token? ─▶ a file at once, or work: browsing on one thread of its own,
//                                                        checks on as many as there are cores
#include "serve/desk.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/parallel.h"
#include "nuskha/version.h"
#include "report/json_record.h"
#include "scan/stoppable.h"
#include "serve/desk_state.h"
#include "serve/draft.h"
#include "serve/json_body.h"
#include "serve/parameters.h"
#include "serve/web_files.h"

namespace nuskha::serve {
namespace {

constexpr std::size_t checks_waiting = 64;
constexpr std::size_t browsing_waiting = 64;
constexpr std::size_t accepting_waiting = 64;
constexpr std::uint64_t most_login_bytes = 4 << 10;
constexpr std::uint64_t most_acceptance_bytes = 64 << 10;

Response failure(const Error& error) {
  switch (error.code) {
    case ErrorCode::stopped: return error_response(503, "timed-out", "It took longer than --check-timeout allows.");
    case ErrorCode::no_documents: return error_response(422, "no-document", error.what);
    default:
      return error_response(503, "archive-unavailable",
                            "The archive can't be read now: " + name_in_front(error) + error.what);
  }
}

}  // namespace

const Desk::State::Route* Desk::State::find_route(std::string_view path) {
  static constexpr std::string_view path_only[] = {"path"};
  static constexpr std::string_view two[] = {"a", "b"};
  static constexpr std::string_view of_family[] = {"generation"};
  static constexpr std::string_view of_page[] = {"q", "offset", "limit"};
  static constexpr std::string_view of_documents[] = {"q", "folder", "from", "to", "offset", "limit"};
  static constexpr std::string_view of_families[] = {"q",        "relation", "folder", "from", "to",
                                                     "min_size", "sort",     "offset", "limit"};
  static constexpr std::array<Route, 12> routes{
      {{"GET", "/api/archive", &State::archive},
       {"GET", "/api/families", &State::families, of_families},
       {"GET", "/api/families/", &State::family, of_family},
       {"GET", "/api/family", &State::family_of, path_only},
       {"GET", "/api/documents", &State::documents, of_documents},
       {"GET", "/api/document", &State::document, path_only},
       {"GET", "/api/boilerplate", &State::boilerplate, of_page},
       {"GET", "/api/diff", &State::diff, two, QueueKind::checks},
       {"GET", "/api/diff_summary", &State::diff_summary, two, QueueKind::checks},
       {"POST", "/api/check", &State::check, {}, QueueKind::checks, ~std::uint64_t{0}},
       {"POST", "/api/accept", &State::accept, {}, QueueKind::accepting, most_acceptance_bytes},
       {"POST", "/api/unaccept", &State::unaccept, {}, QueueKind::accepting, most_acceptance_bytes}}};
  for (const Route& route : routes)
    if (route.path.ends_with('/') ? path.starts_with(route.path) : path == route.path) return &route;
  return nullptr;
}

Plan Desk::State::work(const Route& route, Target target, const RequestHead& head) {
  Plan out;
  for (const auto& [name, value] : target.parameters) {
    if (std::find(route.parameters.begin(), route.parameters.end(), name) != route.parameters.end()) continue;
    out.answer = error_response(400, "bad-request", fmt::format("There is no parameter \"{}\" here.", name));
    return out;
  }
  out.queue = route.queue == QueueKind::checks      ? &*checks
              : route.queue == QueueKind::accepting ? &*accepting
                                                    : &*browsing;
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

Desk::Desk(std::unique_ptr<State> state) : state_(std::move(state)) {}
Desk::~Desk() = default;

Result<std::unique_ptr<Desk>> Desk::open(DeskOptions options) {
  auto state = std::make_unique<State>(std::move(options));
  if (const Result<ArchivePool::Lease> leased = state->pool.lease(); !leased) return tl::unexpected(leased.error());
  if (state->baseline) {
    if (const auto read = state->baseline->read(); !read) return tl::unexpected(read.error());
    if (const auto writable = state->baseline->check_writable(); !writable) return tl::unexpected(writable.error());
  }
  state->browsing.emplace(1, browsing_waiting);
  state->accepting.emplace(1, accepting_waiting);
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
    const std::string* const coding = head.field("content-encoding");
    if (route->method == "POST" && coding != nullptr && *coding != "identity")
      return at_once(
          error_response(415, "unsupported-media-type", "Send the body as it is, without Content-Encoding."));
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
