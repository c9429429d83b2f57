// One thread reads and writes all connections, other threads work (work_queue.h): a client that sends slowly costs a
// socket and some kilobytes, and no thread. Entry point: HttpServer. Test: tests/serve/server_test.cpp.
//
//   head ─▶ Planner ─▶ an answer at once ─────────────────────────▶ write ─▶ the next head
//                  └─▶ body ─▶ WorkQueue ─▶ Work ─▶ back here ──────┘
#include "serve/http_server.h"

#include <utility>  // before Boost, which forgets it

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/version.hpp>
#include <csignal>
#include <exception>
#include <list>
#include <new>

namespace nuskha::serve {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;

constexpr std::size_t most_drained = 4 << 20;  // bytes of a refused request that are read, so that it hears the answer
constexpr std::chrono::seconds drain_time{2};

/// What every answer carries. The desk's pages load nothing but from the desk itself, and stand in no other's frame.
constexpr std::pair<const char*, const char*> fields_of_all[] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
     "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
    {"Cache-Control", "no-store"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"}};

class Session;

/// What all sessions share. Of one thread.
struct Shared {
  ServerLimits limits;
  HttpServer::Planner planner;
  std::uint64_t body_bytes = 0;                  // being read or worked on
  std::list<std::weak_ptr<Session>> waiting;     // for a head, the longest first
  std::list<std::weak_ptr<ScanProgress>> works;  // that may have to be stopped
  std::size_t num_sessions = 0;
};

RequestHead to_head(const http::request_header<>& header) {
  RequestHead out;
  out.method = std::string(header.method_string());
  out.target = std::string(header.target());
  for (const auto& field : header) {
    std::string name(field.name_string());
    for (char& c : name)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    out.fields.emplace_back(std::move(name), std::string(field.value()));
  }
  return out;
}

Response run_work(const Work& work, std::string body, ScanProgress& progress) {
  try {
    return work(std::move(body), progress);
  } catch (const std::bad_alloc&) {
    return error_response(503, "busy",
                          "There isn't enough memory for it now. Try again later, or with a smaller draft.");
  } catch (const std::exception& error) {
    return error_response(500, "internal", error.what());
  }
}

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, std::shared_ptr<Shared> shared)
      : stream_(std::move(socket)), timer_(stream_.get_executor()), shared_(std::move(shared)) {
    ++shared_->num_sessions;
  }
  ~Session() {
    give_back_body();
    --shared_->num_sessions;
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void start() { read_head(); }
  void close() { stream_.close(); }

 private:
  void read_head() {
    parser_.emplace();
    parser_->header_limit(shared_->limits.head_bytes);
    parser_->body_limit(shared_->limits.body_bytes);
    place_ = shared_->waiting.insert(shared_->waiting.end(), weak_from_this());
    stream_.expires_after(shared_->limits.head_time);
    http::async_read_header(stream_, buffer_, *parser_,
                            [self = shared_from_this()](beast::error_code error, std::size_t) {
                              self->shared_->waiting.erase(self->place_);
                              self->on_head(error);
                            });
  }

  void on_head(beast::error_code error) {
    if (error == http::error::end_of_stream || error == beast::error::timeout ||
        error == asio::error::operation_aborted)
      return close();
    if (error == http::error::body_limit) return refuse_size();
    if (error == http::error::header_limit)
      return refuse(error_response(431, "bad-request", "The header of the request is too long."));
    if (error) {
      if (error.category() == http::make_error_code(http::error::bad_method).category())
        return refuse(error_response(400, "bad-request", "This is not a request of HTTP/1.1."));
      return close();
    }
    plan_ = shared_->planner(to_head(parser_->get().base()));
    const bool has_body = parser_->chunked() || parser_->content_length().value_or(0) > 0;
    if (plan_.answer) return has_body ? refuse(*std::move(plan_.answer)) : send(*std::move(plan_.answer), true);
    if (has_body && !plan_.takes_body)
      return refuse(error_response(400, "bad-request", "A request of this kind has no body."));
    if (!has_body) return work();
    own_body_bytes_ = parser_->content_length().value_or(shared_->limits.body_bytes);
    if (shared_->body_bytes + own_body_bytes_ > shared_->limits.all_body_bytes) {
      own_body_bytes_ = 0;
      return refuse(busy());
    }
    shared_->body_bytes += own_body_bytes_;
    stream_.expires_after(shared_->limits.body_time);
    if (beast::iequals(parser_->get()[http::field::expect], "100-continue")) return send_continue();
    read_body();
  }

  /// Who asks first whether the body may come is told that it may.
  void send_continue() {
    continue_.emplace(http::status::continue_, 11);
    http::async_write(stream_, *continue_, [self = shared_from_this()](beast::error_code error, std::size_t) {
      return error ? self->close() : self->read_body();
    });
  }

  void read_body() {
    http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](beast::error_code error, std::size_t) {
      if (error == http::error::body_limit) return self->refuse_size();
      if (error == beast::error::timeout)
        return self->refuse(error_response(408, "timed-out", "The body of the request came too slowly."));
      if (error) return self->close();
      self->work();
    });
  }

  void work() {
    stream_.expires_never();
    auto progress = std::make_shared<ScanProgress>();
    auto job = [self = shared_from_this(), progress, work = std::move(plan_.work),
                body = std::move(parser_->get().body())]() mutable {
      Response answer = progress->stop ? error_response(503, "timed-out", "It waited too long for its turn.")
                                       : run_work(work, std::move(body), *progress);
      // The session goes along: it must not end on this thread.
      const auto executor = self->stream_.get_executor();
      asio::post(executor, [self = std::move(self), answer = std::move(answer)]() mutable {
        self->timer_.cancel();
        self->give_back_body();
        self->send(std::move(answer), true);
      });
    };
    if (!plan_.queue->post(std::move(job))) {
      give_back_body();
      return send(busy(), true);
    }
    std::erase_if(shared_->works, [](const std::weak_ptr<ScanProgress>& one) { return one.expired(); });
    shared_->works.push_back(progress);
    timer_.expires_after(shared_->limits.work_time);
    timer_.async_wait([progress](beast::error_code error) {
      if (!error) progress->stop = true;
    });
  }

  static Response busy() {
    Response out =
        error_response(503, "busy", "The desk has as much to do as it takes at a time. Try again in a moment.");
    out.fields.emplace_back("Retry-After", "1");
    return out;
  }

  void refuse_size() { refuse(error_response(413, "too-large", "The draft is larger than --max-draft allows.")); }

  /// Answers without having read the body, and closes.
  void refuse(Response answer) {
    give_back_body();
    send(std::move(answer), false);
  }

  void send(Response answer, bool may_go_on) {
    http::response<http::string_body> out(static_cast<http::status>(answer.status), 11);
    for (const auto& [name, value] : fields_of_all) out.set(name, value);
    out.set(http::field::content_type, answer.content_type);
    for (const auto& [name, value] : answer.fields) out.set(name, value);
    const bool goes_on = may_go_on && parser_->keep_alive();
    out.keep_alive(goes_on);
    out.body() = std::move(answer.body);
    out.prepare_payload();
    response_ = std::move(out);
    stream_.expires_after(shared_->limits.write_time);
    http::async_write(stream_, response_,
                      [self = shared_from_this(), goes_on, may_go_on](beast::error_code error, std::size_t) {
                        self->response_ = {};
                        if (error) return self->close();
                        if (goes_on) return self->read_head();
                        beast::error_code ignored;
                        self->stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
                        if (may_go_on) return self->close();
                        self->stream_.expires_after(drain_time);
                        self->drain(0);
                      });
  }

  /// Closing with bytes unread would take the answer back: TCP's reset.
  void drain(std::size_t drained) {
    buffer_.clear();
    stream_.async_read_some(buffer_.prepare(16 << 10),
                            [self = shared_from_this(), drained](beast::error_code error, std::size_t size) {
                              if (error || drained + size > most_drained) return self->close();
                              self->drain(drained + size);
                            });
  }

  void give_back_body() { shared_->body_bytes -= std::exchange(own_body_bytes_, 0); }

  beast::tcp_stream stream_;
  asio::steady_timer timer_;
  std::shared_ptr<Shared> shared_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::optional<http::response<http::empty_body>> continue_;
  http::response<http::string_body> response_;
  Plan plan_;
  std::uint64_t own_body_bytes_ = 0;
  std::list<std::weak_ptr<Session>>::iterator place_;
};

}  // namespace

struct HttpServer::State {
  asio::io_context context{1};
  tcp::acceptor acceptor{context};
  asio::signal_set signals{context};
  asio::steady_timer pause{context};
  std::shared_ptr<Shared> shared = std::make_shared<Shared>();

  void accept() {
    acceptor.async_accept([this](beast::error_code error, tcp::socket socket) {
      if (error == asio::error::operation_aborted) return;
      if (error) {  // such as no file descriptor left: those that are used come back
        pause.expires_after(std::chrono::milliseconds(100));
        pause.async_wait([this](beast::error_code cancelled) {
          if (!cancelled) accept();
        });
        return;
      }
      if (shared->num_sessions >= shared->limits.connections && !close_longest_waiting()) {
        beast::error_code ignored;
        socket.close(ignored);
        return accept();
      }
      beast::error_code ignored;
      socket.set_option(tcp::no_delay(true), ignored);
      std::make_shared<Session>(std::move(socket), shared)->start();
      accept();
    });
  }

  bool close_longest_waiting() {
    for (const std::weak_ptr<Session>& one : shared->waiting) {
      if (const std::shared_ptr<Session> session = one.lock()) {
        session->close();
        return true;
      }
    }
    return false;
  }

  void stop() {
    beast::error_code ignored;
    acceptor.close(ignored);
    for (const std::weak_ptr<ScanProgress>& one : shared->works)
      if (const std::shared_ptr<ScanProgress> progress = one.lock()) progress->stop = true;
    context.stop();
  }
};

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
HttpServer::~HttpServer() = default;

Result<std::unique_ptr<HttpServer>> HttpServer::listen(const std::string& address, std::uint16_t port,
                                                       const ServerLimits& limits) {
  beast::error_code error;
  const asio::ip::address parsed = asio::ip::make_address(address, error);
  if (error) return fail(ErrorCode::invalid_argument, address, "is not a numeric address, such as 127.0.0.1 or ::1");
  auto state = std::make_unique<State>();
  state->shared->limits = limits;
  const tcp::endpoint endpoint(parsed, port);
  state->acceptor.open(endpoint.protocol(), error);
  if (!error) state->acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) state->acceptor.bind(endpoint, error);
  if (!error) state->acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error)
    return fail(ErrorCode::unreadable, address + ":" + std::to_string(port),
                "can't be listened on: " + error.message() + ". --port names another port");
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

std::uint16_t HttpServer::port() const { return state_->acceptor.local_endpoint().port(); }

void HttpServer::run(Planner planner) {
  state_->shared->planner = std::move(planner);
  state_->signals.add(SIGINT);
  state_->signals.add(SIGTERM);
  state_->signals.async_wait([this](beast::error_code error, int) {
    if (!error) state_->stop();
  });
  state_->accept();
  state_->context.run();
}

void HttpServer::stop() {
  asio::post(state_->context, [this] { state_->stop(); });
}

}  // namespace nuskha::serve
