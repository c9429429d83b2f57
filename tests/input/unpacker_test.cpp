// Containers within containers, their limits, and documents of them by name.
#include "input/unpacker.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "input/compress.h"
#include "input/source.h"
#include "input/temporary_folder.h"
#include "input/zip_file.h"
#include "support/catch.h"
#include "support/pack.h"

using nuskha::InputOptions;
using nuskha_test::compress;
using nuskha_test::pack;
using nuskha_test::read_all;
using nuskha_test::TemporaryFolder;

namespace {

auto open(const std::string& path, const InputOptions& options = {}) {
  const std::string paths[] = {path};
  auto source = nuskha::open_paths(paths, options);
  REQUIRE(source);
  return std::move(*source);
}

std::vector<std::string> names(const std::vector<nuskha::Document>& documents, const TemporaryFolder& folder) {
  std::vector<std::string> out;
  for (const nuskha::Document& document : documents) out.push_back(document.path.substr(folder.path().size() + 1));
  std::sort(out.begin(), out.end());
  return out;
}

const std::string records = "{\"text\":\"one\"}\n{\"text\":\"two\"}\n{\"text\":\"three\"}\n";

std::string nested() {
  const std::string inner = pack({{"deep.txt", "deep"}, {"r.jsonl.gz", compress(records, true)}}, "pax", "xz");
  return pack({{"a.txt", "first"}, {"b/inner.tar.xz", inner}, {"c.md", "---\ntitle: T\n---\nbody"}, {"empty.txt", ""}},
              "zip", "none");
}

}  // namespace

TEST_CASE("documents are read out of containers within containers, and named by the way to them") {
  const TemporaryFolder folder;
  const auto source = open(folder.write("x.zip", nested()));
  const auto out = read_all(*source);
  CHECK(out.problems.empty());
  CHECK(names(out.documents, folder) ==
        std::vector<std::string>{"x.zip!a.txt", "x.zip!b/inner.tar.xz!deep.txt", "x.zip!b/inner.tar.xz!r.jsonl.gz#1",
                                 "x.zip!b/inner.tar.xz!r.jsonl.gz#2", "x.zip!b/inner.tar.xz!r.jsonl.gz#3", "x.zip!c.md",
                                 "x.zip!empty.txt"});
  for (const auto& document : out.documents)
    if (document.path.ends_with("c.md")) {
      CHECK(document.title == "T");
      CHECK(document.text == "body");
    }
}

TEST_CASE("content decides what a container is, whatever its name") {
  const TemporaryFolder folder;
  folder.write("report.txt", nested());
  folder.write("list.jsonl", pack({{"x.txt", "x"}}, "pax", "gzip"));
  folder.write("plain.zip", "only text");
  const auto out = read_all(*open(folder.path()));
  CHECK(out.problems.empty());
  CHECK(names(out.documents, folder).size() == 9);
  CHECK(std::count_if(out.documents.begin(), out.documents.end(),
                      [](const auto& document) { return document.path.ends_with("plain.zip"); }) == 1);
}

TEST_CASE("a source hands out again what is in containers, and nothing else") {
  const TemporaryFolder folder;
  const std::string path = folder.write("x.zip", nested());
  const auto source = open(path);
  const std::vector<std::string> wanted = {path + "!b/inner.tar.xz!r.jsonl.gz#2", path + "!empty.txt"};
  const auto out = read_all(*source->again(wanted));
  CHECK(out.problems.empty());
  CHECK(names(out.documents, folder) ==
        std::vector<std::string>{"x.zip!b/inner.tar.xz!r.jsonl.gz#2", "x.zip!empty.txt"});
}

TEST_CASE("members of one name are told apart, names that lead outside are only names, hidden ones are passed over") {
  const TemporaryFolder folder;
  const std::string path = folder.write(
      "x.tar", pack({{"a.txt", "1"}, {"a.txt", "2"}, {"../../outside.txt", "3"}, {"/etc/passwd", "4"}, {".x/y", "5"}},
                    "pax", "none"));
  const auto out = read_all(*open(path));
  CHECK(out.problems.empty());
  CHECK(names(out.documents, folder) ==
        std::vector<std::string>{"x.tar!../../outside.txt", "x.tar!/etc/passwd", "x.tar!a.txt", "x.tar!a.txt~2"});
  InputOptions options;
  options.hidden = true;
  CHECK(read_all(*open(path, options)).documents.size() == 5);
  CHECK_FALSE(std::filesystem::exists(folder / "outside.txt"));
}

TEST_CASE("each limit is a problem, and what is within it is read") {
  const TemporaryFolder folder;
  SECTION("nesting") {
    std::string bytes = pack({{"x.txt", "x"}}, "zip", "none");
    for (int i = 0; i < 3; ++i) bytes = pack({{"y.txt", "y"}, {"z.zip", bytes}}, "zip", "none");
    const std::string path = folder.write("a.zip", bytes);
    CHECK(read_all(*open(path)).documents.size() == 4);
    InputOptions options;
    options.limits.nesting = 2;
    const auto out = read_all(*open(path, options));
    CHECK(out.documents.size() == 2);
    REQUIRE(out.problems.size() == 1);
    CHECK(out.problems[0].code == "too-deep");
    CHECK(out.problems[0].path == path + "!z.zip!z.zip");
  }
  SECTION("members") {
    std::vector<nuskha_test::PackedFile> files;
    for (int i = 0; i < 20; ++i) files.emplace_back(fmt::format("{}.txt", i), "x");
    const std::string path = folder.write("a.zip", pack(files, "zip", "none"));
    InputOptions options;
    options.limits.members = 12;
    const auto out = read_all(*open(path, options));
    CHECK(out.documents.size() == 12);
    REQUIRE(out.problems.size() == 1);
    CHECK(out.problems[0].code == "too-many");
    CHECK(out.problems[0].path == path);
    options.limits.members = 20;
    CHECK(read_all(*open(path, options)).problems.empty());
  }
  SECTION("bytes of a document") {
    const std::string path = folder.write(
        "a.zip", pack({{"a.txt", "x"}, {"b.txt", std::string(3'000'000, 'x')}, {"c.txt", "y"}}, "zip", "none"));
    InputOptions options;
    options.limits.document_bytes = 1 << 20;
    options.limits.expansion = 10;
    const auto out = read_all(*open(path, options));
    CHECK(names(out.documents, folder) == std::vector<std::string>{"a.zip!a.txt", "a.zip!c.txt"});
    REQUIRE(out.problems.size() == 1);
    CHECK(out.problems[0].code == "too-large");
    CHECK(out.problems[0].path == path + "!b.txt");
    options.limits.expansion = 1'000'000;
    CHECK(read_all(*open(path, options)).problems.empty());
  }
  SECTION("all that a container unpacks to") {
    std::vector<nuskha_test::PackedFile> files;
    for (int i = 0; i < 40; ++i) files.emplace_back(fmt::format("{:02}.txt", i), std::string(90'000, 'x'));
    const std::string path = folder.write("a.tar.gz", pack(files, "pax", "gzip"));
    InputOptions options;
    options.limits.document_bytes = 100'000;
    options.limits.expansion = 1;
    const auto out = read_all(*open(path, options));
    CHECK(out.documents.size() >= 15);
    CHECK(out.documents.size() <= 18);
    REQUIRE(out.problem("too-large") != nullptr);
    CHECK(std::any_of(out.problems.begin(), out.problems.end(), [&](const auto& p) { return p.path == path; }));
  }
}

TEST_CASE("a document whose name isn't Unicode has the name that reports show, and is found by it") {
  const TemporaryFolder folder;
  std::vector<nuskha_test::ZipEntry> entries(3);
  entries[0].name = entries[2].name = "\xC8\xED.txt";
  entries[1].name = "a\nb.txt";
  for (nuskha_test::ZipEntry& entry : entries) entry.is_unicode = false;
  const std::string zip = nuskha_test::zip_file(entries);
  const auto source = open(folder.write("old.zip", zip));
  const auto all = names(read_all(*source).documents, folder);
  CHECK(all == std::vector<std::string>{"old.zip!\\xc8\\xed.txt", "old.zip!\\xc8\\xed.txt~2", "old.zip!a\\nb.txt"});
  for (const std::string& name : all) {
    const std::string wanted[] = {folder.path() + '/' + name};
    const auto found = read_all(*source->again(wanted));
    REQUIRE(found.documents.size() == 1);
    CHECK(found.documents[0].path == wanted[0]);
  }
}

TEST_CASE("what is in a mailbox is a mail, whatever its headers say of programs") {
  const TemporaryFolder folder;
  const auto source =
      open(folder.write("x.mbox",
                        "From a@b.example Thu Apr 15 10:00:00 2021\nFrom: a@b.example\nSubject: A title\n"
                        "Date: Thu, 15 Apr 2021 10:00:00 +0300\n\nThe text.\n"));
  const auto out = read_all(*source);
  REQUIRE(out.documents.size() == 1);
  CHECK(out.documents[0].format == "mail");
  CHECK(out.documents[0].title == "A title");
  CHECK(out.documents[0].text == "The text.");
}
