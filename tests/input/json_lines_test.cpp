#include "input/json_lines.h"

#include <string>

#include "support/catch.h"

namespace {

struct Parsed {
  std::vector<nuskha::Document> documents;
  std::vector<nuskha::Problem> problems;
};

Parsed parse(std::string text, const nuskha::InputOptions& options = {}, std::uint64_t first_line = 1) {
  Parsed out;
  nuskha::LineChunk chunk;
  chunk.bytes = std::move(text);
  chunk.first_line = first_line;
  nuskha::JsonLinesParser().parse("f.jsonl", chunk, options, out.documents, out.problems);
  return out;
}

}  // namespace

TEST_CASE("a record gives text, title, date and its line as name") {
  const auto out = parse(
      "{\"id\":7,\"title\":\"T\\nU\",\"date\":\"2021-04-15T00:00:00Z\",\"text\":\"\\u0639 "
      "one\\ntwo\",\"more\":{\"text\":[1,null]}}\n\n  {\"text\":\"b\"}",
      {}, 5);
  CHECK(out.problems.empty());
  REQUIRE(out.documents.size() == 2);
  CHECK(out.documents[0].path == "f.jsonl#5");
  CHECK(out.documents[0].text == "ع one\ntwo");
  CHECK(out.documents[0].source_bytes == out.documents[0].text.size());
  CHECK(out.documents[0].title == "T U");
  CHECK(out.documents[0].date == "2021-04-15");
  CHECK(out.documents[1].path == "f.jsonl#7");
  CHECK(out.documents[1].text == "b");
}

TEST_CASE("a record's language, and its date in words, are handed on as they are written") {
  const auto out =
      parse("{\"text\":\"a\",\"date\":\"15 April 2021\",\"lang\":\"en-GB\"}\n{\"text\":\"b\",\"lang\":7}\n");
  REQUIRE(out.documents.size() == 2);
  CHECK_FALSE(out.documents[0].date);
  CHECK(out.documents[0].date_text == "15 April 2021");
  CHECK(out.documents[0].language == "en-GB");
  CHECK(out.documents[1].language.empty());
  CHECK_FALSE(out.documents[1].date_text);
}

TEST_CASE("the fields can be named, and the last of two counts") {
  nuskha::InputOptions options;
  options.text_field = "body";
  options.id_field = "key";
  const auto out =
      parse("{\"text\":\"no\",\"body\":\"a\",\"body\":\"yes\"}\n{\"key\":\"k 1\",\"text\":\"x\"}\n", options);
  REQUIRE(out.documents.size() == 1);
  CHECK(out.documents[0].text == "yes");
  REQUIRE(out.problems.size() == 1);
  CHECK(out.problems[0].path == "f.jsonl#2");
  CHECK(out.problems[0].message.find("Line 2 (id k 1) has no field \"body\"") == 0);
}

TEST_CASE("a malformed line is told by its number and the others are read") {
  const std::string good = R"({"text":"a"})";
  for (const std::string bad :
       {"{", R"({"text":"a")", R"({"text":"a"} x)", "[1]", R"("text")", "3", R"({"text":5})", R"({"text":null})", "{}",
        "nonsense", R"({"text":"a","x":nope})", R"({"text":"\ud800"})", R"({"text":"a\q"})", R"({"text":"a",})",
        "{\"text\":\"tab\there\"}"}) {
    CAPTURE(bad);
    const auto out = parse(good + "\n" + bad + "\r\n" + good + "\n");
    CHECK(out.documents.size() == 2);
    REQUIRE(out.problems.size() == 1);
    CHECK(out.problems[0].code == "malformed");
    CHECK(out.problems[0].path == "f.jsonl#2");
    CHECK(out.problems[0].message.find("Line 2") == 0);
  }
}

TEST_CASE("nesting without end is malformed, not a crash") {
  const auto out = parse("{\"text\":\"a\",\"x\":" + std::string(100000, '[') + "}\n{\"text\":\"b\"}");
  CHECK(out.documents.size() == 1);
  CHECK(out.problems.size() == 1);
}

TEST_CASE("bytes that aren't UTF-8 are replaced and told") {
  const auto out = parse("{\"text\":\"caf\xE9!\"}\n");
  REQUIRE(out.documents.size() == 1);
  CHECK(out.documents[0].text == "caf\xEF\xBF\xBD!");
  REQUIRE(out.problems.size() == 1);
  CHECK(out.problems[0].code == "invalid-utf8");
}

TEST_CASE("a byte order mark before the first line is no mistake") {
  CHECK(parse("\xEF\xBB\xBF{\"text\":\"a\"}\n").documents.size() == 1);
}

TEST_CASE("a record cut short at any byte, or with any byte changed, is read or told") {
  const std::string line = R"({"id":1,"text":"a\u0639b","n":[1.5,true,{"x":null}]})";
  for (std::size_t n = 1; n < line.size(); ++n) CHECK(parse(line.substr(0, n)).problems.size() == 1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    for (const char c : {'\0', '"', '\\', '{', '\x80', '9'}) {
      std::string changed = line;
      changed[i] = c;
      const auto out = parse(changed);
      CHECK(out.documents.size() + out.problems.size() >= 1);
    }
  }
}
