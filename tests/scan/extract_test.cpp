// Documents as nuskha sees them: the same as a scan reports, with the places of their blocks.
#include "nuskha/extract.h"

#include <algorithm>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "nuskha/scan.h"
#include "support/catch.h"
#include "support/fixture_truth.h"

using namespace nuskha;

namespace {

Document document(std::string path, std::string text) {
  Document out;
  out.path = std::move(path);
  out.text = std::move(text);
  out.source_bytes = out.text.size();
  return out;
}

ExtractReport extract(std::vector<Document> documents, unsigned jobs = 1) {
  const auto source = open_documents(std::move(documents));
  return extract_documents(*source, jobs);
}

std::string json_of(const ExtractReport& report) {
  std::ostringstream out;
  write_extract_jsonl(report, out);
  return out.str();
}

std::string_view text_of(const ExtractedDocument& document, std::size_t block) {
  const SourceRange range = document.blocks[block].range;
  return std::string_view(document.text).substr(range.begin, range.end - range.begin);
}

}  // namespace

TEST_CASE("blocks are trimmed paragraphs with the lines that they begin on; what holds no word is in none") {
  Document plain = document("a.md", "A headline  \n\n* * *\n\n  Indented line\r\nسطر آخر\n");
  plain.first_line = 5;
  plain.title = "Of the\nfront matter";
  plain.date = "2021-04-15";
  plain.language = "en-GB";
  plain.encoding = "windows-1256";
  plain.encoding_detected = true;
  const ExtractReport report = extract({plain});
  REQUIRE(report.documents.size() == 1);
  const ExtractedDocument& one = report.documents[0];
  CHECK(one.text == plain.text);
  REQUIRE(one.blocks.size() == 3);
  CHECK(text_of(one, 0) == "A headline");
  CHECK(text_of(one, 1) == "Indented line");
  CHECK(text_of(one, 2) == "سطر آخر");
  CHECK(one.blocks[0].line == 5);
  CHECK(one.blocks[1].line == 9);
  CHECK(one.blocks[2].line == 10);
  CHECK_FALSE(one.blocks[1].place);
  CHECK(one.title == "Of the front matter");
  CHECK(one.date == "2021-04-15");
  CHECK(one.date_source == DateSource::front_matter);
  CHECK(one.language == "en-GB");
  CHECK(one.encoding_detected);
  CHECK(one.words == 6);
}

TEST_CASE("blocks of a document with pages or paragraphs have these for places") {
  Document paged = document("a.pdf", "First page\n\nBegins here\nand ends there\n\nLast");
  paged.format = "pdf";
  paged.place_unit = PlaceUnit::page;
  paged.places = {{0, 1}, {12, 2}, {24, 3}};
  paged.made_date = "2020-02-03";
  const ExtractReport report = extract({paged});
  const ExtractedDocument& one = report.documents.at(0);
  REQUIRE(one.blocks.size() == 4);
  CHECK(one.format == "pdf");
  CHECK(one.blocks[0].place == PlaceRange{PlaceUnit::page, 1, 1});
  CHECK(one.blocks[1].place == PlaceRange{PlaceUnit::page, 2, 2});
  CHECK(one.blocks[2].place == PlaceRange{PlaceUnit::page, 3, 3});
  CHECK(one.date == "2020-02-03");
  CHECK(one.date_source == DateSource::file_metadata);
}

TEST_CASE("what is told of the fixtures is what a scan tells, and every word is in a block") {
  const std::vector<std::string> folder = {test::fixture_archive()};
  const auto source = open_paths(folder, {});
  REQUIRE(source);
  const ExtractReport extracted = extract_documents(**source, 2);
  const auto again = open_paths(folder, {});
  const Result<Report> scanned = scan(**again, {});
  REQUIRE(scanned);
  REQUIRE(extracted.documents.size() == scanned->documents.size());
  CHECK(extracted.problems == scanned->problems);
  Analyzer analyzer;
  Analysis analysis;
  for (std::size_t i = 0; i < scanned->documents.size(); ++i) {
    const ExtractedDocument& one = extracted.documents[i];
    const DocumentRecord& record = scanned->documents[i];
    CHECK(one.path == record.path);
    CHECK(one.title == record.title);
    CHECK(one.date == record.date);
    CHECK(one.date_source == record.date_source);
    CHECK(one.words == record.words);
    CHECK(one.bytes == record.bytes);
    CHECK(one.encoding == record.encoding);
    CHECK(one.text_hash == record.text_hash);
    std::uint64_t words = 0;
    for (std::size_t block = 0; block < one.blocks.size(); ++block) {
      analyzer.analyze(text_of(one, block), analysis);
      words += analysis.words.size();
    }
    CHECK(words == one.words);
  }
}

TEST_CASE("extracts don't depend on threads, nor on the order of documents") {
  std::vector<Document> documents;
  for (int i = 0; i < 200; ++i)
    documents.push_back(document("d" + std::to_string(i % 150), "Text " + std::to_string(i) + "\n\nanother block"));
  const std::string one = json_of(extract(documents));
  CHECK(json_of(extract(documents, 4)) == one);
  std::reverse(documents.begin(), documents.end());
  CHECK(json_of(extract(documents, 3)) == one);
}
