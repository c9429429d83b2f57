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
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
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

constexpr std::size_t buffer_bytes = 32 << 10;   // of a head, or of a chunk's head and the fields after the last one
constexpr std::uint64_t small_bytes = 64 << 10;  // bodies and answers that don't count
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
using Sessions = std::list<std::weak_ptr<Session>>;

/// What all sessions share. Of one thread, but for body_bytes.
struct Shared {
  ServerLimits limits;
  HttpServer::Planner planner;
  std::atomic<std::uint64_t> body_bytes = 0;     // being read or worked on
  std::uint64_t answer_bytes = 0;                // being sent
  Sessions waiting;                              // for a head, the longest first
  Sessions sending;                              // a body, likewise
  std::list<std::weak_ptr<ScanProgress>> works;  // that may have to be stopped
  std::size_t num_sessions = 0;
};

/// A share of Shared::body_bytes, given back by whoever lets go of the body, on any thread.
class BodyShare {
 public:
  BodyShare(std::shared_ptr<Shared> shared, std::uint64_t bytes) : shared_(std::move(shared)), bytes_(bytes) {
    shared_->body_bytes += bytes_;
  }
  ~BodyShare() { shared_->body_bytes -= bytes_; }
  BodyShare(const BodyShare&) = delete;
  BodyShare& operator=(const BodyShare&) = delete;

 private:
  std::shared_ptr<Shared> shared_;
  std::uint64_t bytes_;
};

/// Work for a session. It is answered once: by the work, or when its time is over.
struct Job {
  ScanProgress progress;
  bool is_answered = false;  // of the server's thread
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
    strike_off();
    shared_->answer_bytes -= answer_bytes_;
    --shared_->num_sessions;
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void start() { read_head(); }
  void close() {
    strike_off();
    stream_.close();
  }

 private:
  void read_head() {
    parser_.emplace();
    parser_->header_limit(shared_->limits.head_bytes);
    parser_->body_limit(shared_->limits.body_bytes);
    enlist(shared_->waiting);
    stream_.expires_after(shared_->limits.head_time);
    http::async_read_header(stream_, buffer_, *parser_,
                            [self = shared_from_this()](beast::error_code error, std::size_t) {
                              self->strike_off();
                              self->on_head(error);
                            });
  }

  void on_head(beast::error_code error) {
    is_head_wanted_ = false;
    if (error == http::error::end_of_stream || error == beast::error::timeout ||
        error == asio::error::operation_aborted)
      return close();
    if (error == http::error::body_limit) return refuse_size(shared_->limits.body_bytes);
    if (error == http::error::header_limit || error == http::error::buffer_overflow)
      return refuse(error_response(431, "bad-request", "The header of the request is too long."));
    if (error) return is_of_http(error) ? refuse_malformed() : close();
    if (has_other_coding())
      return refuse(error_response(400, "bad-request", "A body comes as it is, or chunked: no other coding is taken."));
    RequestHead head = to_head(parser_->get().base());
    is_head_wanted_ = head.method == "HEAD";
    if (is_head_wanted_) head.method = "GET";
    plan_ = shared_->planner(head);
    const std::uint64_t said = parser_->content_length().value_or(0);
    const bool has_body = parser_->chunked() || said > 0;
    if (plan_.answer) return has_body ? refuse(*std::move(plan_.answer)) : send(*std::move(plan_.answer), true);
    if (has_body && plan_.most_body == 0)
      return refuse(error_response(400, "bad-request", "A request of this kind has no body."));
    if (!has_body) return work();
    const std::uint64_t most = std::min(plan_.most_body, shared_->limits.body_bytes);
    if (said > most) return refuse_size(most);
    parser_->body_limit(most);
    const std::uint64_t bytes = parser_->chunked() ? most : said;
    if (bytes > small_bytes) {
      if (shared_->body_bytes + bytes > shared_->limits.all_body_bytes) return refuse(busy());
      body_share_ = std::make_shared<BodyShare>(shared_, bytes);
    }
    enlist(shared_->sending);
    stream_.expires_never();
    timer_.expires_after(shared_->limits.body_time);
    timer_.async_wait([weak = weak_from_this(), number = ++num_bodies_](beast::error_code cancelled) {
      const std::shared_ptr<Session> self = weak.lock();
      const bool is_due = !cancelled && self != nullptr && self->num_bodies_ == number;
      if (!is_due || self->list_ != &self->shared_->sending) return;  // all of it has come in the same moment
      self->is_too_slow_ = true;
      self->stream_.cancel();
    });
    if (beast::iequals(parser_->get()[http::field::expect], "100-continue")) return send_continue();
    read_body();
  }

  /// Who asks first whether the body may come is told that it may.
  void send_continue() {
    continue_.emplace(http::status::continue_, 11);
    http::async_write(stream_, *continue_, [self = shared_from_this()](beast::error_code error, std::size_t) {
      return error ? self->on_body(error) : self->read_body();
    });
  }

  void read_body() {
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](beast::error_code error, std::size_t) { self->on_body(error); });
  }

  void on_body(beast::error_code error) {
    strike_off();
    timer_.cancel();
    const bool was_too_slow = std::exchange(is_too_slow_, false);
    if (!error) return work();
    if (was_too_slow) return refuse(error_response(408, "timed-out", "The body of the request came too slowly."));
    if (error == http::error::body_limit) return refuse_size(std::min(plan_.most_body, shared_->limits.body_bytes));
    if (is_of_http(error) && error != http::error::partial_message) return refuse_malformed();
    close();
  }

  void work() {
    stream_.expires_never();
    const auto job = std::make_shared<Job>();
    auto task = [self = shared_from_this(), job, work = std::move(plan_.work), body = std::move(parser_->get().body()),
                 share = std::move(body_share_)]() mutable {
      Response answer;
      if (!job->progress.stop) answer = run_work(work, std::move(body), job->progress);
      body = {};
      share.reset();
      // The session goes along: it must not end on this thread.
      const auto executor = self->stream_.get_executor();
      asio::post(executor, [self = std::move(self), job, answer = std::move(answer)]() mutable {
        self->on_done(*job, std::move(answer));
      });
    };
    if (!plan_.queue->post(std::move(task))) return send(busy(), true);
    std::erase_if(shared_->works, [](const std::weak_ptr<ScanProgress>& one) { return one.expired(); });
    shared_->works.emplace_back(std::shared_ptr<ScanProgress>(job, &job->progress));
    timer_.expires_after(shared_->limits.work_time);
    timer_.async_wait([weak = weak_from_this(), job](beast::error_code cancelled) {
      const std::shared_ptr<Session> self = weak.lock();
      if (cancelled || self == nullptr) return;
      job->progress.stop = true;
      self->on_done(*job, error_response(503, "timed-out", "It took longer than --check-timeout allows."));
    });
    watch(job);
  }

  /// Ends the work once who asked is gone.
  void watch(const std::shared_ptr<Job>& job) {
    stream_.socket().async_wait(tcp::socket::wait_read, [self = shared_from_this(), job](beast::error_code error) {
      if (error || job->is_answered) return;
      char byte = 0;
      const ssize_t got = ::recv(self->stream_.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
      if (got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR))) return;  // the next request, sent early
      job->progress.stop = true;
      job->is_answered = true;
      self->timer_.cancel();
      self->close();
    });
  }

  void on_done(Job& job, Response answer) {
    if (std::exchange(job.is_answered, true)) return;
    timer_.cancel();
    send(std::move(answer), true);
  }

  bool has_other_coding() const {
    const auto& head = parser_->get();
    const std::size_t count = head.count(http::field::transfer_encoding);
    return count > 0 &&
           (count > 1 || head.version() < 11 || !beast::iequals(head[http::field::transfer_encoding], "chunked"));
  }

  static bool is_of_http(beast::error_code error) {
    return error.category() == http::make_error_code(http::error::bad_method).category();
  }

  static Response busy() {
    Response out =
        error_response(503, "busy", "The desk has as much to do as it takes at a time. Try again in a moment.");
    out.fields.emplace_back("Retry-After", "1");
    return out;
  }

  void refuse_malformed() { refuse(error_response(400, "bad-request", "This is not a request of HTTP/1.1.")); }

  void refuse_size(std::uint64_t most) {
    const bool is_draft = most == shared_->limits.body_bytes;
    refuse(error_response(413, "too-large",
                          is_draft ? "The draft is larger than --max-draft allows."
                                   : "The body of the request is longer than " + std::to_string(most) + " bytes."));
  }

  /// Answers without having read the body, and closes.
  void refuse(Response answer) {
    body_share_.reset();
    send(std::move(answer), false);
  }

  void send(Response answer, bool may_go_on) {
    if (answer.body.size() > small_bytes && !is_head_wanted_ &&
        shared_->answer_bytes + answer.body.size() > shared_->limits.all_answer_bytes)
      answer = busy();
    answer_bytes_ = answer.body.size() > small_bytes && !is_head_wanted_ ? answer.body.size() : 0;
    shared_->answer_bytes += answer_bytes_;
    http::response<http::string_body> out(static_cast<http::status>(answer.status), 11);
    for (const auto& [name, value] : fields_of_all) out.set(name, value);
    out.set(http::field::content_type, answer.content_type);
    for (const auto& [name, value] : answer.fields) out.set(name, value);
    const bool goes_on = may_go_on && parser_->keep_alive();
    out.keep_alive(goes_on);
    out.body() = std::move(answer.body);
    out.prepare_payload();
    if (is_head_wanted_) out.body().clear();
    response_ = std::move(out);
    stream_.expires_after(shared_->limits.write_time);
    http::async_write(stream_, response_,
                      [self = shared_from_this(), goes_on, may_go_on](beast::error_code error, std::size_t) {
                        self->response_ = {};
                        self->shared_->answer_bytes -= std::exchange(self->answer_bytes_, 0);
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

  void enlist(Sessions& list) {
    list_ = &list;
    place_ = list.insert(list.end(), weak_from_this());
  }
  void strike_off() {
    if (list_ != nullptr) std::exchange(list_, nullptr)->erase(place_);
  }

  beast::tcp_stream stream_;
  asio::steady_timer timer_;  // of a body, and of work
  std::shared_ptr<Shared> shared_;
  beast::flat_buffer buffer_{buffer_bytes};
  std::optional<http::request_parser<http::string_body>> parser_;
  std::optional<http::response<http::empty_body>> continue_;
  http::response<http::string_body> response_;
  Plan plan_;
  std::shared_ptr<BodyShare> body_share_;
  std::uint64_t answer_bytes_ = 0;  // of Shared's
  Sessions* list_ = nullptr;        // that it stands in
  Sessions::iterator place_;
  std::uint64_t num_bodies_ = 0;  // so far
  bool is_too_slow_ = false;
  bool is_head_wanted_ = false;
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
      accept();  // first: what comes may throw
      beast::error_code ignored;
      socket.set_option(tcp::no_delay(true), ignored);
      std::make_shared<Session>(std::move(socket), shared)->start();
    });
  }

  bool close_longest_waiting() {
    for (const Sessions* list : {&shared->waiting, &shared->sending}) {
      for (const std::weak_ptr<Session>& one : *list) {
        if (const std::shared_ptr<Session> session = one.lock()) {
          session->close();  // and no longer in the list
          return true;
        }
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
    if (error) return;
    state_->signals.clear();
    state_->stop();
  });
  state_->accept();
  for (;;) {
    try {
      state_->context.run();
      return;
    } catch (const std::exception&) {
      // Out of memory, or a request that the library chokes on: its session ends with it, and no other.
    }
  }
}

void HttpServer::stop() {
  asio::post(state_->context, [this] { state_->stop(); });
}

}  // namespace nuskha::serve
