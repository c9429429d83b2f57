// A desk that runs, and a client of it: bare sockets, so that a test can send what no library would.
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/run_program.h"

namespace nuskha::testing {

/// What a desk answered.
struct Answer {
  int status = 0;                             ///< 0: the connection was closed without one.
  std::map<std::string, std::string> fields;  ///< Names in lower case.
  std::string body;

  nlohmann::json json() const { return nlohmann::json::parse(body); }
  std::string error_code() const { return json().at("error").at("code"); }
};

using Fields = std::vector<std::pair<std::string, std::string>>;

/// A connection to a port of this machine.
class Connection {
 public:
  explicit Connection(std::uint16_t port, int seconds = 20) : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{seconds, 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("no desk");
  }
  ~Connection() { close(fd_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// False if the other side has closed.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// What comes before the body of an answer; empty if the connection was closed.
  std::string receive_head() {
    while (buffer_.find("\r\n\r\n") == std::string::npos)
      if (!fill()) return {};
    const std::size_t end = buffer_.find("\r\n\r\n");
    const std::string head = buffer_.substr(0, end + 2);
    buffer_.erase(0, end + 4);
    return head;
  }

  /// One answer.
  Answer receive() {
    const std::string head = receive_head();
    if (head.empty()) return {};
    Answer out;
    out.status = std::atoi(head.c_str() + sizeof "HTTP/1.1 " - 1);
    for (std::size_t at = head.find("\r\n") + 2; at < head.size();) {
      const std::size_t line_end = head.find("\r\n", at);
      const std::size_t colon = head.find(": ", at);
      std::string name = head.substr(at, colon - at);
      std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
      out.fields[name] = head.substr(colon + 2, line_end - colon - 2);
      at = line_end + 2;
    }
    if (out.status == 100) return receive();
    const std::size_t size = out.fields.contains("content-length") ? std::stoul(out.fields["content-length"]) : 0;
    while (buffer_.size() < size)
      if (!fill()) return {};
    out.body = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return out;
  }

  /// True once the other side has closed; false if it hasn't within the connection's patience.
  bool is_closed() {
    char byte = 0;
    return recv(fd_, &byte, 1, 0) == 0;
  }

 private:
  bool fill() {
    char bytes[1 << 14];
    const ssize_t got = recv(fd_, bytes, sizeof bytes, 0);
    if (got <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(got));
    return true;
  }

  int fd_;
  std::string buffer_;
};

/// nuskha serve on a port of its own, ended with this.
class RunningDesk {
 public:
  RunningDesk(const TemporaryFolder& folder, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {NUSKHA_BINARY, "serve", "--archive", "a.nuskha", "--port", "0"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    pid_ = fork();
    if (pid_ == 0) {
      std::vector<char*> words;
      for (std::string& argument : arguments) words.push_back(argument.data());
      words.push_back(nullptr);
      dup2(ends[1], STDERR_FILENO);
      if (chdir(folder.path().c_str()) != 0) _exit(126);
      unsetenv("NUSKHA_TOKEN");
      execv(words[0], words.data());
      _exit(127);
    }
    close(ends[1]);
    char byte = 0;
    while (read(ends[0], &byte, 1) == 1 && byte != '\n') message_ += byte;
    errors_ = ends[0];
    const std::size_t colon = message_.rfind(':');
    if (message_.find("listening on http://") == std::string::npos) throw std::runtime_error(message_);
    port_ = static_cast<std::uint16_t>(std::stoul(message_.substr(colon + 1)));
  }
  ~RunningDesk() {
    if (pid_ > 0) end(SIGKILL);
    close(errors_);
  }
  RunningDesk(const RunningDesk&) = delete;
  RunningDesk& operator=(const RunningDesk&) = delete;

  pid_t pid() const { return pid_; }
  std::uint16_t port() const { return port_; }
  std::string host() const { return "127.0.0.1:" + std::to_string(port_); }

  /// Sends a signal and waits for the end: the exit status, or 128 and the signal that ended it.
  int end(int signal) {
    kill(pid_, signal);
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  /// One request on a connection of its own. Fields that are given take the place of the usual ones.
  Answer ask(const std::string& method, const std::string& target, const Fields& fields = {},
             const std::string& body = "") const {
    Connection connection(port_);
    connection.send(request(method, target, fields, body));
    return connection.receive();
  }
  Answer get(const std::string& target) const { return ask("GET", target); }
  Answer check(const std::string& draft, const Fields& fields = {{"Content-Type", "text/plain; charset=utf-8"}}) const {
    return ask("POST", "/api/check", fields, draft);
  }
  Answer accept(const nlohmann::json& what) const {
    return ask("POST", "/api/accept", {{"Content-Type", "application/json"}}, what.dump());
  }

  Answer unaccept(const nlohmann::json& what) const {
    return ask("POST", "/api/unaccept", {{"Content-Type", "application/json"}}, what.dump());
  }

  std::string request(const std::string& method, const std::string& target, const Fields& fields,
                      const std::string& body) const {
    std::map<std::string, std::string> all = {{"Host", host()}, {"X-Nuskha", "1"}};
    if (!body.empty()) all["Content-Length"] = std::to_string(body.size());
    for (const auto& [name, value] : fields) all[name] = value;
    std::string out = method + " " + target + " HTTP/1.1\r\n";
    for (const auto& [name, value] : all)
      if (!value.empty()) out += name + ": " + value + "\r\n";
    return out + "\r\n" + body;
  }

 private:
  pid_t pid_ = -1;
  int errors_ = -1;
  std::uint16_t port_ = 0;
  std::string message_;
};

}  // namespace nuskha::testing
