// Boilerplate of a whole scan: quotations, dates, places, and documents that are read a second time.
#include "scan/boilerplate_records.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/run_program.h"

using namespace nuskha;

namespace {

const std::string about =
    "About the Office: it was founded in 1951 and works in nine provinces on water, health, schools and roads.";

/// A body unlike all others.
std::string body(std::size_t number) {
  std::string out;
  for (std::size_t i = 0; i < 60; ++i) {
    std::string word;
    for (std::size_t n = number * 60 + i + 30; n > 0; n /= 20) word += static_cast<char>('a' + n % 20);
    out += word + (i % 12 == 11 ? ".\n\n" : " ");
  }
  return out;
}

Document document(std::string path, std::string text, std::optional<std::string> date = {}) {
  Document out;
  out.path = std::move(path);
  out.text = std::move(text);
  out.date = std::move(date);
  return out;
}

Report scan_of(std::vector<Document> documents, bool places = true, unsigned jobs = 0) {
  ScanOptions options;
  options.timing = false;
  options.boilerplate_places = places;
  options.jobs = jobs;
  const auto source = open_documents(std::move(documents));
  auto report = scan(*source, options);
  REQUIRE(report);
  return std::move(*report);
}

std::vector<Document> releases() {
  std::vector<Document> out;
  for (std::size_t i = 0; i < 4; ++i)
    out.push_back(document("d" + std::to_string(i), body(i) + about + "\n", "2021-0" + std::to_string(i + 1) + "-05"));
  return out;
}

std::vector<std::string> places_of(const Report& report, const BoilerplateVariant& variant) {
  std::vector<std::string> out;
  for (const BoilerplatePlace& place : variant.places)
    out.push_back(report.documents[place.document].path + ":" + std::to_string(place.first_line) + "-" +
                  std::to_string(place.last_line) + (place.part ? "p" : ""));
  return out;
}

std::string json_of(const Report& report) {
  std::ostringstream out;
  write_json(report, out);
  return out.str();
}

/// A source that lets something happen between the two readings.
class SpiedSource : public DocumentSource {
 public:
  SpiedSource(std::unique_ptr<DocumentSource> source, std::function<void()> between)
      : source_(std::move(source)), between_(std::move(between)) {}
  bool next(std::vector<Document>& documents, std::vector<Problem>& problems) override {
    return source_->next(documents, problems);
  }
  std::unique_ptr<DocumentSource> again(std::span<const std::string> names) const override {
    between_();
    names_.assign(names.begin(), names.end());
    return source_->again(names);
  }
  std::size_t num_files() const override { return source_->num_files(); }
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::unique_ptr<DocumentSource> source_;
  std::function<void()> between_;
  mutable std::vector<std::string> names_;
};

}  // namespace

TEST_CASE("a footer is quoted as it stands, with its documents, dates and lines") {
  const Report report = scan_of(releases());
  REQUIRE(report.boilerplate.size() == 1);
  const BoilerplateRecord& record = report.boilerplate[0];
  CHECK(record.documents == 4);
  CHECK_FALSE(record.within_document);
  REQUIRE(record.variants.size() == 1);
  const BoilerplateVariant& variant = record.variants[0];
  CHECK(variant.text == about);
  CHECK(variant.documents == 4);
  CHECK(variant.first == "2021-01-05");
  CHECK(variant.last == "2021-04-05");
  CHECK(places_of(report, variant) == std::vector<std::string>{"d0:11-11", "d1:11-11", "d2:11-11", "d3:11-11"});
  CHECK(report.summary.boilerplate == 1);
}

TEST_CASE("without places only one document is read again") {
  const SpiedSource source(open_documents(releases()), [] {});
  ScanOptions options;
  const auto report = scan(const_cast<SpiedSource&>(source), options);
  REQUIRE(report);
  REQUIRE(report->boilerplate.size() == 1);
  CHECK(report->boilerplate[0].variants[0].places.empty());
  CHECK(source.names() == std::vector<std::string>{"d0"});
}

TEST_CASE("a reworded footer is a second wording, and copies count as documents") {
  std::vector<Document> documents = releases();
  for (std::size_t i = 4; i < 8; ++i) {
    std::string text = body(i) + about + "\n";
    text.replace(text.find("schools and roads"), 17, "schools, climate and roads");
    documents.push_back(document("e" + std::to_string(i), text, "2022-0" + std::to_string(i) + "-05"));
    if (i == 7) documents.push_back(document("f", text, "2022-11-30"));
  }
  const Report report = scan_of(documents);
  REQUIRE(report.boilerplate.size() == 1);
  const BoilerplateRecord& record = report.boilerplate[0];
  CHECK(record.documents == 9);
  REQUIRE(record.variants.size() == 2);
  CHECK(record.variants[0].documents == 5);
  CHECK(record.variants[0].last == "2022-11-30");
  CHECK(record.variants[0].text.find("climate") != std::string::npos);
  CHECK(record.variants[1].last == "2021-04-05");
}

TEST_CASE("a footer pasted in twice is listed within its document") {
  const Report report = scan_of({document("a", body(1) + about + "\n\n" + about + "\n")});
  REQUIRE(report.boilerplate.size() == 1);
  CHECK(report.boilerplate[0].within_document);
  CHECK(report.boilerplate[0].documents == 1);
  CHECK(places_of(report, report.boilerplate[0].variants[0]) == std::vector<std::string>{"a:11-11", "a:13-13"});
  // What recurs in other documents is listed once.
  std::vector<Document> documents = releases();
  documents[2].text += "\n" + about + "\n";
  const Report recurring = scan_of(documents);
  REQUIRE(recurring.boilerplate.size() == 1);
  CHECK_FALSE(recurring.boilerplate[0].within_document);
  CHECK(recurring.boilerplate[0].variants[0].places.size() == 5);
}

TEST_CASE("option keep_boilerplate reports none") {
  ScanOptions options;
  options.keep_boilerplate = true;
  const auto source = open_documents(releases());
  const auto report = scan(*source, options);
  REQUIRE(report);
  CHECK(report->boilerplate.empty());
  CHECK(report->summary.boilerplate == 0);
}

TEST_CASE("boilerplate doesn't depend on threads, nor on the order of documents") {
  std::vector<Document> documents = releases();
  for (std::size_t i = 10; i < 200; ++i)
    documents.push_back(document("x" + std::to_string(i), body(i) + (i % 3 == 0 ? about + "\n" : body(300 + i % 5))));
  const std::string one = json_of(scan_of(documents, true, 1));
  CHECK(json_of(scan_of(documents, true, 4)) == one);
  std::reverse(documents.begin(), documents.end());
  CHECK(json_of(scan_of(documents, true, 3)) == one);
}

TEST_CASE("lines are those of the file, front matter counted") {
  const testing::TemporaryFolder folder;
  for (std::size_t i = 0; i < 4; ++i)
    folder.write("d/" + std::to_string(i) + ".md", "---\r\ntitle: Release\r\ndate: 2021-04-1" + std::to_string(i) +
                                                       "\r\n---\r\n" + body(i) + about + "\n");
  const std::vector<std::string> paths = {(folder.path() / "d").string()};
  const auto source = open_paths(paths, {});
  REQUIRE(source);
  ScanOptions options;
  options.boilerplate_places = true;
  const auto report = scan(**source, options);
  REQUIRE(report);
  REQUIRE(report->boilerplate.size() == 1);
  for (const BoilerplatePlace& place : report->boilerplate[0].variants[0].places) CHECK(place.first_line == 15);
}

TEST_CASE("a document that changed or went before it is quoted is a problem, and the rest stands") {
  const testing::TemporaryFolder folder;
  for (std::size_t i = 0; i < 4; ++i) folder.write("d/" + std::to_string(i) + ".txt", body(i) + about + "\n");
  const std::vector<std::string> paths = {(folder.path() / "d").string()};
  auto opened = open_paths(paths, {});
  REQUIRE(opened);
  SpiedSource source(std::move(*opened), [&] {
    folder.write("d/0.txt", "another text");
    std::filesystem::remove(folder.path() / "d/1.txt");
  });
  ScanOptions options;
  options.boilerplate_places = true;
  const auto report = scan(source, options);
  REQUIRE(report);
  REQUIRE(report->boilerplate.size() == 1);
  const BoilerplateVariant& variant = report->boilerplate[0].variants[0];
  CHECK(variant.documents == 4);
  CHECK(variant.text.empty());  // it was to come from 0.txt
  CHECK(variant.places.size() == 2);
  REQUIRE(report->problems.size() == 2);
  CHECK(report->problems[0].path == paths[0] + "/0.txt");
  CHECK(report->problems[0].code == "changed");
  CHECK(report->problems[1].path == paths[0] + "/1.txt");
  CHECK(report->problems[1].code == "disappeared");
  CHECK(report->summary.problems == 2);
}

TEST_CASE("families of one day count as one") {
  using Dates = std::vector<std::optional<std::string_view>>;
  const PageLists<std::uint32_t> holders = {{0}, {1, 4}, {2}, {3}};
  const std::vector<std::uint32_t> families = {0, 0, 2, 3};
  const Dates dates = {"2021-01-05", "2021-01-03", "2021-01-03", {}, "2021-01-04"};
  const auto by_day = families_by_day(families, holders, dates);
  CHECK(by_day[0] == by_day[1]);
  CHECK(by_day[0] == by_day[2]);
  CHECK(by_day[3] == 3);
  CHECK(families_by_day(families, holders, Dates(5)) == families);
}

TEST_CASE("a day that most of an archive is of makes no family") {
  constexpr std::uint32_t count = 40;
  std::vector<std::uint32_t> families(count);
  std::iota(families.begin(), families.end(), 0u);
  PageLists<std::uint32_t> holders;
  for (std::uint32_t i = 0; i < count; ++i) holders.push_back({{i}});
  std::vector<std::string> days;
  for (std::uint32_t i = 0; i < count; ++i) days.push_back("2021-01-" + std::to_string(i));
  std::vector<std::optional<std::string_view>> dates(count, "2024-02-29");
  CHECK(families_by_day(families, holders, dates) == families);
  for (std::uint32_t i = 10; i < count; ++i) dates[i] = days[i];
  const std::vector<std::uint32_t> found = families_by_day(families, holders, dates);
  CHECK(std::count(found.begin(), found.end(), 0u) == 10);
  dates[10] = "2024-02-29";
  CHECK(families_by_day(families, holders, dates) == families);
}

TEST_CASE("pages, paragraphs and lines of a source are told where documents have them") {
  std::vector<Document> documents = releases();
  const auto footer = [&](std::size_t i) { return static_cast<std::uint64_t>(documents[i].text.find("About the")); };
  documents[0].place_unit = PlaceUnit::page;
  documents[0].places = {{0, 1}, {footer(0) - 3, 2}, {footer(0) + 20, 3}};
  documents[1].place_unit = PlaceUnit::paragraph;
  documents[1].places = {{0, 1}, {footer(1), 6}};
  documents[2].places = {{0, 9}, {footer(2), 77}};
  const Report report = scan_of(documents);
  REQUIRE(report.boilerplate.size() == 1);
  const std::vector<BoilerplatePlace>& places = report.boilerplate[0].variants[0].places;
  REQUIRE(places.size() == 4);
  CHECK(places[0].place == PlaceRange{PlaceUnit::page, 2, 3});
  CHECK(places[0].first_line == 11);
  CHECK(places[1].place == PlaceRange{PlaceUnit::paragraph, 6, 6});
  CHECK(places[1].first_line == 11);
  CHECK_FALSE(places[2].place);
  CHECK(places[2].first_line == 77);
  CHECK(places[3].first_line == 11);
}
