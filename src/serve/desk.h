// The desk: what each request asks for, and its answer. The contract is docs/openapi.json.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "nuskha/finding.h"
#include "nuskha/input.h"
#include "nuskha/result.h"
#include "serve/access.h"
#include "serve/http_server.h"

namespace nuskha::serve {

struct DeskOptions {
  std::string archive;
  std::optional<std::string> baseline;  ///< The file that findings are accepted into; it need not be there yet.
  std::uint64_t max_draft = 10 << 20;   ///< Bytes of a request's body.
  unsigned jobs = 0;                    ///< Checks at a time; 0: one a core.
  InputOptions input = {};              ///< How a draft is read; fields of records as the archive has them.
  /// Severities and what is ignored, as a configuration says. Called by any number of threads at once.
  std::function<void(CheckReport&)> apply_policy = {};
};

/// Answers requests about one archive. Thread-safe, but for `plan`.
class Desk {
 public:
  /// Fails as Archive::open does, and as reading the baseline.
  static Result<std::unique_ptr<Desk>> open(DeskOptions options);
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  /// What is to be done with a request. The desk must outlive the work.
  Plan plan(const AccessRules& rules, const RequestHead& head);

 private:
  struct State;
  explicit Desk(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace nuskha::serve
