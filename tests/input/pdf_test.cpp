// Tests that need pdftotext ask for it; without it they only see that a PDF is a problem then. Other pdftotexts,
// scripts in a temporary folder that stands first in PATH, show what becomes of their failures.
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "base/unicode.h"
#include "input/pdf_title.h"
#include "input/readers.h"
#include "input/temporary_folder.h"
#include "support/catch.h"

using nuskha::Document;
using nuskha::InputOptions;
using nuskha::is_pdf;
using nuskha::PlaceMark;
using nuskha::Problem;
using nuskha_test::TemporaryFolder;

namespace {

std::string read_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string fixture(const std::string& name) { return read_bytes(std::string(NUSKHA_FIXTURES) + "/formats/" + name); }

struct Read {
  bool has_document = false;
  Document document;
  std::vector<Problem> problems;

  std::string codes() const {
    std::string out;
    for (const Problem& problem : problems) out += (out.empty() ? "" : " ") + problem.code;
    return out;
  }
};

Read read_pdf(const std::string& bytes, const InputOptions& options = {}) {
  Read read;
  read.document.path = "a.pdf";
  read.has_document = nuskha::extract_pdf(bytes, {.options = options}, read.document, read.problems);
  for (const Problem& problem : read.problems) {
    REQUIRE(problem.path == "a.pdf");
    REQUIRE(problem.message.ends_with("."));
    REQUIRE(problem.message.find('\n') == std::string::npos);
    REQUIRE(nuskha::find_invalid_utf8(problem.message) == std::string::npos);
  }
  REQUIRE(nuskha::find_invalid_utf8(read.document.text) == std::string::npos);
  return read;
}

/// PATH as it was again when this goes.
class Path {
 public:
  explicit Path(const std::string& value) : before_(std::getenv("PATH")) { setenv("PATH", value.c_str(), 1); }
  Path(const Path&) = delete;
  Path& operator=(const Path&) = delete;
  ~Path() { setenv("PATH", before_.c_str(), 1); }
  const std::string& before() const { return before_; }

 private:
  std::string before_;
};

/// A pdftotext of our own.
Read read_by(const std::string& script, const InputOptions& options = {}) {
  const TemporaryFolder folder;
  const std::string program = folder.write("pdftotext", "#!/bin/sh\n" + script + "\n");
  REQUIRE(chmod(program.c_str(), 0755) == 0);
  const Path path(folder.path() + ":" + std::getenv("PATH"));
  return read_pdf("%PDF-1.4\n", options);
}

/// True if there is a pdftotext; else sees to it that its lack is told.
bool has_pdftotext() {
  if (nuskha::pdf_missing_here().empty()) return true;
  const Read read = read_pdf(fixture("pdf-release-ar.pdf"));
  CHECK(!read.has_document);
  CHECK(read.codes() == "unsupported");
  return false;
}

/// The least PDF with these lines.
std::string small_pdf(const std::string& content) {
  const std::vector<std::string> objects = {
      "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
      "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>",
      "<</Length " + std::to_string(content.size()) + ">>\nstream\n" + content + "\nendstream",
      "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"};
  std::string out = "%PDF-1.4\n";
  std::string table = "0000000000 65535 f \n";
  for (std::size_t i = 0; i < objects.size(); ++i) {
    std::string offset = std::to_string(out.size());
    table += std::string(10 - offset.size(), '0') + offset + " 00000 n \n";
    out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  return out + "xref\n0 6\n" + table + "trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n" + std::to_string(out.size()) +
         "\n%%EOF\n";
}

const std::string two_lines =
    "BT /F 12 Tf 20 150 Td (The bridge at Tel Rumm) Tj 0 -16 Td (opens on 4 June 2024.) Tj ET";

}  // namespace

TEST_CASE("a PDF is known by its signature near its beginning") {
  CHECK(is_pdf("%PDF-1.7\n%\xE2\xE3", "x"));
  CHECK(is_pdf(std::string(1000, '\n') + "%PDF-2.0", "x"));
  CHECK(!is_pdf(std::string(1100, '\n') + "%PDF-2.0", "x"));
  CHECK(!is_pdf("A PDF begins with %PDF-1.4 in its first bytes.", "x.pdf"));
  CHECK(!is_pdf("%PDF-", "x.pdf"));
  CHECK(!is_pdf("", "x.pdf"));
}

TEST_CASE("releases exported to PDF have the text that was exported") {
  if (!has_pdftotext()) return;
  for (const std::string name : {"release-ar", "release-he", "release-ja", "ligatures-ar", "two-pages-en"}) {
    CAPTURE(name);
    const Read read = read_pdf(fixture("pdf-" + name + ".pdf"));
    CHECK(read.has_document);
    CHECK(read.codes().empty());
    CHECK(read.document.text + "\n" == fixture("pdf-" + name + ".txt"));
    CHECK(read.document.place_unit == nuskha::PlaceUnit::page);
    REQUIRE(!read.document.places.empty());
    CHECK(read.document.places[0] == PlaceMark{0, 1});
    CHECK(read.document.made_date.has_value());
    CHECK(!read.document.date.has_value());
  }
}

TEST_CASE("the title is that of the metadata, unless it is the name of a file") {
  if (!has_pdftotext()) return;
  CHECK(read_pdf(fixture("pdf-release-ja.pdf")).document.title == "タルマル市、港の倉庫を図書館に");
  CHECK(!read_pdf(fixture("pdf-ligatures-ar.pdf")).document.title.has_value());
}

TEST_CASE("pages are marked") {
  if (!has_pdftotext()) return;
  const Document document = read_pdf(fixture("pdf-two-pages-en.pdf")).document;
  REQUIRE(document.places.size() == 2);
  CHECK(document.places[1].number == 2);
  CHECK(document.text.find("Harbour Authority – Press release") == 0);
  CHECK(document.text.find("Harbour Authority – Press release", 1) == std::string::npos);
  CHECK(document.text.find("Page 2") == std::string::npos);
}

TEST_CASE("a password is asked for in a problem, an owner's password is not needed") {
  if (!has_pdftotext()) return;
  const Read locked = read_pdf(fixture("pdf-locked.pdf"));
  CHECK(!locked.has_document);
  CHECK(locked.codes() == "encrypted");
  const Read owner = read_pdf(fixture("pdf-owner-locked.pdf"));
  CHECK(owner.codes().empty());
  CHECK(owner.document.text == "The bridge at Tel Rumm opens on 4 June 2024.");
}

TEST_CASE("pictures without text are an empty document and a problem") {
  if (!has_pdftotext()) return;
  const Read read = read_pdf(fixture("pdf-scan.pdf"));
  CHECK(read.has_document);
  CHECK(read.document.text.empty());
  CHECK(read.codes() == "no-text");
  CHECK(read.problems[0].message.find("ocrmypdf") != std::string::npos);
}

TEST_CASE("many threads read PDF files at once") {
  if (!has_pdftotext()) return;
  const std::string bytes = small_pdf(two_lines);
  std::vector<std::string> texts(8);
  std::vector<std::thread> threads;
  for (std::string& text : texts) {
    threads.emplace_back([&text, &bytes] {
      const InputOptions options;
      std::vector<Problem> problems;
      Document document;
      if (nuskha::extract_pdf(bytes, {.options = options}, document, problems)) text = document.text;
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& text : texts) CHECK(text == "The bridge at Tel Rumm opens on 4 June 2024.");
}

TEST_CASE("truncated and changed files give a problem or a document") {
  if (!has_pdftotext()) return;
  const std::string bytes = small_pdf(two_lines);
  const auto check = [](const std::string& damaged) {
    const Read read = read_pdf(damaged);
    REQUIRE((read.has_document || !read.problems.empty()));
  };
  for (std::size_t size = 0; size < bytes.size(); size += 13) check(bytes.substr(0, size));
  CHECK(read_pdf(bytes.substr(0, bytes.size() * 3 / 4)).codes() == "malformed");
  std::mt19937 random(11);
  for (int i = 0; i < 60; ++i) {
    std::string damaged = bytes;
    for (auto n = 1 + random() % 6; n > 0; --n) damaged[random() % damaged.size()] = static_cast<char>(random());
    check(damaged);
  }
}

TEST_CASE("a machine without pdftotext says what to install") {
  const TemporaryFolder empty;
  const Path path(empty.path());
  CHECK(!nuskha::pdf_missing_here().empty());
  const Read read = read_pdf(small_pdf(two_lines));
  CHECK(!read.has_document);
  CHECK(read.codes() == "unsupported");
  CHECK(read.problems[0].message.find("poppler-utils") != std::string::npos);
}

TEST_CASE("a pdftotext that doesn't end is timed out") {
  InputOptions options;
  options.limits.pdf_seconds = 1;
  const Read read = read_by("sleep 5000", options);
  CHECK(!read.has_document);
  CHECK(read.codes() == "timed-out");
}

TEST_CASE("a pdftotext that prints without end is ended") {
  InputOptions options;
  options.limits.document_bytes = 10'000;
  CHECK(read_by("yes '<word>'", options).codes() == "too-large");
  CHECK(read_by("echo '<doc>'; echo '<page >'; i=0; while [ $i -lt 1000 ]; do echo '<word "
                ">abcdefghijklmnopqrstuvwxyz</word>'; i=$((i+1)); done",
                options)
            .codes() == "too-large");
}

TEST_CASE("a pdftotext that breaks down, or lacks memory, is a problem of the file") {
  CHECK(read_by("kill -SEGV $$").codes() == "malformed");
  CHECK(!read_by("kill -SEGV $$").has_document);
  CHECK(read_by("echo 'Out of memory' >&2; exit 1").codes() == "too-large");
  CHECK(
      read_by("echo \"terminate called after throwing an instance of 'std::bad_alloc'\" >&2; kill -ABRT $$").codes() ==
      "too-large");
  CHECK(read_by("echo 'Command Line Error: Incorrect password' >&2; exit 1").codes() == "encrypted");
  CHECK(read_by("echo 'Usage: pdftotext [options]' >&2; exit 99").codes() == "unsupported");
  CHECK(read_by("exit 127").codes() == "unsupported");
  CHECK(read_by("exit 0").codes() == "malformed");
}

TEST_CASE("what was read before pdftotext broke down is kept") {
  const Read read = read_by(
      "echo '<doc>'; echo '<page >'; echo '<line >'; echo '<word xMin=\"1\" yMin=\"1\" xMax=\"20\" "
      "yMax=\"9\">text</word>'; kill -SEGV $$");
  CHECK(read.has_document);
  CHECK(read.document.text == "text");
  CHECK(read.codes() == "malformed");
}

TEST_CASE("garbage is not believed, nor quoted as it is") {
  CHECK(read_by("head -c 200000 /dev/urandom").codes() == "malformed");
  const Read read = read_by("printf 'Syntax Error: \\033[31m\\xff bad\\tthing %0300d\\nmore' 0 >&2; exit 1");
  REQUIRE(read.codes() == "malformed");
  CHECK(read.problems[0].message.find('\x1B') == std::string::npos);
  CHECK(read.problems[0].message.find("bad thing") != std::string::npos);
  CHECK(read.problems[0].message.size() < 400);
}

TEST_CASE("titles that are names of files, addresses or nothing are none") {
  using nuskha::useful_pdf_title;
  for (const char* title :
       {"", " ", "Microsoft Word - Release.doc", "release_v2", "PR-2021-04-15", "report.indd", "untitled", "Untitled-1",
        "Document 2", "https://talmar.example/a", "بدون عنوان", "無題", "About:blank", "12345"})
    CHECK(!useful_pdf_title(title).has_value());
  CHECK(useful_pdf_title("  Talmar opens\na plant ") == "Talmar opens a plant");
  CHECK(useful_pdf_title("بيان صحفي") == "بيان صحفي");
  CHECK(useful_pdf_title("2024年の報告") == "2024年の報告");
}
