// The public input API over real files, problems included.
#include "nuskha/input.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <mutex>
#include <thread>

#include "base/hash.h"
#include "input/compress.h"
#include "input/encode.h"
#include "input/source.h"
#include "input/temporary_folder.h"
#include "support/catch.h"

namespace fs = std::filesystem;
using nuskha::Document;
using nuskha::ErrorCode;
using nuskha::open_paths;
using nuskha_test::read_all;
using nuskha_test::TemporaryFolder;

namespace {

auto open_one(const std::string& path, const nuskha::InputOptions& options = {}) {
  const std::string paths[] = {path};
  auto source = open_paths(paths, options);
  REQUIRE(source);
  return std::move(*source);
}

auto read_one(const std::string& path, const nuskha::InputOptions& options = {}) {
  return read_all(*open_one(path, options));
}

using nuskha_test::compress;

std::string records(int count) {
  std::string out;
  for (int i = 1; i <= count; ++i)
    out += "{\"id\":" + std::to_string(i) + ",\"text\":\"text of record " + std::to_string(i * 7919) + "\"}\n";
  return out;
}

}  // namespace

TEST_CASE("a folder gives its documents with text, size, hash and metadata") {
  const TemporaryFolder folder;
  const std::string arabic = nuskha_test::encode(
      "\u0623\u0639\u0644\u0646 \u0628\u0631\u0646\u0627\u0645\u062C \u0627\u0644\u0623\u063A\u0630\u064A\u0629 "
      "\u0627\u0644\u0639\u0627\u0644\u0645\u064A \u0627\u0644\u064A\u0648\u0645",
      "windows-1256");
  folder.write("a.txt", "plain");
  folder.write("b.md", "---\ntitle: A title\ndate: 2021-04-15\n---\nBody");
  folder.write("c.txt", arabic);
  folder.write("empty.txt", "");
  const auto out = read_one(folder.path());
  CHECK(out.problems.empty());
  REQUIRE(out.documents.size() == 4);
  CHECK(out.documents[0].path == folder / "a.txt");
  CHECK(out.documents[0].text == "plain");
  CHECK(out.documents[0].source_bytes == 5);
  CHECK(out.documents[0].source_hash == nuskha::hash128("plain"));
  CHECK(out.documents[1].text == "Body");
  CHECK(out.documents[1].title == "A title");
  CHECK(out.documents[1].date == "2021-04-15");
  CHECK(out.documents[2].encoding == "windows-1256");
  CHECK(out.documents[2].encoding_detected);
  CHECK(out.documents[2].source_bytes == arabic.size());
  CHECK(out.documents[3].text.empty());
}

TEST_CASE("a binary file is a problem that says what it looks like") {
  const TemporaryFolder folder;
  folder.write("a.txt", "x");
  folder.write("b.png", "\x89PNG\r\n\x1A\n \x01\x02");
  const auto out = read_one(folder.path());
  CHECK(out.documents.size() == 1);
  REQUIRE(out.problem("binary") != nullptr);
  CHECK(out.problem("binary")->path == folder / "b.png");
  CHECK(out.problem("binary")->message.find("a PNG image") != std::string::npos);
}

TEST_CASE("invalid UTF-8 is read and told with byte and line") {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.txt", "\u0623\u0633\u0639\u0627\u0631\nab\xD8 cd\n");
  const auto out = read_one(path);
  REQUIRE(out.documents.size() == 1);
  REQUIRE(out.problem("invalid-utf8") != nullptr);
  CHECK(out.problem("invalid-utf8")->message.find("the first at byte 13 (line 2)") != std::string::npos);
}

TEST_CASE("a file that disappears after the walk is a problem and the others are read") {
  const TemporaryFolder folder;
  folder.write("a.txt", "x");
  const std::string gone = folder.write("b.txt", "x");
  const std::string gone_records = folder.write("c.jsonl", "{\"text\":\"x\"}");
  const auto source = open_one(folder.path());
  fs::remove(gone);
  fs::remove(gone_records);
  const auto out = read_all(*source);
  CHECK(out.documents.size() == 1);
  REQUIRE(out.problems.size() == 2);
  CHECK(out.problems[0].path == gone);
  CHECK(out.problems[0].code == "disappeared");
  CHECK(out.problems[1].code == "disappeared");
}

TEST_CASE("a file that grew, shrank or was emptied after the walk is read as it then is") {
  const TemporaryFolder folder;
  const std::string grown = folder.write("a.txt", "x");
  const std::string shrunk = folder.write("b.txt", std::string(200'000, 'x'));
  const std::string emptied = folder.write("c.txt", "x");
  const auto source = open_one(folder.path());
  folder.write("a.txt", std::string(300'000, 'y'));
  folder.write("b.txt", "z");
  folder.write("c.txt", "");
  const auto out = read_all(*source);
  REQUIRE(out.documents.size() == 3);
  CHECK(out.problems.empty());
  CHECK(out.documents[0].text == std::string(300'000, 'y'));
  CHECK(out.documents[1].text == "z");
  CHECK(out.documents[2].text.empty());
}

TEST_CASE("files around the size of the buffer are documents of their bytes, and their copies are") {
  const TemporaryFolder folder;
  for (const std::size_t size : {65'535u, 65'536u, 65'537u, 131'072u}) {
    const std::string text = std::string(size - 1, 'x') + "\n";
    folder.write(std::to_string(size) + ".txt", text);
    folder.write(std::to_string(size) + " copy", text);
    const auto out = read_one(folder.path());
    REQUIRE(out.documents.size() == 2);
    for (const Document& document : out.documents) {
      CHECK(document.text == text);
      CHECK(document.source_bytes == size);
      CHECK(document.source_hash == nuskha::hash128(text));
    }
    fs::remove(folder / (std::to_string(size) + ".txt"));
    fs::remove(folder / (std::to_string(size) + " copy"));
  }
}

TEST_CASE("a file that became a folder or lost its permissions is a problem") {
  const TemporaryFolder folder;
  const std::string turned = folder.write("a.txt", "x");
  const std::string closed = folder.write("b.txt", "x");
  folder.write("c.txt", "x");
  const auto source = open_one(folder.path());
  fs::remove(turned);
  fs::create_directory(turned);
  fs::permissions(closed, fs::perms::none);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(2);
    const auto out = read_all(*source);
    const auto* unreadable = out.problem("unreadable");
    const bool ok = out.documents.size() == 1 && out.problem("special-file") != nullptr && unreadable != nullptr &&
                    unreadable->path == closed &&
                    unreadable->message.find("Permission denied. Check its permissions.") != std::string::npos;
    _exit(ok ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (WEXITSTATUS(status) == 2) WARN("privileges can't be dropped here; not tested");
  CHECK((WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 2));
}

TEST_CASE("JSON Lines are read plain and compressed alike") {
  const TemporaryFolder folder;
  const std::string text = records(300);
  folder.write("a.jsonl", text);
  folder.write("b.NDJSON", text);
  folder.write("c.jsonl.gz", compress(text, true));
  folder.write("d.ndjson.zst", compress(text, false));
  const auto out = read_one(folder.path());
  CHECK(out.problems.empty());
  REQUIRE(out.documents.size() == 1200);
  std::size_t num_found = 0;
  for (const Document& document : out.documents) {
    if (!document.path.ends_with("#12")) continue;
    ++num_found;
    CHECK(document.text == "text of record 95028");
    CHECK(document.source_hash == nuskha::hash128(document.text));
  }
  CHECK(num_found == 4);
}

TEST_CASE("a compressed stream cut short or damaged gives what came before and a problem", "[exhaustive]") {
  const TemporaryFolder folder;
  const std::string text = records(180000);
  for (const bool gzip : {true, false}) {
    const std::string whole = compress(text, gzip);
    const std::string path = folder.write(gzip ? "a.jsonl.gz" : "a.jsonl.zst", whole.substr(0, whole.size() * 2 / 3));
    const auto out = read_one(path);
    CAPTURE(gzip, whole.size(), out.problems.size(), out.problems.empty() ? std::string() : out.problems[0].message);
    CHECK(out.documents.size() < 180000);
    CHECK(out.documents.size() > 0);
    REQUIRE(out.problem("malformed") != nullptr);
    bool told = false;
    for (const auto& problem : out.problems)
      told |= problem.path == path && problem.message.find("cut short") != std::string::npos;
    CHECK(told);
  }
  for (const std::size_t size : {0u, 1u, 5u, 12u, 19u}) {
    const std::string path = folder.write("b.jsonl.gz", compress(records(5), true).substr(0, size));
    const auto out = read_one(path);
    CHECK(out.documents.empty());
    CHECK(out.problems.size() == 1);
  }
}

TEST_CASE("a compressed text is one document") {
  const TemporaryFolder folder;
  folder.write("a.txt.gz", compress("Plain text.", true));
  folder.write("b.txt.zst", compress("Plain text.", false));
  folder.write("c.txt.gz", "no gzip at all");
  folder.write("e.txt.gz", std::string("no gzip \0 and no text", 22));
  folder.write("f.txt", compress("Named like a plain text.", true));
  folder.write("d.txt.gz", compress("", true));
  const auto out = read_one(folder.path());
  REQUIRE(out.documents.size() == 5);
  CHECK(out.documents[0].text == "Plain text.");
  CHECK(out.documents[1].text == "Plain text.");
  CHECK(out.documents[2].text == "no gzip at all");
  CHECK(out.documents[3].text.empty());
  CHECK(out.documents[4].text == "Named like a plain text.");
  REQUIRE(out.problems.size() == 1);
  CHECK(out.problems[0].code == "malformed");
}

TEST_CASE("every truncation of compressed records gives the records before it and one problem", "[exhaustive]") {
  const TemporaryFolder folder;
  const std::string text = records(60);
  for (const bool gzip : {true, false}) {
    const std::string whole = compress(text, gzip, 200);
    const std::string path = folder / (gzip ? "a.jsonl.gz" : "a.jsonl.zst");
    std::size_t most_before_the_end = 0;
    for (std::size_t size = 0; size <= whole.size(); ++size) {
      const std::string part = whole.substr(0, size);
      folder.write(gzip ? "a.jsonl.gz" : "a.jsonl.zst", part);
      const std::string decoded = nuskha_test::decompress_part(part, gzip);
      auto expected = static_cast<std::size_t>(std::count(decoded.begin(), decoded.end(), '\n'));
      expected += decoded.ends_with('}');  // all of the record but for the line's end
      const auto out = read_one(path);
      CAPTURE(gzip, size, whole.size(), decoded.size());
      REQUIRE(out.documents.size() == expected);
      REQUIRE(out.problems.size() == (size < whole.size() ? 1 : 0));
      if (size == whole.size()) continue;
      CHECK(out.problems[0].code == "malformed");
      CHECK(out.problems[0].path == path);
      most_before_the_end = std::max(most_before_the_end, expected);
    }
    CHECK(most_before_the_end == 60);
  }
}

TEST_CASE("every damaged byte of compressed records gives records or a problem", "[exhaustive]") {
  const TemporaryFolder folder;
  for (const bool gzip : {true, false}) {
    const std::string whole = compress(records(60), gzip, 200);
    const std::string name = gzip ? "a.jsonl.gz" : "a.jsonl.zst";
    std::size_t num_kept = 0;
    for (std::size_t i = 0; i < whole.size(); ++i) {
      for (const char flip : {'\x01', '\x80', '\xFF'}) {
        std::string damaged = whole;
        damaged[i] = static_cast<char>(damaged[i] ^ flip);
        const auto out = read_one(folder.write(name, damaged));
        CAPTURE(gzip, i);
        // Header fields such as the time don't matter; nothing else may change unnoticed.
        CHECK((out.documents.size() >= 60 || !out.problems.empty()));
        num_kept += out.documents.size();
      }
    }
    CHECK(num_kept > whole.size() * 3 * 20);  // damage in the middle keeps what is before it
  }
}

TEST_CASE("members and frames one after another are one file, and what follows them is a problem") {
  const TemporaryFolder folder;
  for (const bool gzip : {true, false}) {
    const std::string name = gzip ? "a.jsonl.gz" : "a.jsonl.zst";
    const std::string twice = compress(records(3), gzip) + compress("", gzip) + compress(records(2), gzip);
    CAPTURE(gzip);
    auto out = read_one(folder.write(name, twice));
    CHECK(out.documents.size() == 5);
    CHECK(out.problems.empty());
    out = read_one(folder.write(name, twice + "something else"));
    CHECK(out.documents.size() == 5);
    REQUIRE(out.problems.size() == 1);
    CHECK(out.problems[0].code == "malformed");
  }
  const auto padded = read_one(folder.write("b.jsonl.gz", compress(records(3), true) + std::string(512, '\0')));
  CHECK(padded.documents.size() == 3);
  CHECK(padded.problems.empty());
}

TEST_CASE("of a damaged compressed text the part before is a document, told as such", "[exhaustive]") {
  const TemporaryFolder folder;
  std::string text;
  for (int i = 0; i < 300; ++i) text += "\u0627\u0644\u0633\u0637\u0631 " + std::to_string(i * 7919) + "\n";
  for (const bool gzip : {true, false}) {
    const std::string whole = compress(text, gzip, 500);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const std::string part = whole.substr(0, size);
      const std::string path = folder.write(gzip ? "a.txt.gz" : "a.txt.zst", part);
      const std::string decoded = nuskha_test::decompress_part(part, gzip);
      const auto out = read_one(path);
      CAPTURE(gzip, size, decoded.size());
      REQUIRE(out.problems.size() == 1);
      CHECK(out.problems[0].code == "malformed");
      REQUIRE(out.documents.size() == (decoded.empty() ? 0 : 1));
      if (decoded.empty()) continue;
      CHECK(out.problems[0].message.find("The text before that was read.") != std::string::npos);
      CHECK(decoded.starts_with(out.documents[0].text));
      CHECK(decoded.size() - out.documents[0].text.size() < 2);  // half a character
    }
  }
}

TEST_CASE("a compressed text that grows beyond the limit is left out, and the others are read") {
  const TemporaryFolder folder;
  std::string text;
  while (text.size() < 3'000'000) text += "a ";
  nuskha::InputOptions options;
  options.limits.document_bytes = 1 << 20;
  for (const bool gzip : {true, false}) {
    const std::string bomb = folder.write(gzip ? "b.txt.gz" : "b.txt.zst", compress(text, gzip));
    folder.write(gzip ? "c.txt.gz" : "c.txt.zst", compress(text.substr(0, options.limits.document_bytes), gzip));
    const std::string paths[] = {folder.path()};
    const auto out = read_all(*nuskha::open_paths(paths, options).value());
    CHECK(out.documents.size() == 1);
    REQUIRE(out.problems.size() == 1);
    CHECK(out.problems[0].path == bomb);
    CHECK(out.problems[0].code == "too-large");
    // Not so when the file's own size explains it.
    nuskha::InputOptions wide = options;
    wide.limits.expansion = 1'000'000;
    CHECK(read_all(*nuskha::open_paths(paths, wide).value()).documents.size() == 2);
    fs::remove(bomb);
    fs::remove(folder / (gzip ? "c.txt.gz" : "c.txt.zst"));
  }
}

TEST_CASE("of binary data only the head is decompressed") {
  const TemporaryFolder folder;
  nuskha::InputOptions options;
  options.limits.document_bytes = 1 << 20;
  folder.write("a.bin.gz", compress(std::string(5'000'000, '\0'), true));
  folder.write("b.png.zst", compress("\x89PNG\r\n\x1A\n" + std::string(5'000'000, 'x'), false));
  folder.write("c.bin", std::string(5'000'000, '\0'));
  folder.write("d.txt", nuskha_test::encode(std::string(200'001, 'x'), "UTF-16LE"));
  folder.write("e.txt", std::string(300'000, 'x'));
  const std::string paths[] = {folder.path()};
  const auto out = read_all(*nuskha::open_paths(paths, options).value());
  REQUIRE(out.problems.size() == 3);
  for (const auto& problem : out.problems) CHECK(problem.code == "binary");
  REQUIRE(out.documents.size() == 2);
  CHECK(out.documents[0].text.size() == 200'001);
  CHECK(out.documents[1].text.size() == 300'000);
}

TEST_CASE("JSON Lines may be any length; a line may not") {
  const TemporaryFolder folder;
  nuskha::InputOptions options;
  options.limits.document_bytes = 1000;
  nuskha::ReadLimits limits;
  limits.longest_line = 3 << 20;
  const std::string path =
      folder.write("a.jsonl.gz", compress(records(50000) + std::string(9 << 20, 'x') + "\n" + records(10), true));
  const std::string paths[] = {path};
  const auto out = read_all(*nuskha::open_paths_within(paths, options, limits).value());
  CHECK(out.documents.size() == 50010);
  REQUIRE(out.problems.size() == 1);
  CHECK(out.problems[0].code == "too-large");
  CHECK(out.problems[0].path == path + "#50001");
}

// Sanitizers need their own address space, and end the program where memory does.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define NUSKHA_HAS_SANITIZER
#endif
#endif
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && !defined(NUSKHA_HAS_SANITIZER)
TEST_CASE("a file that memory isn't enough for is a problem and the others are read") {
  const TemporaryFolder folder;
  folder.write("a.txt", "x");
  const std::string huge = folder.write("b.txt", std::string(200'000, 'x'));
  folder.write("c.txt", "x");
  std::error_code error;
  fs::resize_file(huge, std::uintmax_t{1} << 36, error);  // takes no room on the disk
  if (error) {
    WARN("there are no sparse files here; not tested");
    return;
  }
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const rlimit limit = {rlim_t{1} << 33, rlim_t{1} << 33};
    if (setrlimit(RLIMIT_AS, &limit) != 0) _exit(2);
    const auto out = read_one(folder.path());
    const auto* problem = out.problem("too-large");
    _exit(out.documents.size() == 2 && out.problems.size() == 1 && problem != nullptr && problem->path == huge ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK((WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 2));
}
#endif

TEST_CASE("a malformed JSON line is told with file and number and the others are read") {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.jsonl", records(3) + "oops\n" + records(2));
  const auto out = read_one(path);
  CHECK(out.documents.size() == 5);
  REQUIRE(out.problems.size() == 1);
  CHECK(out.problems[0].path == path + "#4");
  CHECK(out.problems[0].message.find("Line 4 isn't valid JSON") == 0);
}

TEST_CASE("JSON Lines in UTF-16 are one problem, not one a line") {
  const TemporaryFolder folder;
  const auto out = read_one(folder.write("a.jsonl", nuskha_test::encode(records(5), "UTF-16LE")));
  CHECK(out.documents.empty());
  CHECK(out.problems.size() == 1);
}

TEST_CASE("many threads get every document exactly once") {
  const TemporaryFolder folder;
  std::string text;
  for (int i = 0; i < 20; ++i) text += records(5000);
  folder.write("big.jsonl", text);
  folder.write("c.jsonl.gz", compress(records(1000), true));
  for (int i = 0; i < 200; ++i) folder.write("f" + std::to_string(i) + ".txt", "text " + std::to_string(i));
  const auto source = open_one(folder.path());
  CHECK(source->num_files() == 202);
  std::mutex mutex;
  std::vector<std::string> paths;
  std::vector<nuskha::Problem> all_problems;
  std::vector<std::jthread> threads;
  threads.reserve(4);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      std::vector<Document> documents;
      std::vector<nuskha::Problem> problems;
      while (source->next(documents, problems)) {
        const std::lock_guard lock(mutex);
        for (const Document& document : documents) paths.push_back(document.path);
      }
      const std::lock_guard lock(mutex);
      all_problems.insert(all_problems.end(), problems.begin(), problems.end());
    });
  }
  threads.clear();
  CHECK(all_problems.empty());
  std::sort(paths.begin(), paths.end());
  CHECK(paths.size() == 100000 + 1000 + 200);
  CHECK(std::adjacent_find(paths.begin(), paths.end()) == paths.end());
}

TEST_CASE("documents in memory are served, repaired and completed") {
  std::vector<Document> documents(100);
  for (std::size_t i = 0; i < documents.size(); ++i) {
    documents[i].path = "m" + std::to_string(1000 + i);
    documents[i].text = "text";
  }
  documents[7].text = "a\xFFz";
  const auto out = read_all(*nuskha::open_documents(documents));
  REQUIRE(out.documents.size() == 100);
  CHECK(out.documents[7].text == "a\uFFFDz");
  CHECK(out.documents[0].source_bytes == 4);
  CHECK(out.documents[0].source_hash == nuskha::hash128("text"));
  REQUIRE(out.problems.size() == 1);
  CHECK(out.problems[0].path == "m1007");
}

TEST_CASE("lists of paths are split at newlines or NULs") {
  const TemporaryFolder folder;
  using Paths = std::vector<std::string>;
  CHECK(nuskha::read_path_list(folder.write("l", "a b\r\n\nc\nd"), '\n').value() == Paths{"a b", "c", "d"});
  CHECK(nuskha::read_path_list(folder.write("l", std::string("a\nb\0c\0", 6)), '\0').value() == Paths{"a\nb", "c"});
  CHECK(nuskha::read_path_list(folder.write("l", ""), '\n').value().empty());
  CHECK(nuskha::read_path_list(folder / "none", '\n').error().code == ErrorCode::not_found);
  CHECK(nuskha::read_path_list(folder.path(), '\n').error().code == ErrorCode::unreadable);
}

TEST_CASE("fields that contradict each other are refused") {
  const TemporaryFolder folder;
  const std::string paths[] = {folder.write("a.jsonl", records(1))};
  nuskha::InputOptions options;
  options.id_field = "text";
  CHECK(open_paths(paths, options).error().code == ErrorCode::invalid_argument);
  options.text_field = "";
  CHECK(open_paths(paths, options).error().where == "--text-field");
}

TEST_CASE("file times are read only where they are asked for, of files and not of records") {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.txt", "text");
  folder.write("b.jsonl", records(1));
  const timespec times[2] = {{1'618'488'000, 0}, {1'618'488'000, 0}};
  REQUIRE(utimensat(AT_FDCWD, path.c_str(), times, 0) == 0);
  nuskha::InputOptions options;
  CHECK_FALSE(read_one(folder.path(), options).documents[0].file_time);
  options.file_times = true;
  const auto out = read_one(folder.path(), options);
  REQUIRE(out.documents.size() == 2);
  CHECK(out.documents[0].file_time == 1'618'488'000);
  CHECK_FALSE(out.documents[1].file_time);
}

TEST_CASE("a source hands out documents once more, by name") {
  const TemporaryFolder folder;
  folder.write("a.txt", "first");
  folder.write("b.txt", "second");
  folder.write("c.md", "---\ntitle: A title\n---\nBody");
  folder.write("r.jsonl", records(40));
  folder.write("s.jsonl.gz", compress(records(40), true));
  folder.write("t.ndjson.zst", compress(records(40) + "not json\n", false));
  const auto source = open_one(folder.path());
  const auto all = read_all(*source);
  const std::vector<std::string> names = {folder / "b.txt",        folder / "c.md",          folder / "r.jsonl#7",
                                          folder / "s.jsonl.gz#3", folder / "s.jsonl.gz#40", folder / "t.ndjson.zst#1"};
  for (int round = 0; round < 2; ++round) {
    const auto again = read_all(*source->again(names));
    CHECK(again.paths() == names);
    CHECK(again.problems.empty());  // those of other lines were told the first time
    for (const Document& document : again.documents) {
      const auto before = std::find_if(all.documents.begin(), all.documents.end(),
                                       [&](const Document& d) { return d.path == document.path; });
      REQUIRE(before != all.documents.end());
      CHECK(document.text == before->text);
      CHECK(document.source_hash == before->source_hash);
      CHECK(document.first_line == before->first_line);
    }
  }
  CHECK(read_all(*source->again({})).documents.empty());
  const std::vector<std::string> others = {"elsewhere.txt", folder / "r.jsonl", folder / "r.jsonl#99", "#1"};
  CHECK(read_all(*source->again(others)).documents.empty());
}

TEST_CASE("a file named like a record is told apart from the record by its contents") {
  const TemporaryFolder folder;
  folder.write("r.jsonl", records(3));
  folder.write("r.jsonl#2", "a file");
  const auto source = open_one(folder.path());
  const std::vector<std::string> names = {folder / "r.jsonl#2"};
  const auto again = read_all(*source->again(names));
  REQUIRE(again.documents.size() == 2);
  CHECK(again.documents[0].text != again.documents[1].text);
}

TEST_CASE("what is gone or has changed when it is read again is told") {
  const TemporaryFolder folder;
  const std::string gone = folder.write("a.txt", "first");
  const std::string changed = folder.write("b.txt", "second");
  const auto source = open_one(folder.path());
  const auto before = read_all(*source);
  fs::remove(gone);
  folder.write("b.txt", "third");
  const std::vector<std::string> names = {gone, changed};
  const auto again = read_all(*source->again(names));
  REQUIRE(again.documents.size() == 1);
  CHECK(again.documents[0].source_hash != before.documents[1].source_hash);
  REQUIRE(again.problems.size() == 1);
  CHECK(again.problems[0].path == gone);
  CHECK(again.problems[0].code == "disappeared");
}

TEST_CASE("documents in memory are served once more") {
  std::vector<Document> documents(3);
  for (std::size_t i = 0; i < 3; ++i) documents[i].path = "d" + std::to_string(i);
  documents[1].text = "text \xff";
  const auto source = nuskha::open_documents(std::move(documents));
  const std::vector<std::string> names = {"d1"};
  const auto early = read_all(*source->again(names));
  const auto all = read_all(*source);
  const auto again = read_all(*source->again(names));
  REQUIRE(again.documents.size() == 1);
  CHECK(again.documents[0].text == "text \uFFFD");
  CHECK(early.documents[0].text == again.documents[0].text);
  CHECK(all.documents[1].source_hash == again.documents[0].source_hash);
}

TEST_CASE("front matter moves the first line of a text down") {
  const TemporaryFolder folder;
  const auto first_line = [&](std::string_view text) {
    const auto out = read_one(folder.write("a.md", text));
    REQUIRE(out.documents.size() == 1);
    return out.documents[0].first_line;
  };
  CHECK(first_line("Body") == 1);
  CHECK(first_line("---\ntitle: A title\ndate: 2021-04-15\n---\nBody") == 5);
  CHECK(first_line("---\r\ntitle: A title\r\n---\r\nBody") == 4);
  CHECK(first_line("\xEF\xBB\xBF---\ntitle: A title\n---\n\nBody") == 4);
}
