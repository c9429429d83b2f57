// The server by itself: limits that take long, or a lot, to reach through the program.
#include "serve/http_server.h"

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "serve/running_desk.h"
#include "support/catch.h"

using namespace nuskha::serve;
using nuskha::ScanProgress;
using nuskha::testing::Connection;

namespace {

constexpr std::size_t large = 1 << 20;

/// Answers /large with a megabyte, /slow once it is told to stop, and all else with the size of the body.
class Server {
 public:
  explicit Server(const ServerLimits& limits) : server_(*HttpServer::listen("127.0.0.1", 0, limits)) {
    thread_ = std::jthread([this] {
      server_->run([this](const RequestHead& head) {
        Plan plan;
        plan.queue = &queue_;
        plan.most_body = ~std::uint64_t{0};
        plan.work = [target = head.target](const std::string& body, ScanProgress& progress) {
          while (target == "/slow" && !progress.stop) std::this_thread::sleep_for(std::chrono::milliseconds(5));
          Response out;
          out.body = target == "/large" ? std::string(large, 'x') : std::to_string(body.size());
          return out;
        };
        return plan;
      });
    });
  }
  ~Server() { server_->stop(); }

  std::uint16_t port() const { return server_->port(); }

 private:
  std::unique_ptr<HttpServer> server_;
  WorkQueue queue_{1, 1000};
  std::jthread thread_;
};

std::string post(const std::string& target, std::size_t length) {
  return "POST " + target + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
}

}  // namespace

TEST_CASE("a body that comes too slowly is told so") {
  ServerLimits limits;
  limits.body_time = std::chrono::seconds(1);
  const Server server(limits);
  Connection slow(server.port());
  slow.send(post("/", 10) + "abc");
  CHECK(slow.receive().status == 408);
  CHECK(slow.is_closed());
  Connection quick(server.port());
  quick.send(post("/", 3) + "abc");
  CHECK(quick.receive().body == "3");
}

TEST_CASE("work is answered when its time is over, and its thread goes on") {
  ServerLimits limits;
  limits.work_time = std::chrono::seconds(1);
  const Server server(limits);
  std::vector<std::unique_ptr<Connection>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<Connection>(server.port()));
    clients.back()->send(post("/slow", 0));
  }
  for (const auto& client : clients) CHECK(client->receive().error_code() == "timed-out");
  clients.front()->send(post("/", 3) + "abc");
  CHECK(clients.front()->receive().body == "3");
}

TEST_CASE("answers that nobody reads take so much and no more") {
  ServerLimits limits;
  limits.all_answer_bytes = 8 * large;
  const Server server(limits);
  std::vector<std::unique_ptr<Connection>> idle;
  // Each asks for more than the system buffers, and reads nothing.
  for (int i = 0; i < 40; ++i) {
    idle.push_back(std::make_unique<Connection>(server.port()));
    for (int j = 0; j < 12; ++j) idle.back()->send(post("/large", 0));
  }
  Connection other(server.port());
  int status = 200;
  for (int i = 0; i < 200 && status != 503; ++i) {
    other.send(post("/large", 0));
    status = other.receive().status;
  }
  CHECK(status == 503);
  other.send(post("/", 3) + "abc");
  CHECK(other.receive().body == "3");
  idle.clear();
  for (int i = 0; i < 200 && status != 200; ++i) {
    other.send(post("/large", 0));
    status = other.receive().status;
  }
  CHECK(status == 200);
}
