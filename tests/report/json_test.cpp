// write_json and write_jsonl: escapes, numbers, absent fields.
#include <algorithm>
#include <sstream>
#include <streambuf>
#include <string>

#include <nlohmann/json.hpp>

#include "report/json.h"
#include "report/json_record.h"
#include "report/sample_report.h"
#include "report/schema_check.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::testing;
using nlohmann::json;

namespace {

std::string json_string(std::string_view text) {
  std::string out;
  append_json_string(text, out);
  return out;
}

std::string rounded(double value, int decimals = 4) {
  std::string out;
  append_rounded(value, decimals, out);
  return out;
}

}  // namespace

TEST_CASE("an empty report is a summary, and empty arrays") {
  Report report;
  count_records(report);
  CHECK(to_jsonl(report) ==
        "{\"type\":\"summary\",\"documents\":0,\"bytes\":0,\"families\":0,\"pairs\":0,\"boilerplate\":0,\"problems\":0,"
        "\"join\":\"exact\",\"join_floor\":0.0}\n");
  const json whole = json::parse(to_json(report));
  for (const char* name : {"documents", "pairs", "families", "boilerplate", "problems"}) {
    CHECK(whole.at(name) == json::array());
  }
  CHECK(SchemaCheck().check(whole, "report") == "");
}

TEST_CASE("a family says what is lost, and what was not measured") {
  Report report = make_documented_example();
  FamilyRecord& family = report.families[0];
  family.lost = {{0, {1, 2}}, {{}, {0, 1}}};
  family.cohesion_known = false;
  family.collated = false;
  report.summary.families_not_collated = 1;
  const json whole = json::parse(to_json(report));
  CHECK(SchemaCheck().check(whole, "report") == "");
  const json& record = whole.at("families").at(0);
  CHECK(record.at("lost") ==
        json::parse(R"([{"parent":"news/2021-04-15.txt","members":["news/2021-04-18.txt","old/arabic.txt"]},
                        {"parent":null,"members":["news/2021-04-15.txt","news/2021-04-18.txt"]}])"));
  CHECK(record.at("cohesion_at_most") == 0.9635);
  CHECK_FALSE(record.contains("cohesion"));
  CHECK(record.at("collated") == false);
  CHECK(whole.at("summary").at("families_not_collated") == 1);
}

TEST_CASE("every byte comes back from a JSON string, bad ones as \\xHH") {
  for (int byte = 0; byte < 0x80; ++byte) {
    const std::string text = std::string("a") + static_cast<char>(byte) + "b";
    CHECK(json::parse(json_string(text)).get<std::string>() == text);
  }
  for (int byte = 0x80; byte < 0x100; ++byte) {
    const std::string text = std::string("a") + static_cast<char>(byte) + "b";
    char expected[16];
    std::snprintf(expected, sizeof expected, "a\\x%02xb", static_cast<unsigned>(byte));
    CHECK(json::parse(json_string(text)).get<std::string>() == expected);
  }
}

TEST_CASE("a byte is escaped wherever in the string it stands") {
  // Strings are looked at eight bytes at a time.
  const std::string special[] = {"\n", "\x01", "\x1F", " ",    "!",    "\"",   "#", "[",
                                 "\\", "]",    "~",    "\x7F", "\x80", "\xFF", "é"};
  for (std::size_t length = 0; length <= 26; ++length) {
    for (std::size_t at = 0; at <= length; ++at) {
      for (const std::string& first : special) {
        for (const std::string& second : {std::string(), std::string("\""), std::string("\x7F"), std::string("ء")}) {
          std::string text(length, 'x');
          text.insert(at + (length - at) / 2, second);
          text.insert(at, first);
          std::string shown;  // what doesn't belong to UTF-8 is a backslash and three characters
          for (std::size_t i = 0; i < text.size(); ++i) {
            const bool alone = text[i] == '\x80' || text[i] == '\xFF';
            shown += alone ? (text[i] == '\xFF' ? "\\xff" : "\\x80") : std::string(1, text[i]);
          }
          const std::string out = json_string(text);
          REQUIRE(json::parse(out).get<std::string>() == shown);
          for (const char c : out) REQUIRE((static_cast<unsigned char>(c) >= 0x20 && c != 0x7F));
        }
      }
    }
  }
}

TEST_CASE("keys of any length stand before numbers and strings") {
  for (std::size_t length = 1; length <= 80; ++length) {
    const std::string key(length, 'k');
    std::string out;
    JsonRecord(out).string(key, "text").integer(key + "i", 18446744073709551615u).number(key + "n", 1e12, 6).end();
    CHECK(out == "{\"" + key + "\":\"text\",\"" + key + "i\":18446744073709551615,\"" + key + "n\":1000000000000.0}");
  }
}

TEST_CASE("valid UTF-8 is written as it is, U+FFFD and line separators included") {
  const std::string text = "نيسان \xEF\xBF\xBD \xE2\x80\xA8 \xF0\x9F\x98\x80";
  CHECK(json_string(text) == "\"" + text + "\"");
}

TEST_CASE("each byte of a broken sequence is escaped") {
  CHECK(json_string("\xE2\x82") == R"("\\xe2\\x82")");
  CHECK(json_string("\xC0\xAF") == R"("\\xc0\\xaf")");
  CHECK(json_string("\xED\xA0\x80") == R"("\\xed\\xa0\\x80")");
}

TEST_CASE("numbers are rounded, without trailing zeros but one") {
  CHECK(rounded(0) == "0.0");
  CHECK(rounded(1) == "1.0");
  CHECK(rounded(0.5) == "0.5");
  CHECK(rounded(0.00004) == "0.0");
  CHECK(rounded(0.00005) == "0.0001");
  CHECK(rounded(0.0123) == "0.0123");
  CHECK(rounded(0.9) == "0.9");
  CHECK(rounded(0.905) == "0.905");
  CHECK(rounded(0.99996) == "1.0");
  CHECK(rounded(12.3456, 3) == "12.346");
  CHECK(rounded(3600.0004, 3) == "3600.0");
  for (int i = 0; i <= 10000; ++i) {
    REQUIRE(json::parse(rounded(i / 10000.0)).get<double>() == Approx(i / 10000.0).margin(1e-12));
  }
}

TEST_CASE("date, title and level are null when there are none, the rest is left out") {
  Report report;
  report.documents = {make_document("a"), make_document("b")};
  report.pairs = {make_pair(0, 1, Relation::revision, 0.8)};
  count_records(report);
  const std::string text = to_jsonl(report);
  CHECK(text.find(R"("date":null,"title":null)") != std::string::npos);
  CHECK(text.find(R"("level":null)") != std::string::npos);
  for (const char* name : {"encoding", "copies_not_paired", "buckets_cut", "seconds", "date_source", "date_readings"}) {
    CHECK(text.find(name) == std::string::npos);
  }
  report.summary.copies_not_paired = 3;
  report.summary.buckets_cut = 2;
  report.summary.seconds = 1.5;
  CHECK(to_jsonl(report).find(R"("join_floor":0.0,"copies_not_paired":3,"buckets_cut":2,"seconds":1.5})") !=
        std::string::npos);
}

TEST_CASE("where a date was found is said, and what a date that was passed over could be") {
  Report report;
  report.documents = {make_document("a", "2021-04-15")};
  for (const auto& [source, name] :
       std::vector<std::pair<DateSource, std::string>>{{DateSource::front_matter, "front-matter"},
                                                       {DateSource::dateline, "dateline"},
                                                       {DateSource::text, "text"},
                                                       {DateSource::file_name, "file-name"},
                                                       {DateSource::file_metadata, "file-metadata"},
                                                       {DateSource::file_time, "file-time"}}) {
    edit_document(report, 0, [found = source](DocumentRecord& d) { d.date_source = found; });
    CHECK(to_jsonl(report).find("\"date_source\":\"" + name + "\"}") != std::string::npos);
  }
  edit_document(report, 0, [&](DocumentRecord& d) { d.date_readings = {"2021-04-05", "2021-05-04"}; });
  CHECK(to_jsonl(report).find(R"("date_readings":["2021-04-05","2021-05-04"]})") != std::string::npos);
}

TEST_CASE("a guessed UTF-8 is said to be guessed") {
  Report report;
  report.documents = {make_document("a")};
  edit_document(report, 0, [&](DocumentRecord& d) { d.encoding_detected = true; });
  count_records(report);
  const json record = json::parse(to_jsonl(report).substr(0, to_jsonl(report).find('\n')));
  CHECK(record.at("encoding_detected") == true);
  CHECK_FALSE(record.contains("encoding"));
}

TEST_CASE("a report larger than the writer's buffer comes out whole") {
  const Report report = make_copies(5000);
  const std::string text = to_jsonl(report);
  CHECK(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) == 5001 + 5000 + 1 + 1);
  CHECK(json::parse(to_json(report)).at("pairs").size() == 5000);
}

TEST_CASE("threads write the same bytes as one does") {
  for (const DocumentIndex num_copies : {0u, 1u, 1023u, 1024u, 2047u, 2048u, 2049u, 9000u}) {
    Report report = make_copies(num_copies);
    for (DocumentIndex i = 0; i < num_copies; ++i) {
      if (i % 7 == 0) report.families.push_back(report.families[0]);
      if (i % 7 == 0) report.families.back().members.resize(1 + i % 5);
      if (i % 3 == 0) report.problems.push_back({"p" + std::to_string(i), "binary", std::string(i % 300, '"')});
    }
    count_records(report);
    for (const unsigned threads : {1u, 2u, 5u}) {
      std::ostringstream lines;
      std::ostringstream object;
      write_jsonl(report, lines, threads);
      write_json(report, object, threads);
      CHECK(lines.str() == to_jsonl(report));
      CHECK(object.str() == to_json(report));
    }
  }
}

TEST_CASE("a stream that fails while threads write ends the writing") {
  class Full : public std::streambuf {
   protected:
    std::streamsize xsputn(const char*, std::streamsize size) override { return num_writes_++ < 2 ? size : 0; }

   private:
    int num_writes_ = 0;
  };
  const Report report = make_copies(20000);
  Full full;
  std::ostream out(&full);
  write_jsonl(report, out, 3);
  CHECK(out.bad());
  Full other;
  std::ostream throwing(&other);
  throwing.exceptions(std::ios::badbit);
  CHECK_THROWS_AS(write_jsonl(report, throwing, 3), std::ios_base::failure);
}
