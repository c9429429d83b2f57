// A scan that has no memory finds the same as one that has.
#include <algorithm>
#include <filesystem>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "input/source.h"
#include "nuskha/scan.h"
#include "support/catch.h"
#include "support/reference.h"
#include "support/run_program.h"

using namespace nuskha;
using nuskha::testing::TemporaryFolder;

namespace {

/// Texts of their own, copies, revisions and excerpts, under footers.
std::vector<Document> archive(std::size_t count) {
  std::mt19937_64 random(17);
  const auto draw = [&](std::size_t num_words, std::uint64_t vocabulary) {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < num_words; ++i) words.push_back("w" + std::to_string(random() % vocabulary) + "x");
    return words;
  };
  const auto text_of = [](const std::vector<std::string>& words) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) out += words[i] + (i % 12 == 11 ? ".\n\n" : " ");
    return out;
  };
  const std::string footer = text_of(draw(60, 1000));
  std::vector<std::vector<std::string>> texts;
  std::vector<Document> out;
  while (out.size() < count) {
    std::vector<std::string> words = draw(100 + random() % 300, 5000);
    if (out.size() % 4 == 1) words = texts[random() % texts.size()];
    if (out.size() % 8 == 1)
      for (std::size_t i = 0; i < words.size() / 12; ++i) words[random() % words.size()] = "changed";
    if (out.size() % 16 == 13) words.resize(words.size() / 3);
    texts.push_back(words);
    Document document;
    document.path = "d" + std::to_string(out.size() * 7919 % count) + ".txt";
    document.text = text_of(words) + (out.size() % 3 == 0 ? footer : "");
    document.source_bytes = document.text.size();
    out.push_back(std::move(document));
  }
  return out;
}

struct Outcome {
  Result<Report> report;
  std::string json;
};

Outcome scan_with(const std::vector<Document>& documents, const ScanOptions& options) {
  const auto source = open_documents(documents);
  Outcome out{scan(*source, options), ""};
  if (!out.report) return out;
  std::ostringstream json;
  write_json(*out.report, json);
  out.json = json.str();
  return out;
}

}  // namespace

TEST_CASE("a scan beyond its memory gives the same bytes and leaves nothing behind") {
  const TemporaryFolder folder;
  const std::vector<Document> documents = archive(reference::sanitized ? 600 : 1500);
  for (const Join join : {Join::lsh, Join::exact}) {
    ScanOptions options;
    options.timing = false;
    options.join = join;
    options.memory_bytes = std::uint64_t{1} << 60;
    const Outcome expected = scan_with(documents, options);
    REQUIRE(expected.report);
    CHECK(expected.report->pairs.size() > (reference::sanitized ? 100u : 300u));
    CHECK(expected.report->boilerplate.size() > 0);
    options.temp_dir = folder.path();
    for (const std::uint64_t memory : {std::uint64_t{1}, std::uint64_t{48} << 20}) {
      for (const unsigned jobs : {1u, 3u}) {
        options.memory_bytes = memory;
        options.jobs = jobs;
        CAPTURE(memory, jobs);
        const Outcome found = scan_with(documents, options);
        REQUIRE(found.report);
        CHECK((found.json == expected.json));
        CHECK(std::filesystem::is_empty(folder.path()));
      }
    }
  }
}

TEST_CASE("a scan that needs a folder for temporary data fails without one, and names it") {
  ScanOptions options;
  options.memory_bytes = 1;
  options.temp_dir = "/nonexistent/folder";
  const Outcome failed = scan_with(archive(300), options);
  REQUIRE_FALSE(failed.report);
  CHECK(failed.report.error().code == ErrorCode::write_failed);
  CHECK(failed.report.error().where == "/nonexistent/folder");
}

TEST_CASE("the disk that a scan needs is estimated from the size of its files") {
  const TemporaryFolder folder;
  for (int i = 0; i < 10; ++i) folder.write("d/" + std::to_string(i), std::string(4 << 20, 'x'));
  const std::vector<std::string> paths = {(folder.path() / "d").string()};
  const auto source = open_paths(paths, {});
  REQUIRE(source);
  const std::uint64_t bytes = expected_bytes(**source);
  CHECK(bytes == std::uint64_t{40} << 20);
  ScanOptions options;
  options.temp_dir = folder.path();
  options.memory_bytes = std::uint64_t{1} << 60;
  CHECK(estimate_disk(bytes, options)->bytes == 0);
  options.memory_bytes = 1;
  const Result<DiskNeed> need = estimate_disk(bytes, options);
  REQUIRE(need);
  CHECK(need->bytes > std::uint64_t{40} << 20);
  CHECK(need->free_bytes > 0);
  CHECK(need->folder == options.temp_dir);
  options.temp_dir = "/nonexistent/folder";
  CHECK(estimate_disk(bytes, options).error().where == "/nonexistent/folder");
  CHECK(expected_bytes(*open_documents({})) == 0);
  CHECK(estimate_disk(0, options)->bytes == 0);
}
