// Documents handed over by one thread and taken by others.
#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/hash.h"
#include "input/temporary_folder.h"
#include "nuskha/input.h"
#include "nuskha/scan.h"
#include "support/catch.h"

using namespace nuskha;
using namespace std::chrono_literals;
using nuskha_test::read_all;
using nuskha_test::TemporaryFolder;

namespace {

std::string text_of(int i) {
  return "text number " + std::to_string(i * 7919) + std::string(static_cast<std::size_t>(i % 500), 'x');
}

void offer_all(DocumentFeed& feed, int count) {
  for (int i = 0; i < count;) {
    const Result<bool> taken = feed.offer("d" + std::to_string(i), text_of(i), 10ms);
    if (!taken) break;
    i += *taken;
  }
  feed.end();
}

}  // namespace

TEST_CASE("what is handed over is taken once each, by however many threads, and can be had again") {
  for (const std::uint64_t memory : {std::uint64_t{0}, std::uint64_t{1000}, std::uint64_t{1} << 30}) {
    for (const unsigned threads : {1u, 4u}) {
      const TemporaryFolder folder;
      const auto feed = open_feed({.waiting_bytes = 5000, .memory_bytes = memory, .temp_dir = folder.path()});
      std::mutex mutex;
      std::map<std::string, std::string> taken;
      std::atomic<int> num_taken{0};
      std::vector<std::jthread> takers;
      for (unsigned i = 0; i < threads; ++i)
        takers.emplace_back([&] {
          std::vector<Document> batch;
          std::vector<Problem> problems;
          while (feed->next(batch, problems)) {
            const std::lock_guard lock(mutex);
            for (Document& document : batch) taken[document.path] = document.text;
            num_taken += static_cast<int>(batch.size());
          }
        });
      offer_all(*feed, 1000);
      takers.clear();
      CAPTURE(memory, threads);
      CHECK(num_taken == 1000);
      REQUIRE(taken.size() == 1000);
      for (int i = 0; i < 1000; ++i) CHECK(taken["d" + std::to_string(i)] == text_of(i));
      const std::vector<std::string> names = {"d7", "d999", "nobody", "d0"};
      const auto again = read_all(*feed->again(names));
      REQUIRE(again.documents.size() == 3);
      for (const Document& document : again.documents) {
        CHECK(document.text == taken[document.path]);
        CHECK(document.source_hash == hash128(document.text));
      }
      CHECK(again.problems.empty());
      CHECK(std::filesystem::is_empty(folder.path()));  // the file has no name
    }
  }
}

TEST_CASE("where nothing may wait one document at a time does") {
  const auto feed = open_feed({.waiting_bytes = 0});
  std::vector<Document> batch;
  std::vector<Problem> problems;
  for (int i = 0; i < 3; ++i) {
    const std::string name = std::to_string(i);
    REQUIRE(feed->offer(name, text_of(i), 1ms).value_or(false));
    CHECK_FALSE(feed->offer("another", "text", 1ms).value_or(true));
    REQUIRE(feed->next(batch, problems));
    REQUIRE(batch.size() == 1);
    CHECK(batch[0].path == name);
  }
  feed->end();
  CHECK_FALSE(feed->next(batch, problems));
}

TEST_CASE("a name that came before is refused by name") {
  const auto feed = open_feed();
  CHECK(feed->offer("a", "one", 1ms) == true);
  const Result<bool> second = feed->offer("a", "two", 1ms);
  REQUIRE(!second);
  CHECK(second.error().code == ErrorCode::invalid_argument);
  CHECK(second.error().where == "a");
  feed->end();
  CHECK(read_all(*feed).documents.size() == 1);
}

TEST_CASE("while nobody takes anything there is an end to what is taken over") {
  const auto feed = open_feed({.waiting_bytes = 1000});
  int count = 0;
  while (*feed->offer(std::to_string(count), std::string(100, 'x'), 1ms)) ++count;
  CHECK(count > 1);
  CHECK(count <= 10);
  feed->end();
  CHECK(feed->offer("more", "text", 10s) == true);  // doesn't wait for what won't come
}

TEST_CASE("text that isn't UTF-8 is replaced, and reported once") {
  const auto feed = open_feed();
  CHECK(feed->offer("a", "caf\xE9 au lait", 1ms) == true);
  feed->end();
  const auto read = read_all(*feed);
  REQUIRE(read.documents.size() == 1);
  CHECK(read.documents[0].text == "caf\uFFFD au lait");
  REQUIRE(read.problems.size() == 1);
  CHECK(read.problems[0].code == "invalid-utf8");
  const std::vector<std::string> names = {"a"};
  const auto again = read_all(*feed->again(names));
  CHECK(again.problems.empty());
  CHECK(again.documents.at(0).text == read.documents[0].text);
}

TEST_CASE("a folder that can't be written to is named") {
  const auto feed = open_feed({.memory_bytes = 10, .temp_dir = "/nowhere/at/all"});
  const Result<bool> offered = feed->offer("a", "more than ten bytes", 1ms);
  REQUIRE(!offered);
  CHECK(offered.error().code == ErrorCode::write_failed);
  CHECK(offered.error().where == "/nowhere/at/all");
}

TEST_CASE("a scan of what is handed over is that of the same documents in memory") {
  std::vector<Document> documents;
  for (int i = 0; i < 300; ++i) {
    Document document;
    document.path = "d" + std::to_string(i);
    document.text = text_of(i % 100) + (i % 3 == 0 ? " and more words" : "");
    documents.push_back(std::move(document));
  }
  const auto feed = open_feed({.memory_bytes = 100});
  std::jthread producer([&] {
    for (const Document& document : documents) CHECK(feed->offer(document.path, document.text, 10s) == true);
    feed->end();
  });
  const ScanOptions options{.timing = false};
  const Result<Report> fed = scan(*feed, options);
  const auto memory = open_documents(documents);
  const Result<Report> expected = scan(*memory, options);
  REQUIRE(fed);
  REQUIRE(expected);
  CHECK(fed->documents.size() == 300);
  REQUIRE(fed->pairs.size() == expected->pairs.size());
  for (std::size_t i = 0; i < fed->pairs.size(); ++i) {
    CHECK(fed->pairs[i].a == expected->pairs[i].a);
    CHECK(fed->pairs[i].b == expected->pairs[i].b);
    CHECK(fed->pairs[i].body_similarity == expected->pairs[i].body_similarity);
  }
}
