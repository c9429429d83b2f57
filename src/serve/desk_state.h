// What a desk is made of, for the files that answer: desk.cpp says which request goes where, desk_reading.cpp answers
// who browses, and desk_checking.cpp who checks and accepts.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "nuskha/diff_report.h"
#include "serve/archive_pool.h"
#include "serve/archive_view.h"
#include "serve/baseline_file.h"
#include "serve/desk.h"
#include "serve/query.h"
#include "serve/work_queue.h"

namespace nuskha::serve {

/// 200 with JSON.
inline Response answer(std::string body) {
  Response out;
  out.body = std::move(body);
  return out;
}

/// What comes before a message: which file it is about, without the folders that it lies in.
inline std::string name_in_front(const Error& error) {
  const std::string name = error.where.substr(error.where.rfind('/') + 1);
  return name.empty() ? "" : name + ": ";
}

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

  /// Who browses, checks or accepts keeps only those waiting who do the same.
  enum class QueueKind : std::uint8_t { browsing, checks, accepting };

  /// One address that asks the archive. `prefix` ends in a slash where more of the path follows.
  struct Route {
    std::string_view method;
    std::string_view path;
    Answer answer;
    std::span<const std::string_view> parameters = {};  ///< Others are refused.
    QueueKind queue = QueueKind::browsing;
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
  std::optional<WorkQueue> accepting;
};

}  // namespace nuskha::serve
