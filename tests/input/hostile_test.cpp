// Damaged files of every format, through the whole of the input layer: whatever the bytes are, there is a document or a
// problem, and never a crash. How many random changes are tried is set by NUSKHA_MUTATIONS, of which sample alone by
// NUSKHA_SAMPLE ("a.docx"); docs/decisions/input-limits.md has what came of 10,000 each under the sanitizers.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/unicode.h"
#include "input/compress.h"
#include "input/temporary_folder.h"
#include "nuskha/input.h"
#include "support/catch.h"
#include "support/pack.h"

using nuskha_test::compress;
using nuskha_test::pack;
using nuskha_test::TemporaryFolder;

namespace {

struct Sample {
  std::string name;
  std::string bytes;
  bool is_slow = false;  ///< Another program reads it.
};

std::string fixture(const std::string& name) {
  std::ifstream file(std::string(NUSKHA_FIXTURES) + "/formats/" + name, std::ios::binary);
  REQUIRE(file);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

const std::string page =
    "<!DOCTYPE html><html lang=ar dir=rtl><head><meta charset=utf-8><title>T &amp; U</title><script>if (a<b) "
    "{}</script>"
    "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"datePublished\":\"2024-10-14\"}</script></head>"
    "<body><nav><a href=/>Home</a></nav><main><h1>\u0646\u0634\u0631\u0629</h1><p>The first <b>paragraph</b> &mdash; "
    "and<br>a line.</p><table><tr><td>1</td><td>2</td></tr></table><!-- no --><ul><li>x<li>y</ul></main></body></html>";

const std::string letter =
    "Return-Path: <a@b.example>\r\nMIME-Version: 1.0\r\nFrom: =?utf-8?B?2YU=?= <a@b.example>\r\nTo: c@d.example\r\n"
    "Message-ID: <1@b>\r\nDate: Mon, 14 Oct 2024 09:00:00 +0200\r\nSubject: x\r\nContent-Type: multipart/mixed; "
    "boundary=\"q\"\r\n\r\n--q\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
    "quoted-printable\r\n\r\nOne =D9=85 two=\r\n three\r\n--q\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: "
    "base64\r\n\r\nPHA+eDwvcD4=\r\n--q--\r\n";

std::string web_archive() {
  const std::string http = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n" +
                           fmt::format("{:x}\r\n{}\r\n0\r\n\r\n", page.size(), page);
  return "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/b/\r\nWARC-Date: "
         "2024-10-15T00:00:00Z\r\n"
         "WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: " +
         std::to_string(http.size()) + "\r\n\r\n" + http + "\r\n\r\n";
}

std::vector<Sample> all_samples() {
  const std::string text = "A release.\n\nWith a second paragraph.\n";
  const std::vector<nuskha_test::PackedFile> files = {{"a.txt", text}, {"b/c.html", page}, {"d.eml", letter}};
  return {
      {"a.txt", text},
      {"a.md", "---\ntitle: T\ndate: 2024-10-14\n---\n# H\n\ntext\n"},
      {"a.html", page},
      {"a.docx", fixture("release/en.docx")},
      {"a.odt", fixture("release/en.odt")},
      {"a.pdf", fixture("release/en.pdf"), true},
      {"a.eml", letter},
      {"a.mbox",
       "From a@b.example Mon Oct 14 09:00:00 2024\n" + letter + "\n\nFrom a@b Mon Oct 14 09:00:00 2024\n" + letter},
      {"a.csv", "id,date,title,text\n1,2024-10-14,\"A, \"\"B\"\"\",\"one\ntwo\"\n2,,,three\n"},
      {"a.json", "[{\"id\":1,\"text\":\"one \\u0645\"},{\"text\":\"two\",\"date\":\"2024-10-14\"}]"},
      {"a.jsonl", "{\"text\":\"one\"}\n{\"text\":\"two\"}\n"},
      {"a.txt.gz", compress(text, true)},
      {"a.txt.zst", compress(text, false)},
      {"a.zip", pack(files, "zip", "none")},
      {"a.7z", pack(files, "7zip", "none")},
      {"a.tar.gz", pack(files, "pax", "gzip")},
      {"a.tar.xz", pack(files, "pax", "xz")},
      {"a.tar.zst", pack(files, "pax", "zstd")},
      {"a.warc", web_archive()},
      {"a.warc.gz", compress(web_archive(), true)},
  };
}

/// All, or the one that NUSKHA_SAMPLE names.
std::vector<Sample> samples() {
  std::vector<Sample> all = all_samples();
  const char* const wanted = std::getenv("NUSKHA_SAMPLE");  // NOLINT(concurrency-mt-unsafe)
  if (wanted != nullptr) std::erase_if(all, [&](const Sample& sample) { return sample.name != wanted; });
  REQUIRE_FALSE(all.empty());
  return all;
}

const std::set<std::string> codes = {"unreadable",   "special-file", "disappeared", "changed",   "binary",
                                     "invalid-utf8", "undecodable",  "malformed",   "too-large", "unsupported",
                                     "encrypted",    "too-deep",     "too-many",    "timed-out", "no-text"};

/// Reads a file of these bytes and checks what holds of any.
void check_reading(const TemporaryFolder& folder, const std::string& name, const std::string& bytes) {
  const std::string path = folder.write(name, bytes);
  const std::string paths[] = {path};
  nuskha::InputOptions options;
  options.limits.pdf_seconds = 20;
  const auto source = nuskha::open_paths(paths, options);
  REQUIRE(source);
  const auto out = nuskha_test::read_all(**source);
  std::string wrong;
  const auto expect = [&](bool holds, const std::string& what) {
    if (!holds && wrong.empty()) wrong = what;
  };
  for (const nuskha::Document& document : out.documents) {
    expect(nuskha::find_invalid_utf8(document.text) == std::string::npos, "text that isn't UTF-8: " + document.path);
    expect(document.path.starts_with(path), "a name of another file: " + document.path);
    expect(document.places.empty() || document.places.front().offset == 0, "a text before the first place");
    expect(std::is_sorted(document.places.begin(), document.places.end(),
                          [](const auto& a, const auto& b) { return a.offset < b.offset; }),
           "places out of order");
    expect(document.places.empty() || document.places.back().offset <= document.text.size(), "a place beyond the text");
    expect(!document.date || document.date->size() == 10, "a date that isn't YYYY-MM-DD");
    if (document.title)
      expect(nuskha::find_invalid_utf8(*document.title) == std::string::npos, "a title that isn't UTF-8");
  }
  for (const nuskha::Problem& problem : out.problems) {
    expect(codes.contains(problem.code), "an unknown code: " + problem.code);
    expect(problem.path.starts_with(path), "a problem of another file: " + problem.path);
    expect(problem.message.size() > 10, "no message");
    expect(problem.message.find('\n') == std::string::npos, "a message of several lines: " + problem.message);
  }
  if (!wrong.empty()) {
    FAIL_CHECK(name << ": " << wrong << "; the file is in hostile-" << name);
    std::ofstream("hostile-" + name, std::ios::binary) << bytes;
  }
}

/// One to eight changes: a bit, a byte, a run of zeros, a part doubled, a part cut out, two parts exchanged.
std::string damaged(std::string bytes, std::mt19937_64& random) {
  const auto below = [&](std::size_t bound) { return bound == 0 ? 0 : static_cast<std::size_t>(random() % bound); };
  const std::size_t changes = 1 + below(8);
  for (std::size_t i = 0; i < changes && !bytes.empty(); ++i) {
    const std::size_t at = below(bytes.size());
    const std::size_t length = std::min(bytes.size() - at, std::size_t{1} + below(32));
    switch (below(7)) {
      case 0: bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8))); break;
      case 1:
      case 2: bytes[at] = static_cast<char>(below(256)); break;
      case 3:
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), length, below(2) == 0 ? '\0' : '\xFF');
        break;
      case 4: bytes.insert(at, bytes.substr(below(bytes.size()), length)); break;
      case 5: bytes.erase(at, length); break;
      default: std::swap(bytes[at], bytes[below(bytes.size())]);
    }
  }
  return bytes;
}

std::size_t num_mutations() {
  const char* const wanted = std::getenv("NUSKHA_MUTATIONS");  // NOLINT(concurrency-mt-unsafe)
  return wanted == nullptr ? 60 : static_cast<std::size_t>(std::strtoull(wanted, nullptr, 10));
}

}  // namespace

TEST_CASE("every sample of a format is read without a problem") {
  const TemporaryFolder folder;
  for (const Sample& sample : samples()) {
    const std::string paths[] = {folder.write(sample.name, sample.bytes)};
    const auto source = nuskha::open_paths(paths, {});
    REQUIRE(source);
    const auto out = nuskha_test::read_all(**source);
    CAPTURE(sample.name, out.problems.empty() ? std::string() : out.problems[0].message);
    if (sample.is_slow && out.problem("unsupported") != nullptr) continue;  // its program isn't installed
    CHECK(out.problems.empty());
    CHECK_FALSE(out.documents.empty());
  }
}

TEST_CASE("every truncation of a file of each format gives documents or problems", "[exhaustive]") {
  const TemporaryFolder folder;
  for (const Sample& sample : samples()) {
    // Of large files not each: all of the beginning and the end, where the structure is, and steps between.
    const std::size_t step =
        sample.is_slow ? sample.bytes.size() / 40 : std::max<std::size_t>(sample.bytes.size() / 700, 1);
    for (std::size_t size = 0; size < sample.bytes.size(); size += step)
      check_reading(folder, sample.name, sample.bytes.substr(0, size));
  }
}

TEST_CASE("random changes of a file of each format give documents or problems", "[exhaustive]") {
  const TemporaryFolder folder;
  const std::size_t count = num_mutations();
  for (const Sample& sample : samples()) {
    std::mt19937_64 random(20241014 + nuskha::hash64(sample.name));  // the same whatever other samples are tried
    for (std::size_t i = 0; i < (sample.is_slow ? count / 10 : count); ++i)
      check_reading(folder, sample.name, damaged(sample.bytes, random));
  }
}

TEST_CASE("every format is told by its content under any name", "[exhaustive]") {
  const TemporaryFolder folder;
  for (const Sample& sample : samples()) {
    if (sample.name == "a.csv" || sample.name == "a.json" || sample.name == "a.jsonl") continue;  // told by their names
    for (const char* name : {"x", "x.txt", "x.pdf", "x.docx", "x.html", "x.zip", "x.jpg"}) {
      const std::string paths[] = {folder.write(name, sample.bytes)};
      const auto source = nuskha::open_paths(paths, {});
      REQUIRE(source);
      const auto out = nuskha_test::read_all(**source);
      CAPTURE(sample.name, name, out.problems.empty() ? std::string() : out.problems[0].message);
      if (sample.is_slow && out.problem("unsupported") != nullptr) continue;
      CHECK(out.problems.empty());
      CHECK_FALSE(out.documents.empty());
    }
  }
}
