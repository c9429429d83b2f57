// By what files are known, and reading in steps: what is known isn't read, the rest is.
#include "input/file_id.h"

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "input/problem_codes.h"
#include "input/temporary_folder.h"
#include "support/catch.h"
#include "support/pack.h"

using namespace nuskha;
using nuskha_test::TemporaryFolder;

namespace {

using Key = std::pair<Hash128, std::uint32_t>;

class SomeSteps : public KnownSteps {
 public:
  bool has_file(const Hash128& file) const override { return files.contains(file); }
  bool has_step(const Hash128& file, std::uint32_t number) const override { return steps.contains({file, number}); }
  std::set<Hash128> files;
  std::set<Key> steps;
};

/// What each step gave: names of documents, codes of problems.
using Steps = std::map<Key, std::multiset<std::string>>;

struct Reading {
  Steps steps;
  std::map<Hash128, std::uint32_t> last;
  std::size_t num_without = 0;  ///< Documents and problems of no step.
};

Reading read_steps(DocumentSource& source) {
  Reading out;
  std::vector<Document> documents;
  std::vector<Problem> problems;
  std::vector<ReadStep> steps;
  for (std::size_t num_problems = 0; source.next_steps(documents, problems, steps); num_problems = problems.size()) {
    std::size_t num_told = 0;
    for (const ReadStep& step : steps) {
      const auto [place, is_new] = out.steps.try_emplace({step.file, step.number});
      CHECK(is_new);
      for (std::size_t i = step.documents_begin; i < step.documents_end; ++i) place->second.insert(documents[i].path);
      for (std::size_t i = step.problems_begin; i < step.problems_end; ++i) place->second.insert(problems[i].code);
      num_told += step.documents_end - step.documents_begin + step.problems_end - step.problems_begin;
      if (step.is_last) out.last[step.file] = step.number;
    }
    out.num_without += documents.size() + problems.size() - num_problems - num_told;
  }
  return out;
}

std::unique_ptr<DocumentSource> open_folder(const TemporaryFolder& folder) {
  const std::string paths[] = {folder / "archive"};
  auto source = open_paths(paths, {});
  REQUIRE(source);
  return std::move(*source);
}

void write_files(const TemporaryFolder& folder) {
  folder.write("archive/a.txt", "one text");
  folder.write("archive/b.txt", "another text");
  folder.write("archive/c.png", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16));
  folder.write("archive/d.jsonl", "{\"text\":\"first\"}\n{\"text\":\"second\"}\n{\"text\":7}\n");
  folder.write(
      "archive/e.zip",
      nuskha_test::pack({{"m1.txt", "member one"}, {"m2.txt", "member two"}, {"m3.txt", "three"}}, "zip", "none"));
  std::this_thread::sleep_for(std::chrono::milliseconds(150));
}

}  // namespace

TEST_CASE("a file's id depends on its state, its name, and what it is read by") {
  const FileStamp stamp{10, 20, 30, 40};
  const InputOptions plain;
  std::set<Hash128> ids = {id_of_file("a", stamp, plain)};
  CHECK(ids == std::set<Hash128>{id_of_file("a", stamp, plain)});
  CHECK_FALSE(ids.contains({}));
  ids.insert(id_of_file("b", stamp, plain));
  ids.insert(id_of_file("a", {11, 20, 30, 40}, plain));
  ids.insert(id_of_file("a", {10, 21, 30, 40}, plain));
  ids.insert(id_of_file("a", {10, 20, 31, 40}, plain));
  ids.insert(id_of_file("a", {10, 20, 30, 41}, plain));
  const auto with = [&](auto change) {
    InputOptions options;
    change(options);
    ids.insert(id_of_file("a", stamp, options));
  };
  with([](InputOptions& options) { options.hidden = true; });
  with([](InputOptions& options) { options.file_times = true; });
  with([](InputOptions& options) { options.text_field = "body"; });
  with([](InputOptions& options) { options.id_field = "key"; });
  with([](InputOptions& options) { options.limits.document_bytes = 7; });
  with([](InputOptions& options) { options.limits.expansion = 7; });
  with([](InputOptions& options) { options.limits.nesting = 7; });
  with([](InputOptions& options) { options.limits.members = 7; });
  with([](InputOptions& options) { options.limits.pdf_seconds = 7; });
  with([](InputOptions& options) { options.limits.pdf_memory = 7; });
  CHECK(ids.size() == 16);
}

TEST_CASE("a file changed just now, or in the future, has no id") {
  const auto now =
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  CHECK(id_of_file("a", {1, 2, now, now}, {}) == Hash128{});
  CHECK(id_of_file("a", {1, 2, 3, now + 3'600'000'000'000}, {}) == Hash128{});
  CHECK(id_of_file("a", {1, 2, now, now - 1'000'000'000}, {}) != Hash128{});
}

TEST_CASE("what may be otherwise next time isn't to be kept") {
  const std::vector<Problem> lasting = {{"a", problem_code::binary, ""}, {"a", problem_code::malformed, ""}};
  CHECK_FALSE(may_pass(lasting));
  CHECK_FALSE(may_pass({}));
  const std::vector<Problem> passing = {{"a", problem_code::binary, ""}, {"a", problem_code::unreadable, ""}};
  CHECK(may_pass(passing));
}

TEST_CASE("every document and problem is of one step, and files end with their last") {
  const TemporaryFolder folder;
  write_files(folder);
  const auto source = open_folder(folder);
  const Reading reading = read_steps(*source);
  CHECK(reading.num_without == 0);
  CHECK(reading.last.size() == 5);
  std::size_t count = 0;
  for (const auto& [key, what] : reading.steps) count += what.size();
  CHECK(count == 2 + 1 + 3 + 3);
  const std::vector<SourceFile> files = source->list_files();
  REQUIRE(files.size() == 5);
  for (const SourceFile& file : files) {
    REQUIRE(reading.last.contains(file.id));
    for (std::uint32_t number = 0; number <= reading.last.at(file.id); ++number)
      CHECK(reading.steps.contains({file.id, number}));
  }
  CHECK(reading.last.at(files[0].id) == 0);
  CHECK(reading.last.at(files[4].id) == 3);
  CHECK(files[0].bytes == 8);
}

TEST_CASE("any steps that are known are left out, and only these") {
  const TemporaryFolder folder;
  write_files(folder);
  const Steps all = read_steps(*open_folder(folder)).steps;
  std::vector<Key> keys;
  for (const auto& [key, what] : all) keys.push_back(key);
  REQUIRE(keys.size() == 3 + 2 + 4);
  for (std::uint32_t chosen = 0; chosen < 1u << keys.size(); chosen += 3) {
    const auto known = std::make_shared<SomeSteps>();
    Steps expected;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if ((chosen >> i & 1) != 0) {
        known->steps.insert(keys[i]);
      } else {
        expected.insert(*all.find(keys[i]));
      }
    }
    for (const auto& [file, last] : read_steps(*open_folder(folder)).last) {
      bool is_whole = true;
      for (std::uint32_t number = 0; number <= last; ++number) is_whole = is_whole && known->has_step(file, number);
      if (is_whole) known->files.insert(file);
    }
    const auto source = open_folder(folder);
    source->pass_over(source->list_files(), known);
    CHECK(read_steps(*source).steps == expected);
  }
}
