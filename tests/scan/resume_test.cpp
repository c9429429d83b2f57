// Scans that are ended somewhere, and go on: the same bytes come out, and what was done isn't done again.
#include "scan/resume.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "base/page_store.h"
#include "nuskha/scan.h"
#include "scan/checkpoints.h"
#include "support/catch.h"
#include "support/pack.h"
#include "support/run_program.h"
#include "support/work_archive.h"

using namespace nuskha;
using nuskha::test::let_settle;
using nuskha::test::text_of;
using nuskha::test::write_archive;
using nuskha::testing::TemporaryFolder;

namespace {

/// Passes documents through and counts them.
class CountingSource : public DocumentSource {
 public:
  explicit CountingSource(std::unique_ptr<DocumentSource> source) : source_(std::move(source)) {}
  bool next(std::vector<Document>& documents, std::vector<Problem>& problems) override {
    return source_->next(documents, problems);
  }
  std::unique_ptr<DocumentSource> again(std::span<const std::string> names) const override {
    return source_->again(names);
  }
  std::size_t num_files() const override { return source_->num_files(); }
  std::vector<SourceFile> list_files() const override { return source_->list_files(); }
  bool next_steps(std::vector<Document>& documents, std::vector<Problem>& problems,
                  std::vector<ReadStep>& steps) override {
    const bool more = source_->next_steps(documents, problems, steps);
    num_documents += documents.size();
    return more;
  }
  void pass_over(std::vector<SourceFile> files, std::shared_ptr<const KnownSteps> known) override {
    source_->pass_over(std::move(files), std::move(known));
  }

  std::atomic<std::size_t> num_documents{0};

 private:
  std::unique_ptr<DocumentSource> source_;
};

std::unique_ptr<CountingSource> open_archive(const TemporaryFolder& folder) {
  const std::string paths[] = {(folder.path() / "archive").string()};
  auto source = open_paths(paths, {});
  REQUIRE(source);
  return std::make_unique<CountingSource>(std::move(*source));
}

std::string bytes_of(const Report& report) {
  std::ostringstream out;
  write_jsonl(report, out);
  return out.str();
}

ScanOptions options_of(Join join, unsigned jobs = 2) {
  ScanOptions options;
  options.join = join;
  options.jobs = jobs;
  options.timing = false;
  return options;
}

std::string scan_plainly(const TemporaryFolder& folder, const ScanOptions& options) {
  const auto source = open_archive(folder);
  const auto report = scan(*source, options);
  REQUIRE(report);
  return bytes_of(*report);
}

struct Outcome {
  Result<std::string> bytes;
  std::size_t num_read = 0;    ///< Documents that were read, not taken over.
  std::size_t num_writes = 0;  ///< Files written in the work folder.
  std::string notes;
};

/// Scans with the work folder "work"; write number `fail_at`, and what comes after it, fails. 0: none.
Outcome scan_with_folder(const TemporaryFolder& folder, ScanOptions options, std::size_t fail_at = 0) {
  Outcome out{std::string(), 0, 0, {}};
  options.note = [&](const std::string& message) { out.notes += message + "\n"; };
  std::atomic<std::size_t> num_writes{0};
  WorkDirOptions small;
  small.first_segment_bytes = 16 << 10;
  small.most_segment_bytes = 24 << 10;
  small.before_write = [&](const std::string&) {
    const std::size_t number = ++num_writes;
    return fail_at != 0 && number >= fail_at ? ENOSPC : 0;
  };
  const auto work = WorkDir::open((folder.path() / "work").string(), small);
  REQUIRE(work);
  const auto source = open_archive(folder);
  const auto report = scan_in(**work, *source, options, nullptr);
  out.num_read = source->num_documents;
  out.num_writes = num_writes;
  if (report) {
    out.bytes = bytes_of(*report);
  } else {
    out.bytes = tl::unexpected(report.error());
  }
  return out;
}

void remove_work(const TemporaryFolder& folder) { std::filesystem::remove_all(folder.path() / "work"); }

std::vector<std::filesystem::path> stage_files(const TemporaryFolder& folder) {
  std::vector<std::filesystem::path> out;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "work"))
    if (entry.path().extension() == ".stage") out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

std::size_t count_documents(const std::string& records) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = records.find("{\"type\":\"document\"", at)) != std::string::npos; ++at) ++count;
  return count;
}

}  // namespace

TEST_CASE("a scan whose work can't be written at any one moment goes on later and gives the same bytes") {
  TemporaryFolder folder;
  write_archive(folder, 200);
  for (const Join join : {Join::lsh, Join::exact}) {
    const ScanOptions options = options_of(join);
    const std::string expected = scan_plainly(folder, options);
    std::size_t fail_at = 1;
    for (bool has_ended = false; !has_ended; ++fail_at) {
      remove_work(folder);
      const Outcome first = scan_with_folder(folder, options, fail_at);
      has_ended = first.bytes.has_value();
      if (has_ended) {
        CHECK(*first.bytes == expected);
      } else {
        CHECK(first.bytes.error().code == ErrorCode::write_failed);
        CHECK(first.bytes.error().where == (folder.path() / "work").string());
        CHECK(first.bytes.error().what.find("No space left on device") != std::string::npos);
      }
      const Outcome second = scan_with_folder(folder, options);
      REQUIRE(second.bytes);
      CHECK(*second.bytes == expected);
      if (has_ended) {
        CHECK(second.num_read == 0);
        CHECK(second.num_writes == 0);
      }
    }
    CHECK(fail_at > 12);  // several segments and all stages were tried
  }
}

TEST_CASE("each run goes on where the last one was ended") {
  TemporaryFolder folder;
  write_archive(folder, 200);
  const ScanOptions options = options_of(Join::lsh, 1);
  const std::string expected = scan_plainly(folder, options);
  std::size_t num_read = 0;
  std::size_t num_runs = 0;
  for (;; ++num_runs) {
    REQUIRE(num_runs < 100);
    const Outcome run = scan_with_folder(folder, options, 2);
    num_read += run.num_read;
    if (!run.bytes) continue;
    CHECK(*run.bytes == expected);
    break;
  }
  CHECK(num_runs > 8);
  CHECK(num_read < 3 * count_documents(expected));  // each run has lost no more than what it hadn't written
}

TEST_CASE("files that changed, came and went between two runs are seen, the others aren't read again") {
  TemporaryFolder folder;
  write_archive(folder, 100);
  const ScanOptions options = options_of(Join::lsh);
  REQUIRE(scan_with_folder(folder, options).bytes);

  folder.write("archive/1/1.txt", text_of(77));  // changed
  folder.write("archive/new.txt", text_of(901));
  std::filesystem::remove(folder.path() / "archive/2/2.txt");
  std::filesystem::rename(folder.path() / "archive/0/0.txt", folder.path() / "archive/0/renamed.txt");
  let_settle();
  const Outcome second = scan_with_folder(folder, options);
  REQUIRE(second.bytes);
  CHECK(*second.bytes == scan_plainly(folder, options));
  CHECK(second.num_read == 3);
  CHECK(second.notes.find("candidates found") == std::string::npos);

  // The file is as long as it was and as old as it was, but not the same.
  const auto path = folder.path() / "archive/1/1.txt";
  const auto time = std::filesystem::last_write_time(path);
  std::string text = folder.read("archive/1/1.txt");
  text.replace(text.size() - 4, 2, "qq");
  folder.write("archive/1/1.txt", text);
  std::filesystem::last_write_time(path, time);
  let_settle();
  const Outcome third = scan_with_folder(folder, options);
  REQUIRE(third.bytes);
  CHECK(*third.bytes == scan_plainly(folder, options));
  CHECK(third.num_read == 1);
}

TEST_CASE("a file changed a moment ago isn't taken for known") {
  TemporaryFolder folder;
  write_archive(folder, 20);
  folder.write("archive/fresh.txt", text_of(500));
  const ScanOptions options = options_of(Join::lsh);
  REQUIRE(scan_with_folder(folder, options).bytes);
  const Outcome second = scan_with_folder(folder, options);
  REQUIRE(second.bytes);
  CHECK(second.num_read <= 1);  // it is none any more if this machine is slow
  CHECK(*second.bytes == scan_plainly(folder, options));
}

TEST_CASE("other options drop what depends on them and keep the rest") {
  TemporaryFolder folder;
  write_archive(folder, 100);
  ScanOptions options = options_of(Join::lsh);
  const std::size_t num_documents = count_documents(scan_plainly(folder, options));
  REQUIRE(scan_with_folder(folder, options).bytes);

  const auto scan_again = [&](std::size_t expected_read) {
    const Outcome run = scan_with_folder(folder, options);
    REQUIRE(run.bytes);
    CHECK(*run.bytes == scan_plainly(folder, options));
    CHECK(run.num_read == expected_read);
    return run;
  };
  options.keep_boilerplate = true;
  Outcome run = scan_again(0);
  CHECK(run.notes.find("candidates found, pairs verified\n") != std::string::npos);
  options.threshold = 0.5;
  run = scan_again(0);
  CHECK(run.notes.find("candidates found") == std::string::npos);
  options.miss_rate = 0.2;
  scan_again(0);
  options.join = Join::exact;
  scan_again(0);
  options.boilerplate_places = true;
  run = scan_again(0);
  CHECK(run.num_writes == 0);
  options.jobs = 4;
  run = scan_again(0);
  CHECK(run.num_writes == 0);
  CHECK(run.notes.find("all pairs related") != std::string::npos);
  options.level = Level::layout;
  scan_again(num_documents);
}

TEST_CASE("how files are read is part of what they are known by") {
  TemporaryFolder folder;
  folder.write("archive/records.jsonl", R"({"text":"first text","body":"second text"})"
                                        "\n");
  folder.write("archive/a.txt", text_of(1));
  let_settle();
  const auto scan_field = [&](const std::string& field) {
    const std::string paths[] = {(folder.path() / "archive").string()};
    InputOptions input;
    input.text_field = field;
    auto source = open_paths(paths, input);
    REQUIRE(source);
    const auto work = WorkDir::open((folder.path() / "work").string());
    REQUIRE(work);
    const auto report = scan_in(**work, **source, options_of(Join::lsh), nullptr);
    REQUIRE(report);
    return bytes_of(*report);
  };
  const std::string first = scan_field("text");
  const std::string second = scan_field("body");
  CHECK(first != second);
  remove_work(folder);
  CHECK(scan_field("body") == second);
}

TEST_CASE("damaged files of the work folder are told and their work is done again") {
  TemporaryFolder folder;
  write_archive(folder, 60);
  const ScanOptions options = options_of(Join::lsh);
  const std::string expected = scan_plainly(folder, options);
  REQUIRE(scan_with_folder(folder, options).bytes);
  const auto damages = {+[](std::string& bytes) { bytes.resize(bytes.size() / 2); },
                        +[](std::string& bytes) { bytes.clear(); },
                        +[](std::string& bytes) { bytes[bytes.size() / 2] ^= 1; },
                        +[](std::string& bytes) { bytes[20] ^= 4; },
                        +[](std::string& bytes) { bytes += "more"; },
                        +[](std::string& bytes) { bytes.pop_back(); },
                        +[](std::string& bytes) { bytes.assign(bytes.size(), 'x'); }};
  REQUIRE(stage_files(folder).size() > 7);
  for (const auto damage : damages) {
    for (std::size_t i = 0; i < stage_files(folder).size(); ++i) {
      const auto files = stage_files(folder);  // what is read again may be cut otherwise
      const std::string name = "work/" + files[i].filename().string();
      std::string bytes = folder.read(name);
      damage(bytes);
      folder.write(name, bytes);
      const Outcome run = scan_with_folder(folder, options);
      REQUIRE(run.bytes);
      CHECK(*run.bytes == expected);
      CHECK(run.notes.find(files[i].filename().string() + ": is damaged") != std::string::npos);
      CHECK(run.num_writes >= 1);
    }
  }
}

TEST_CASE("what a container holds is taken over member by member") {
  TemporaryFolder folder;
  std::vector<nuskha_test::PackedFile> members;
  for (std::uint64_t i = 0; i < 120; ++i) members.emplace_back("m" + std::to_string(i) + ".txt", text_of(i));
  members.emplace_back("picture.png", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16));
  folder.write("archive/all.zip", nuskha_test::pack(members, "zip", "none"));
  folder.write("archive/all.tar.gz", nuskha_test::pack(members, "pax", "gzip"));
  let_settle();
  for (const unsigned jobs : {1u, 4u}) {
    const ScanOptions options = options_of(Join::lsh, jobs);
    const std::string expected = scan_plainly(folder, options);
    for (const std::size_t fail_at : {2u, 3u, 5u}) {
      remove_work(folder);
      REQUIRE_FALSE(scan_with_folder(folder, options, fail_at).bytes);
      const Outcome second = scan_with_folder(folder, options);
      REQUIRE(second.bytes);
      CHECK(*second.bytes == expected);
      CHECK(second.num_read > 0);
      CHECK(second.num_read < 240);
      const Outcome third = scan_with_folder(folder, options);
      REQUIRE(third.bytes);
      CHECK(*third.bytes == expected);
      CHECK(third.num_read == 0);
    }
  }
}

TEST_CASE("a work folder serves any number of jobs") {
  TemporaryFolder folder;
  write_archive(folder, 120);
  const std::string expected = scan_plainly(folder, options_of(Join::lsh, 1));
  REQUIRE_FALSE(scan_with_folder(folder, options_of(Join::lsh, 4), 5).bytes);
  const Outcome second = scan_with_folder(folder, options_of(Join::lsh, 1));
  REQUIRE(second.bytes);
  CHECK(*second.bytes == expected);
  const Outcome third = scan_with_folder(folder, options_of(Join::lsh, 3));
  REQUIRE(third.bytes);
  CHECK(*third.bytes == expected);
  CHECK(third.num_writes == 0);
}

TEST_CASE("documents that are in no files are read anew, and their stages kept") {
  TemporaryFolder folder;
  ScanOptions options = options_of(Join::lsh);
  options.work_dir = (folder.path() / "work").string();
  std::string notes;
  options.note = [&](const std::string& message) { notes += message; };
  const auto scan_memory = [&](std::uint64_t count) {
    std::vector<Document> documents(count);
    for (std::uint64_t i = 0; i < count; ++i) {
      documents[i].path = std::to_string(i);
      documents[i].text = text_of(i);
    }
    const auto source = open_documents(std::move(documents));
    const auto report = scan(*source, options);
    REQUIRE(report);
    return bytes_of(*report);
  };
  const std::string first = scan_memory(40);
  CHECK(scan_memory(40) == first);
  CHECK(notes.find("all pairs related") != std::string::npos);
  notes.clear();
  const std::string second = scan_memory(41);
  CHECK(notes.find("continues") == std::string::npos);
  options.work_dir.clear();
  CHECK(scan_memory(41) == second);
}

TEST_CASE("a stage isn't kept that was done when temporary data could no more be written") {
  const TemporaryFolder folder;
  const auto work = WorkDir::open((folder.path() / "work").string());
  REQUIRE(work);
  const ScanOptions options;
  Corpus corpus;
  std::vector<VerifiedPair> pairs;
  unsigned num_done = 0;
  // As a stage of which the disk takes a part, or nothing.
  const auto run = [&](bool must_write) {
    Checkpoints checkpoints(**work, corpus, options);
    checkpoints.set_num_texts(2);
    return do_once(&checkpoints, WorkKind::verified, pairs, [&]() -> Result<void> {
      ++num_done;
      if (must_write && !corpus.pages->append("x", 1)) return {};
      pairs = {{0, 1, Relation::revision, {}}};
      return {};
    });
  };
  corpus.pages = std::make_shared<PageStore>(1, (folder.path() / "missing").string());
  const Result<void> failed = run(true);
  REQUIRE_FALSE(failed);
  CHECK(failed.error().code == ErrorCode::write_failed);
  CHECK(failed.error().where == (folder.path() / "missing").string());

  corpus.pages = std::make_shared<PageStore>(1, folder.path().string());
  REQUIRE(run(true));
  CHECK(num_done == 2);
  pairs.clear();
  REQUIRE(run(false));
  CHECK(num_done == 2);  // taken over
  CHECK(pairs.size() == 1);
}
