// The server through the program: who is answered, within which limits, and how it ends.
#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include "serve/running_desk.h"
#include "support/catch.h"
#include "support/run_program.h"

using namespace nuskha::testing;

namespace {

struct Scene : TemporaryFolder {
  Scene() {
    write("docs/a.txt", "The office publishes a report each spring, with the figures of the year before and thanks.\n");
    write("docs/b.txt", "The office publishes a report each autumn, with the figures of the year before and thanks.\n");
    write("token.txt", "0123456789abcdef0123456789abcdef\n");
    REQUIRE(run_nuskha(*this, {"index", "add", "a.nuskha", "docs"}).exit_code == 0);
  }
};

const char* const token = "0123456789abcdef0123456789abcdef";
const Fields text = {{"Content-Type", "text/plain"}};

Fields with(Fields fields, const std::string& name, const std::string& value) {
  fields.emplace_back(name, value);
  return fields;
}

}  // namespace

TEST_CASE("only the desk's own names are answered") {
  const Scene scene;
  const RunningDesk desk(scene, {"--host", "Desk.example.org"});
  const std::string port = ":" + std::to_string(desk.port());
  for (const std::string& host :
       {"127.0.0.1" + port, "localhost" + port, "LOCALHOST" + port, "desk.example.org" + port}) {
    CAPTURE(host);
    CHECK(desk.ask("GET", "/api/health", {{"Host", host}}).status == 200);
  }
  for (const std::string& host :
       {std::string("evil.example") + port, "127.0.0.1.evil.example" + port, std::string("127.0.0.1"),
        std::string("127.0.0.1:1"), "127.0.0.2" + port, std::string(""), std::string("[::1]") + port,
        "127.0.0.1" + port + "x", std::string("127.0.0.1:")}) {
    CAPTURE(host);
    for (const char* const path : {"/", "/api/archive", "/api/health"})
      CHECK(desk.ask("GET", path, {{"Host", host}}).status == 403);
  }
}

TEST_CASE("pages of other sites are not answered") {
  const Scene scene;
  const RunningDesk desk(scene);
  const std::string own = "http://" + desk.host();
  CHECK(desk.ask("GET", "/api/archive", {{"Origin", own}}).status == 200);
  CHECK(desk.ask("POST", "/api/check", with(with(text, "Origin", own), "X-Nuskha", ""), "Words of a draft.").status ==
        200);
  CHECK(desk.check("Words of a draft.").status == 200);
  for (const char* const origin : {"http://evil.example", "null", "http://127.0.0.1:1", "https://evil.example"}) {
    CAPTURE(origin);
    CHECK(desk.ask("GET", "/api/archive", {{"Origin", origin}}).status == 403);
    CHECK(desk.ask("POST", "/api/check", with(text, "Origin", origin), "Words.").status == 403);
  }
  CHECK(desk.ask("POST", "/api/check", with(text, "X-Nuskha", ""), "Words.").error_code() == "forbidden");
  CHECK(desk.ask("POST", "/api/check", with(with(text, "Origin", own), "Sec-Fetch-Site", "cross-site"), "Words.")
            .status == 403);
  CHECK(desk.ask("OPTIONS", "/api/check").fields.count("access-control-allow-origin") == 0);
}

TEST_CASE("every answer has the headers that keep a page safe") {
  const Scene scene;
  const RunningDesk desk(scene);
  for (const char* const path : {"/", "/api/archive", "/none", "/web/base.css"}) {
    const Answer answer = desk.get(path);
    CAPTURE(path);
    CHECK(answer.fields.at("content-security-policy").find("default-src 'none'; script-src 'self'") == 0);
    CHECK(answer.fields.at("content-security-policy").find("frame-ancestors 'none'") != std::string::npos);
    CHECK(answer.fields.at("x-content-type-options") == "nosniff");
    CHECK(answer.fields.at("referrer-policy") == "no-referrer");
    CHECK(answer.fields.at("cross-origin-opener-policy") == "same-origin");
    CHECK(answer.fields.at("cross-origin-resource-policy") == "same-origin");
    CHECK(answer.fields.at("cache-control") == "no-store");
  }
}

TEST_CASE("a token is asked for, by header or cookie") {
  const Scene scene;
  const RunningDesk desk(scene, {"--token-file", "token.txt"});
  CHECK(desk.get("/api/health").status == 200);
  CHECK(desk.get("/").status == 200);
  CHECK(desk.get("/api/archive").error_code() == "unauthorized");
  CHECK(desk.check("Words.").status == 401);
  const std::string bearer = std::string("Bearer ") + token;
  CHECK(desk.ask("GET", "/api/archive", {{"Authorization", bearer}}).status == 200);
  for (const std::string& wrong :
       {bearer + "0", bearer.substr(0, bearer.size() - 1), std::string("Bearer "), std::string(token)})
    CHECK(desk.ask("GET", "/api/archive", {{"Authorization", wrong}}).status == 401);
  const Fields json = {{"Content-Type", "application/json"}};
  CHECK(desk.ask("POST", "/api/login", json, "{\"token\":\"wrong\"}").status == 401);
  CHECK(desk.ask("POST", "/api/login", json, "{\"token\":7}").status == 400);
  const Answer login = desk.ask("POST", "/api/login", json, std::string("{\"token\":\"") + token + "\"}");
  REQUIRE(login.status == 200);
  const std::string cookie = login.fields.at("set-cookie");
  CHECK(cookie.find("HttpOnly; SameSite=Strict") != std::string::npos);
  CHECK(cookie.find(token) == std::string::npos);
  CHECK(desk.ask("GET", "/api/archive", {{"Cookie", "a=b; " + cookie.substr(0, cookie.find(';'))}}).status == 200);
  CHECK(desk.ask("GET", "/api/archive", {{"Cookie", "nuskha_session=0"}}).status == 401);
}

TEST_CASE("another address than this machine's own needs a token") {
  const Scene scene;
  const ProgramResult refused =
      run_nuskha(scene, {"serve", "--archive", "a.nuskha", "--bind", "0.0.0.0", "--port", "0"});
  CHECK(refused.exit_code == 2);
  CHECK(refused.err.find("--token-file") != std::string::npos);
  scene.write("short.txt", "abc");
  CHECK(run_nuskha(scene, {"serve", "--archive", "a.nuskha", "--token-file", "short.txt"}).exit_code == 2);
  CHECK(run_nuskha(scene, {"serve", "--archive", "a.nuskha", "--token-file", "none.txt"}).exit_code == 2);
  const RunningDesk desk(scene, {"--bind", "0.0.0.0", "--token-file", "token.txt"});
  CHECK(desk.get("/api/health").status == 200);
  CHECK(desk.ask("GET", "/api/health", {{"Host", "evil.example:" + std::to_string(desk.port())}}).status == 403);
}

TEST_CASE("what can't be served is said at the start") {
  const Scene scene;
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"serve"},
           {"serve", "--archive", "none.nuskha"},
           {"serve", "--archive", "token.txt"},
           {"serve", "--archive", "a.nuskha", "--port", "70000"},
           {"serve", "--archive", "a.nuskha", "--max-draft", "x"},
           {"serve", "--archive", "a.nuskha", "--bind", "localhost"},
           {"serve", "--archive", "a.nuskha", "--port", "0", "--baseline", "none/b.json"},
           {"serve", "--archive", "a.nuskha", "--host", "desk.example.org:80"},
           {"serve", "--archive", "a.nuskha", "--host", "http://desk.example.org/"},
           {"serve", "--archive", "a.nuskha", "--port", "0", "--baseline", "token.txt"}}) {
    const ProgramResult result = run_nuskha(scene, arguments);
    CAPTURE(result.err);
    CHECK(result.exit_code == 2);
    CHECK(result.err.find("nuskha: ") == 0);
  }
}

TEST_CASE("requests beyond the limits are refused") {
  const Scene scene;
  const RunningDesk desk(scene, {"--max-draft", "100K"});
  const std::string large(200 << 10, 'x');
  CHECK(desk.check(std::string(50 << 10, 'x')).status == 200);
  CHECK(desk.check(large).error_code() == "too-large");
  SECTION("in pieces, too") {
    Connection connection(desk.port());
    connection.send(desk.request("POST", "/api/check", with(text, "Transfer-Encoding", "chunked"), ""));
    for (int i = 0; i < 3; ++i) connection.send("10000\r\n" + std::string(1 << 16, 'x') + "\r\n");
    CHECK(connection.receive().status == 413);
  }
  SECTION("long headers") {
    CHECK(desk.ask("GET", "/api/health", {{"X-Long", std::string(20 << 10, 'x')}}).status == 431);
    CHECK(desk.get("/api/documents?q=" + std::string(2000, 'x')).status == 400);
  }
  SECTION("what isn't HTTP") {
    Connection connection(desk.port());
    connection.send("\x16\x03\x01\x02\r\n\r\n");
    const int status = connection.receive().status;
    CHECK((status == 0 || status == 400));
  }
  SECTION("a body where none belongs") { CHECK(desk.ask("GET", "/api/archive", {}, "body").status == 400); }
  SECTION("who asks first may send") {
    Connection connection(desk.port());
    connection.send(
        desk.request("POST", "/api/check", with(with(text, "Expect", "100-continue"), "Content-Length", "16"), ""));
    connection.send("Words of a draft");
    CHECK(connection.receive().status == 200);
  }
  CHECK(desk.get("/api/health").status == 200);
}

TEST_CASE("HEAD is GET without the body") {
  const Scene scene;
  const RunningDesk desk(scene);
  Connection connection(desk.port());
  connection.send(desk.request("HEAD", "/api/health", {}, "") + desk.request("GET", "/api/health", {}, ""));
  const std::string head = connection.receive_head();
  CHECK(head.starts_with("HTTP/1.1 200 "));
  CHECK(head.find("Content-Length: 0") == std::string::npos);
  const Answer next = connection.receive();
  CHECK(next.status == 200);
  CHECK(next.json()["status"] == "ok");
}

TEST_CASE("no request ends or fills the desk") {
  const Scene scene;
  const RunningDesk desk(scene);
  const auto chunked = [&](const std::string& coding = "chunked") {
    return desk.request("POST", "/api/check", with(text, "Transfer-Encoding", coding), "");
  };
  SECTION("a long trailer") {
    Connection connection(desk.port());
    connection.send(chunked() + "0\r\nX: ");
    connection.send(std::string(70'000, 'y'));
    connection.send("\r\n\r\n");
    CHECK(connection.receive().status == 400);
  }
  SECTION("a chunk extension without an end") {
    Connection connection(desk.port());
    connection.send(chunked() + "3;");
    bool is_taken = true;
    for (int i = 0; i < 1000 && is_taken; ++i) is_taken = connection.send(std::string(64 << 10, 'a'));
    CHECK_FALSE(is_taken);
  }
  SECTION("many trailers") {
    Connection connection(desk.port());
    connection.send(chunked() + "0\r\n");
    std::string fields;
    for (int i = 0; i < 10'000; ++i) fields += "X: y\r\n";
    connection.send(fields + "\r\n");
    CHECK(connection.receive().status == 400);
  }
  SECTION("chunks that are none") {
    for (const char* const chunk : {"zz\r\n", "-3\r\nabc", "3\r\nabcdefgh\r\n", "fffffffffffffffff\r\n"}) {
      CAPTURE(chunk);
      Connection connection(desk.port());
      connection.send(chunked() + chunk);
      CHECK(connection.receive().status >= 400);
    }
  }
  SECTION("other codings") {
    for (const char* const coding : {"gzip", "identity", "chunked, identity", "gzip, chunked"}) {
      CAPTURE(coding);
      Connection connection(desk.port());
      connection.send(chunked(coding) + desk.request("GET", "/api/health", {}, ""));
      CHECK(connection.receive().status == 400);
      CHECK(connection.receive().status == 0);
    }
  }
  CHECK(desk.check("Words of a draft.").status == 200);
}

TEST_CASE("who has no token takes no room that others need") {
  const Scene scene;
  const RunningDesk desk(scene, {"--token-file", "token.txt"});
  const auto login = [&](const std::string& length) {
    return desk.request("POST", "/api/login", {{"Content-Type", "application/json"}, {"Content-Length", length}}, "");
  };
  std::vector<std::unique_ptr<Connection>> strangers;
  const auto open = [&](const std::string& length) -> Connection& {
    strangers.push_back(std::make_unique<Connection>(desk.port()));
    strangers.back()->send(login(length));
    return *strangers.back();
  };
  CHECK(open("10485760").receive().status == 413);
  for (int i = 0; i < 300; ++i) open("2");
  const Fields known = with(text, "Authorization", std::string("Bearer ") + token);
  for (int i = 0; i < 20; ++i) CHECK(desk.ask("POST", "/api/check", known, "Words of a draft.").status == 200);
}

TEST_CASE("the work of who has gone is ended") {
  const Scene scene;
  const RunningDesk desk(scene, {"--jobs", "1", "--max-draft", "64M"});
  std::string large;
  for (int i = 0; large.size() < (30u << 20); ++i)
    large += "word" + std::to_string(i * 7919) + (i % 20 == 19 ? ".\n\n" : " ");
  for (int i = 0; i < 3; ++i) {
    Connection gone(desk.port());
    gone.send(desk.request("POST", "/api/check", text, large));
  }
  CHECK(desk.check("Words of a draft.").status == 200);
}

TEST_CASE("slow clients keep nobody waiting, and are not waited for") {
  const Scene scene;
  const RunningDesk desk(scene);
  std::vector<std::unique_ptr<Connection>> slow;
  for (int i = 0; i < 400; ++i) {
    slow.push_back(std::make_unique<Connection>(desk.port()));
    slow.back()->send("GET / HTTP/1.1\r\nX: ");
  }
  for (int i = 0; i < 20; ++i) CHECK(desk.check("Words of a draft.").status == 200);
  CHECK(slow.front()->is_closed());  // the longest ones made room
  // The youngest trickles: its time ends all the same.
  for (int i = 0; i < 18 && slow.back()->send("x"); ++i) std::this_thread::sleep_for(std::chrono::seconds(1));
  CHECK(slow.back()->is_closed());
}

TEST_CASE("a check that takes too long is given up, and so is one that waits for it") {
  const Scene scene;
  const RunningDesk desk(scene, {"--jobs", "1", "--check-timeout", "1", "--max-draft", "64M"});
  std::string large;
  for (int i = 0; large.size() < (30u << 20); ++i)
    large += "word" + std::to_string(i * 7919) + (i % 20 == 19 ? ".\n\n" : " ");
  Connection first(desk.port());
  Connection second(desk.port());
  first.send(desk.request("POST", "/api/check", text, large));
  second.send(desk.request("POST", "/api/check", text, large));
  CHECK(first.receive().error_code() == "timed-out");
  CHECK(second.receive().error_code() == "timed-out");
  CHECK(first.send(desk.request("GET", "/api/health", {}, "")));
  CHECK(first.receive().status == 200);
}

TEST_CASE("a desk that has as much to do as it takes says so") {
  const Scene scene;
  const RunningDesk desk(scene, {"--jobs", "1"});
  std::vector<std::unique_ptr<Connection>> senders;
  for (int i = 0; i < 8; ++i) {  // bodies that never come
    senders.push_back(std::make_unique<Connection>(desk.port()));
    senders.back()->send(desk.request("POST", "/api/check", with(text, "Content-Length", "10485760"), ""));
  }
  const std::string large(200 << 10, 'x');
  Answer answer;
  for (int i = 0; i < 200 && answer.status != 503; ++i) answer = desk.check(large);
  CHECK(answer.error_code() == "busy");
  CHECK(answer.fields.contains("retry-after"));
  CHECK(desk.check("A few words count for nothing.").status == 200);
  senders.clear();
  for (int i = 0; i < 200 && answer.status != 200; ++i) answer = desk.check(large);
  CHECK(answer.status == 200);
}

TEST_CASE("signals end it cleanly") {
  const Scene scene;
  for (const int signal : {SIGINT, SIGTERM}) {
    RunningDesk desk(scene);
    Connection idle(desk.port());
    CHECK(desk.check("Words of a draft.").status == 200);
    CHECK(desk.end(signal) == 0);
  }
}
