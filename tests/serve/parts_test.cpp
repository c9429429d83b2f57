// Parts of the desk by themselves: addresses, secrets, bodies, baseline files.
#include <string>
#include <thread>
#include <vector>

#include "nuskha/check.h"
#include "serve/access.h"
#include "serve/archive_view.h"
#include "serve/baseline_file.h"
#include "serve/draft.h"
#include "serve/json_body.h"
#include "serve/query.h"
#include "serve/work_queue.h"
#include "support/catch.h"
#include "support/run_program.h"

using namespace nuskha;
using namespace nuskha::serve;
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
  for (const char* const host : {"192.168.1.7", "192.168.1.7:80", "[fe80::1]", "[::1]:80", "desk.example"}) CHECK(is_own(host));
  for (const char* const host : {"evil.example", "1.2.3.4.evil", "[::1", "192.168.1.7:81", "1.2.3", "fe80::1"}) CHECK_FALSE(is_own(host));
  CHECK(refuse_foreign(rules, {"GET", "/", {{"host", "desk.example"}, {"host", "desk.example"}}}));
}

TEST_CASE("an acceptance is read, or what is wrong with it is said") {
  const std::string hash = "00112233445566778899aabbccddeeff";
  const auto entry = parse_acceptance(R"({"finding":{"rule":"reissue","fingerprint":")" + hash + R"(","path":"a","count":3},"reason":"so"})");
  REQUIRE(entry);
  CHECK(entry->count == 3);
  CHECK(to_hex(entry->fingerprint) == hash);
  for (const std::string& finding :
       {std::string("{}"), R"({"rule":"none","fingerprint":")" + hash + R"(","path":"a"})",
        R"({"rule":"reissue","fingerprint":"12","path":"a"})", R"({"rule":"reissue","fingerprint":")" + hash + R"("})",
        R"({"rule":"reissue","fingerprint":")" + hash + R"(","path":"a","count":0})",
        R"({"rule":"reissue","fingerprint":")" + hash + R"(","path":"a","count":"x"})",
        R"({"rule":"reissue","fingerprint":")" + hash + R"(","path":")" + std::string(5000, 'x') + R"("})"}) {
    CAPTURE(finding);
    CHECK_FALSE(parse_acceptance(R"({"reason":"so","finding":)" + finding + "}"));
  }
  for (const char* const body : {"", "[]", "{", "{\"finding\":7}", "\xFF"}) CHECK_FALSE(parse_acceptance(body));
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
    CHECK(*BaselineFile(path).accept(entry) == 4 * each);
    CHECK((*file.read())->entries.front().count == 7);
    CHECK((*file.read())->entries.front().reason == "another");
  }
  SECTION("what isn't one is left alone") {
    folder.write("b.json", "<<<<<<< mine\n");
    BaselineEntry entry{"mixed-digits", {0, 0}, "a", 1, "so"};
    CHECK_FALSE(file.accept(entry));
    CHECK(folder.read("b.json") == "<<<<<<< mine\n");
  }
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
  const auto draft = read_draft({"a.csv", "", false}, "text,id\nOne two three,7\nFour five six,8\n", {});
  REQUIRE(draft);
  CHECK(draft->documents.size() == 2);
  CHECK_FALSE(read_draft({"a.txt", "", false}, std::string(100, '\0'), {}));
  std::string many;
  for (int i = 0; i < 200; ++i) many += "{\"text\":\"words\"}\n";
  CHECK_FALSE(read_draft({"a.jsonl", "", false}, many, {}));
  const auto piece = read_draft({"a.html", "utf-8", true}, "مرحبا <b>بكم</b>", {});
  REQUIRE(piece);
  CHECK(piece->documents.front().text == "مرحبا بكم");
}
