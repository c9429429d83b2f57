// HTTP/1.1 for a desk: reads requests within limits, asks what is to be done with each, and answers. The only part that
// knows the library (Boost.Beast; docs/decisions/desk.md says why).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "nuskha/result.h"
#include "nuskha/scan.h"
#include "serve/http.h"
#include "serve/work_queue.h"

namespace nuskha::serve {

/// What a client may take, so that none keeps the others waiting.
struct ServerLimits {
  /// Beyond: the one that has waited longest for a request is closed, or that has been sending a body for longest.
  std::size_t connections = 256;
  std::uint32_t head_bytes = 16 << 10;         ///< Of request line and header fields.
  std::uint64_t body_bytes = 10 << 20;         ///< Of one request.
  std::uint64_t all_body_bytes = 64 << 20;     ///< Of all that are being read or worked on; small ones don't count.
  std::uint64_t all_answer_bytes = 256 << 20;  ///< Of all that are being sent; small ones don't count.
  std::chrono::seconds head_time{15};          ///< From the connection, or the answer before, to the end of the head.
  std::chrono::seconds body_time{30};          ///< For all of the body.
  std::chrono::seconds work_time{30};          ///< From then until 503 is answered and ScanProgress::stop is set.
  std::chrono::seconds write_time{30};         ///< For all of the answer.
};

/// Makes the answer; ends soon once `progress.stop` is set: it took too long, or who asked is gone. Called by a thread
/// of the queue.
using Work = std::function<Response(std::string body, ScanProgress& progress)>;

/// What is to be done with a request: an answer that is known from its head, or work with its body.
struct Plan {
  std::optional<Response> answer;
  WorkQueue* queue = nullptr;
  Work work = {};
  std::uint64_t most_body = 0;  ///< Bytes of the body that it takes, within ServerLimits::body_bytes.
};

class HttpServer {
 public:
  /// Called for each request, by one thread at a time; quick.
  using Planner = std::function<Plan(const RequestHead&)>;

  /// Listens on a numeric address. Port 0: a free one. Fails with invalid_argument for what isn't an address, and
  /// unreadable where the system refuses.
  static Result<std::unique_ptr<HttpServer>> listen(const std::string& address, std::uint16_t port,
                                                    const ServerLimits& limits);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::uint16_t port() const;

  /// Answers requests until SIGINT or SIGTERM comes, or `stop` is called. What is being worked on is told to stop; a
  /// second signal ends the process.
  void run(Planner planner);
  void stop();  ///< Thread-safe.

 private:
  struct State;
  explicit HttpServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace nuskha::serve
