// Parts of the desk by themselves: addresses, secrets, bodies, baseline files.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/stop.h"
#include "nuskha/check.h"
#include "serve/access.h"
#include "serve/archive_pool.h"
#include "serve/archive_view.h"
#include "serve/baseline_file.h"
#include "serve/desk.h"
#include "serve/draft.h"
#include "serve/json_body.h"
#include "serve/query.h"
#include "serve/work_queue.h"
#include "support/catch.h"
#include "support/run_program.h"

using namespace nuskha;
using namespace nuskha::serve;
using nuskha::testing::run_nuskha;
using nuskha::testing::TemporaryFolder;

TEST_CASE("addresses are taken apart") {
  const auto target = parse_target("/api/diff?a=x%2Fy+z&b=%D9%85&a=second&c&=d&e=1=2");
  REQUIRE(target);
  CHECK(target->path == "/api/diff");
  CHECK(*target->find("a") == "x/y z");
  CHECK(*target->find("b") == "م");
  CHECK(*target->find("c") == "");
  CHECK(*target->find("e") == "1=2");
  CHECK(target->find("d") == nullptr);
  CHECK(parse_target("/a+b")->path == "/a+b");
  for (const char* const bad : {"", "x", "http://a/", "*", "/%", "/%4", "/%zz", "/?a=%-1", "/?%x=1"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_target(bad));
  }
}

TEST_CASE("secrets are compared whole") {
  CHECK(same_secret("", ""));
  CHECK(same_secret("abc", "abc"));
  for (const char* const other : {"", "ab", "abd", "abcabc", "bbc"}) CHECK_FALSE(same_secret(other, "abc"));
  CHECK_FALSE(same_secret("abc", ""));
  CHECK(*clean_token(" 0123456789abcdef\r\n", "f") == "0123456789abcdef");
  CHECK_FALSE(clean_token("0123456789abcde", "f"));
  CHECK_FALSE(clean_token("0123456789 abcdef", "f"));
}

TEST_CASE("no page gets itself a numeric address, so any is the desk's where it listens on all") {
  const AccessRules rules = access_rules("::", 80, {"Desk.Example"}, "0123456789abcdef");
  const auto is_own = [&](const std::string& host) {
    return !refuse_foreign(rules, {"GET", "/", {{"host", host}}}).has_value();
  };
  for (const char* const host : {"192.168.1.7", "192.168.1.7:80", "[fe80::1]", "[::1]:80", "localhost:80"})
    CHECK(is_own(host));
  for (const char* const host :
       {"evil.example", "1.2.3.4.evil", "[::1", "192.168.1.7:81", "1.2.3", "fe80::1", "localhost:81"})
    CHECK_FALSE(is_own(host));
  for (const char* const host : {"desk.example", "desk.example:443", "DESK.example:80"}) CHECK(is_own(host));
  CHECK_FALSE(is_own("a.desk.example"));
  CHECK(refuse_foreign(rules, {"GET", "/", {{"host", "desk.example"}, {"host", "desk.example"}}}));
  const std::pair<std::string, std::string> origin = {"origin", "http://desk.example"};
  CHECK_FALSE(refuse_foreign(rules, {"GET", "/", {{"host", "desk.example"}, origin}}));
  CHECK(refuse_foreign(rules, {"GET", "/", {{"host", "desk.example"}, origin, origin}}));
}

TEST_CASE("addresses and names are taken as they are usually written, or refused") {
  for (const char* const typed : {"::1", "[::1]", "0:0:0:0:0:0:0:1"}) CHECK(*parse_address(typed) == "::1");
  CHECK(*parse_address("127.0.0.1") == "127.0.0.1");
  for (const char* const typed : {"", "localhost", "127.1", "[127.0.0.1]", "::1]", "1.2.3.4:80"})
    CHECK_FALSE(parse_address(typed));
  CHECK(*parse_host("Desk.Example") == "desk.example");
  CHECK(*parse_host("[::1]") == "[::1]");
  for (const char* const typed : {"", "desk.example:80", "http://desk.example/", "a b", "desk.example/"})
    CHECK_FALSE(parse_host(typed));
}

TEST_CASE("an acceptance is read, or what is wrong with it is said") {
  const std::string hash = "00112233445566778899aabbccddeeff";
  const auto entry = parse_acceptance(R"({"finding":{"rule":"reissue","fingerprint":")" + hash +
                                      R"(","path":"a","count":3},"reason":"so"})");
  REQUIRE(entry);
  CHECK(entry->count == 3);
  CHECK(to_hex(entry->fingerprint) == hash);
  for (const std::string& finding :
       {std::string("{}"), R"({"rule":"none","fingerprint":")" + hash + R"(","path":"a"})",
        std::string(R"({"rule":"reissue","fingerprint":"12","path":"a"})"),
        R"({"rule":"reissue","fingerprint":")" + hash + R"("})",
        R"({"rule":"reissue","fingerprint":")" + hash + R"(","path":"a","count":0})",
        R"({"rule":"reissue","fingerprint":")" + hash + R"(","path":"a","count":"x"})",
        R"({"rule":"reissue","fingerprint":")" + hash + R"(","path":")" + std::string(5000, 'x') + R"("})"}) {
    CAPTURE(finding);
    CHECK_FALSE(parse_acceptance(R"({"reason":"so","finding":)" + finding + "}"));
  }
  for (const char* const body : {"", "[]", "{", "{\"finding\":7}", "\xFF"}) CHECK_FALSE(parse_acceptance(body));
  for (const char* const reason : {"", "  ", "\u200B", "\u00A0", "...", "so\\u0000"}) {
    CAPTURE(reason);
    CHECK_FALSE(parse_acceptance(R"({"finding":{"rule":"reissue","fingerprint":")" + hash +
                                 R"(","path":"a","count":3},"reason":")" + reason + "\"}"));
  }
}

namespace {

Result<Draft> drafted(const std::string& type, std::string body) {
  const auto kind = draft_kind({"POST", "/api/check", {{"content-type", type}}});
  REQUIRE(kind);
  return read_draft(*kind, std::move(body), {});
}

}  // namespace

TEST_CASE("a draft that is sent as text is text") {
  const auto text_of = [](const std::string& type, const std::string& body) {
    const Result<Draft> draft = drafted(type, body);
    REQUIRE(draft);
    REQUIRE(draft->documents.size() == 1);
    CHECK(draft->documents[0].path == "draft.txt");
    return draft->documents[0].text;
  };
  for (const char* const body : {"<script>alert(1)</script> and words", "<!DOCTYPE html><p>one</p>",
                                 "%PDF-1.4 is how they begin", "From a@b Sat Jan  3 01:05:34 1996\nSubject: x\n\ntext",
                                 "{\"text\": \"one\"}", "PK\x03\x04 and words", "\x1f words"})
    CHECK(text_of("text/plain; charset=utf-8", body) == body);
  CHECK(text_of("text/plain; charset=utf-8", std::string("one\0two \x01\0", 10)) == "one\uFFFDtwo \x01\uFFFD");
  CHECK(text_of("text/plain", "abc " + std::string(10 << 20, '\0')).size() == 4 + 3 * (std::size_t{10} << 20));
  CHECK_FALSE(drafted("text/plain", std::string(500'000, '\n') + "many lines"));
  CHECK(text_of("text/plain; charset=windows-1256", "\xE3\xCF\xED\xE4\xC9") == "مدينة");
  CHECK(text_of("text/plain", std::string("o\0n\0e\0 \0", 8)) == "one ");  // UTF-16LE
  CHECK(text_of("text/plain", "\xEF\xBB\xBFone") == "one");
  CHECK(drafted("text/plain", "---\ntitle: T\n---\nwords")->documents[0].title == "T");
  CHECK(drafted("text/html", "<p>one</p>")->documents[0].text == "one");
}

namespace {

/// An archive in a folder, of the given texts.
void make_archive(const TemporaryFolder& folder, const std::string& name, const std::vector<std::string>& texts) {
  for (std::size_t i = 0; i < texts.size(); ++i) folder.write(name + ".d/" + std::to_string(i) + ".txt", texts[i]);
  REQUIRE(run_nuskha(folder, {"index", "add", name, name + ".d"}).exit_code == 0);
}

bool has_log_beside(const TemporaryFolder& folder) {
  const std::filesystem::path log = folder.path() / "a.nuskha-wal";
  return std::filesystem::exists(log) && std::filesystem::file_size(log) > 0;
}

}  // namespace

TEST_CASE("another archive that is moved into the place of the first is served") {
  const TemporaryFolder folder;
  make_archive(folder, "a.nuskha", {"one text of a few words", "another of them"});
  make_archive(folder, "b.nuskha", {"one", "two of them", "three of them all"});
  const std::filesystem::path a = folder.path() / "a.nuskha", b = folder.path() / "b.nuskha";
  ArchivePool pool(a, std::chrono::hours(1));
  {
    const auto first = pool.lease();
    REQUIRE(first);
    CHECK((*first)->num_documents() == 2);
    CHECK((*pool.view(*first))->report().documents.size() == 2);
    CHECK((*pool.boilerplate(*first))->find({}).empty());
  }
  SECTION("at once, also what is kept of it") {
    std::filesystem::rename(b, a);
    const auto second = pool.lease();
    REQUIRE(second);
    CHECK((*second)->num_documents() == 3);
    CHECK((*pool.view(*second))->report().documents.size() == 3);
  }
  SECTION("after who reads the first one") {
    std::optional<Result<ArchivePool::Lease>> held(pool.lease());
    std::filesystem::rename(b, a);
    std::uint64_t seen = 0;
    std::thread other([&] {
      const auto lease = pool.lease();
      seen = lease ? (*lease)->num_documents() : 0;
    });
    CHECK((**held)->num_documents() == 2);
    held.reset();
    other.join();
    CHECK(seen == 3);
  }
  SECTION("after a change that was seen, whose log is gone then") {
    run_nuskha(folder, {"index", "add", "a.nuskha", "b.nuskha.d"});
    REQUIRE(has_log_beside(folder));
    CHECK((*pool.lease())->num_documents() == 5);
    CHECK_FALSE(has_log_beside(folder));
    std::filesystem::rename(b, a);
    CHECK((*pool.lease())->num_documents() == 3);
  }
  SECTION("but not with the log of the first one") {
    run_nuskha(folder, {"index", "add", "a.nuskha", "b.nuskha.d"});
    REQUIRE(has_log_beside(folder));
    std::filesystem::rename(b, a);
    const auto refused = pool.lease();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().what.find("-wal") != std::string::npos);
    std::filesystem::remove(folder.path() / "a.nuskha-wal");
    const auto second = pool.lease();
    REQUIRE(second);
    CHECK((*second)->num_documents() == 3);
  }
  SECTION("and none, where it is gone") {
    std::filesystem::rename(a, folder.path() / "c.nuskha");
    CHECK(pool.lease().error().code == ErrorCode::not_found);
    std::filesystem::rename(folder.path() / "c.nuskha", a);
    CHECK(pool.lease());
  }
}

TEST_CASE("an archive that nobody asks is closed, so that it is one file") {
  const TemporaryFolder folder;
  make_archive(folder, "a.nuskha", {"one text of a few words"});
  folder.write("more/b.txt", "another text");
  ArchivePool pool(folder.path() / "a.nuskha", std::chrono::milliseconds(50));
  {
    const auto held = pool.lease();
    REQUIRE(held);
    REQUIRE(run_nuskha(folder, {"index", "add", "a.nuskha", "more"}).exit_code == 0);
    REQUIRE(has_log_beside(folder));
  }
  for (int i = 0; i < 400 && std::filesystem::exists(folder.path() / "a.nuskha-wal"); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  CHECK_FALSE(std::filesystem::exists(folder.path() / "a.nuskha-wal"));
  const auto again = pool.lease();
  REQUIRE(again);
  CHECK((*again)->num_documents() == 2);
}

TEST_CASE("another archive that is written over one that nobody asks is seen, though its number is the same") {
  const TemporaryFolder folder;
  make_archive(folder, "a.nuskha", {"one text of a few words"});
  make_archive(folder, "b.nuskha", {"one", "two of them"});
  ArchivePool pool(folder.path() / "a.nuskha", std::chrono::milliseconds(20));
  CHECK((*pool.view(*pool.lease()))->report().documents.size() == 1);
  const std::filesystem::path shared = folder.path() / "a.nuskha-shm";  // there while it is open
  for (int i = 0; i < 400 && std::filesystem::exists(shared); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  REQUIRE_FALSE(std::filesystem::exists(shared));
  std::filesystem::copy_file(folder.path() / "b.nuskha", folder.path() / "a.nuskha",
                             std::filesystem::copy_options::overwrite_existing);
  const auto lease = pool.lease();
  REQUIRE(lease);
  CHECK((*pool.view(*lease))->report().documents.size() == 2);
}

TEST_CASE("work that is told to stop says that it took too long") {
  const TemporaryFolder folder;
  make_archive(folder, "a.nuskha", {"one text of a few words", "one text of a few words more"});
  DeskOptions options;
  options.archive = folder.path() / "a.nuskha";
  const auto desk = Desk::open(options);
  REQUIRE(desk);
  const AccessRules rules = access_rules("127.0.0.1", 80, {}, std::nullopt);
  const Fields fields = {{"host", "127.0.0.1:80"}, {"x-nuskha", "1"}, {"content-type", "text/plain"}};
  const auto status_of = [&](const char* method, const char* target, bool stop) {
    const Plan plan = (*desk)->plan(rules, {method, target, fields});
    REQUIRE_FALSE(plan.answer);
    ScanProgress progress;
    progress.stop = stop;
    const Response done = plan.work("one text of some words", progress);
    if (stop) CHECK(done.body.find("\"timed-out\"") != std::string::npos);
    return done.status;
  };
  CHECK(status_of("POST", "/api/check", false) == 200);
  CHECK(status_of("POST", "/api/check", true) == 503);
  const char* const diff = "/api/diff?a=a.nuskha.d/0.txt&b=a.nuskha.d/1.txt";
  CHECK(status_of("GET", diff, false) == 200);
  CHECK(status_of("GET", diff, true) == 503);
}

TEST_CASE("a baseline that several write to loses nothing") {
  const TemporaryFolder folder;
  const std::string path = (folder.path() / "b.json").string();
  constexpr int each = 20;
  std::vector<std::thread> writers;
  for (std::uint64_t writer = 0; writer < 4; ++writer)
    writers.emplace_back([&, writer] {
      BaselineFile file(path);
      for (std::uint64_t i = 0; i < each; ++i) {
        BaselineEntry entry{"mixed-digits", {i, writer}, "a", 1, "so"};
        if (!file.accept(entry)) return;
      }
    });
  for (std::thread& writer : writers) writer.join();
  BaselineFile file(path);
  CHECK((*file.read())->entries.size() == 4 * each);
  SECTION("what another wrote is seen, and what is there is raised") {
    BaselineEntry entry{"mixed-digits", {0, 0}, "a", 7, "another"};
    CHECK(BaselineFile(path).accept(entry)->entries == 4 * each);
    CHECK((*file.read())->entries.front().count == 7);
    CHECK((*file.read())->entries.front().reason == "so; another");
  }
  SECTION("what is accepted stays as it is, until it is taken back") {
    const std::string before = folder.read("b.json");
    const auto again = BaselineFile(path).accept({"mixed-digits", {0, 0}, "a", 1, "another"});
    REQUIRE(again);
    CHECK(again->was_there);
    CHECK(again->entry.reason == "so");
    CHECK(folder.read("b.json") == before);
    const auto taken = BaselineFile(path).take_back("mixed-digits", {0, 0});
    REQUIRE(taken);
    CHECK(taken->removed.size() == 1);
    CHECK((*file.read())->entries.size() == 4 * each - 1);
    CHECK(BaselineFile(path).take_back("mixed-digits", {0, 0})->removed.empty());
  }
  SECTION("what isn't one is left alone") {
    folder.write("b.json", "<<<<<<< mine\n");
    BaselineEntry entry{"mixed-digits", {0, 0}, "a", 1, "so"};
    CHECK_FALSE(file.accept(entry));
    CHECK(folder.read("b.json") == "<<<<<<< mine\n");
  }
}

TEST_CASE("who waits for a baseline's lock can be stopped, and a folder that isn't there is told at once") {
  const TemporaryFolder folder;
  CHECK(BaselineFile(folder.path() / "b.json").check_writable());
  CHECK(BaselineFile(folder.path() / "none/b.json").check_writable().error().code == ErrorCode::not_found);
  const int locked = ::open(folder.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  REQUIRE(::flock(locked, LOCK_EX) == 0);
  BaselineFile file(folder.path() / "b.json");
  BaselineEntry entry;
  entry.rule = "mixed-digits";
  entry.path = "a";
  const std::atomic<bool> stop{true};
  {
    const StopScope scope(&stop);
    CHECK_THROWS_AS(file.accept(entry), Stopped);
  }
  ::close(locked);
  CHECK(file.accept(entry));
}

TEST_CASE("days are those that exist") {
  for (const char* const day : {"2024-02-29", "1999-12-31", "0001-01-01"}) CHECK(is_date(day));
  for (const char* const day : {"2023-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "2024-1-01", "", "2024-01-010"})
    CHECK_FALSE(is_date(day));
}

TEST_CASE("searches see through spelling") {
  CHECK(fold_for_search("  Été, 2021!") == "ete 2021");
  CHECK(fold_for_search("الإعلام") == fold_for_search("الاعلام"));
  CHECK(fold_for_search("") == "");
  CHECK(folder_of("a/b.jsonl#1/2") == "a");
  CHECK(folder_of("a/b.zip!c/d.txt") == "a");
  CHECK(folder_of("b.txt") == "");
}

TEST_CASE("a queue takes so many and no more") {
  std::mutex gate;
  std::atomic<int> done{0};
  {
    gate.lock();
    WorkQueue queue(1, 2);
    std::atomic<bool> has_begun{false};
    REQUIRE(queue.post([&] {
      has_begun = true;
      const std::lock_guard lock(gate);
      ++done;
    }));
    while (!has_begun) std::this_thread::yield();
    CHECK(queue.post([&] { ++done; }));
    CHECK(queue.post([&] { ++done; }));
    CHECK_FALSE(queue.post([&] { ++done; }));
    gate.unlock();
    while (done < 3) std::this_thread::yield();
  }
  CHECK(done == 3);
}

TEST_CASE("drafts are read from memory as files are") {
  const RequestHead head{"POST", "/api/check", {{"content-type", "text/plain; charset=\"windows-1256\""}}};
  const auto kind = draft_kind(head);
  REQUIRE(kind);
  CHECK(kind->charset == "windows-1256");
  const auto draft = read_draft({"a.csv", "", SentAs::file}, "text,id\nOne two three,7\nFour five six,8\n", {});
  REQUIRE(draft);
  CHECK(draft->documents.size() == 2);
  CHECK_FALSE(read_draft({"a.txt", "", SentAs::file}, std::string(100, '\0'), {}));
  std::string many;
  for (int i = 0; i < 200; ++i) many += "{\"text\":\"words\"}\n";
  CHECK_FALSE(read_draft({"a.jsonl", "", SentAs::file}, many, {}));
  const auto piece = read_draft({"a.html", "utf-8", SentAs::html}, "مرحبا <b>بكم</b>", {});
  REQUIRE(piece);
  CHECK(piece->documents.front().text == "مرحبا بكم");
}
