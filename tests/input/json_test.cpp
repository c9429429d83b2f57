// JSON files of records, read by open_json.
#include <random>

#include "base/unicode.h"
#include "input/encode.h"
#include "input/memory_stream.h"
#include "input/readers.h"
#include "support/catch.h"

namespace {

using nuskha_test::encode;
using nuskha_test::memory_stream;
using Strings = std::vector<std::string>;

struct Parsed {
  std::vector<nuskha::Document> documents;
  std::vector<nuskha::Problem> problems;
  std::size_t num_calls = 0;

  Strings texts() const {
    Strings out;
    for (const auto& document : documents) out.push_back(document.text);
    return out;
  }
  Strings paths() const {
    Strings out;
    for (const auto& document : documents) out.push_back(document.path);
    return out;
  }
};

Parsed parse(std::string bytes, const nuskha::InputOptions& options = {}, nuskha::StreamError error = {}) {
  Parsed out;
  const nuskha::ExtractContext context{options};
  const auto reader = nuskha::open_json(memory_stream(std::move(bytes), 1000, std::move(error)), "f.json", context);
  while (reader->next(out.documents, out.problems)) ++out.num_calls;
  return out;
}

}  // namespace

TEST_CASE("an array of objects gives a document each, named by position") {
  const auto out = parse(R"([
    {"id":7,"title":"T","date":"2021-04-15T10:00Z","lang":"ar","text":"علم\n\nونور"},
    {"text":"b","date":"15 April 2021"}
  ])");
  CHECK(out.problems.empty());
  REQUIRE(out.paths() == Strings{"f.json#1", "f.json#2"});
  CHECK(out.texts() == Strings{"علم\n\nونور", "b"});
  CHECK(out.documents[0].title == "T");
  CHECK(out.documents[0].date == "2021-04-15");
  CHECK(out.documents[0].language == "ar");
  CHECK(out.documents[0].source_bytes == out.documents[0].text.size());
  CHECK(out.documents[1].date_text == "15 April 2021");
}

TEST_CASE("a text that is HTML is read as such; the record's metadata go before the page's") {
  const auto out = parse(R"([
    {"text":"<p>GENEVA, 5 May 2021 &ndash; The <b>first</b>.</p>\n<p>The second.</p>","title":"T","date":"2021-05-06"},
    {"text":"<html lang=en><title>Of the page</title><p>Text."},
    {"text":"a < b, <p>not</p>"},
    {"text":"<note>is some other markup</note>"}
  ])");
  CHECK(out.problems.empty());
  CHECK(out.texts() == Strings{"GENEVA, 5 May 2021 – The first.\n\nThe second.", "Text.", "a < b, <p>not</p>",
                               "<note>is some other markup</note>"});
  CHECK(out.documents[0].title == "T");
  CHECK(out.documents[0].date == "2021-05-06");
  CHECK(out.documents[0].places.size() == 2);
  CHECK(out.documents[1].title == "Of the page");
  CHECK(out.documents[1].language == "en");
}

TEST_CASE("records are found in a member of an object, or the object is one") {
  CHECK(parse(R"({"count":2,"tags":["x"],"items":[{"text":"a"},{"text":"b"}]})").paths() ==
        Strings{"f.json#1", "f.json#2"});
  CHECK(parse(R"({"title":"T","text":"a","links":[{"text":"b"}]})").texts() == Strings{"a"});
  CHECK(parse(R"({"text":"a"})").paths() == Strings{"f.json#1"});
  // Of several arrays no record is lost.
  const auto two = parse(R"({"new":[{"text":"a"}],"empty":[],"old":[{"text":"b"},{"text":"c"}]})");
  CHECK(two.paths() == Strings{"f.json#1", "f.json#2", "f.json#3"});
  CHECK(two.texts() == Strings{"a", "b", "c"});
}

TEST_CASE("elements that are no records with a text are told by their number") {
  const auto out = parse(R"([{"text":"a"},{"id":"x","body":"b"},5,{"text":null},{"text":"c"}])");
  CHECK(out.paths() == Strings{"f.json#1", "f.json#5"});
  REQUIRE(out.problems.size() == 3);
  CHECK(out.problems[0].path == "f.json#2");
  CHECK(out.problems[0].message ==
        "Record 2 (id x) has no field \"text\". Name the field that holds the text with --text-field.");
  CHECK(out.problems[1].message.find("Record 3 isn't a JSON object.") == 0);
  CHECK(out.problems[2].message.find("Record 4 has a field \"text\" that isn't a string.") == 0);
}

TEST_CASE("records without the text's field are told with the fields that they have") {
  for (const std::string bytes :
       {R"([{"headline":"h","body":"b"}])", R"({"page":1,"data":[{"headline":"h","body":"b"}]})"}) {
    const auto out = parse(bytes);
    CHECK(out.documents.empty());
    REQUIRE(out.problems.size() == 1);
    CHECK(out.problems[0].path == "f.json");
    CHECK(out.problems[0].code == "malformed");
    CHECK(out.problems[0].message ==
          "None of its records has a field \"text\"; the first has \"headline\", \"body\". Name the one that holds the "
          "text with --text-field.");
    nuskha::InputOptions options;
    options.text_field = "body";
    CHECK(parse(bytes, options).texts() == Strings{"b"});
  }
}

TEST_CASE("other JSON is one document of plain text") {
  for (const std::string bytes : {R"({"name":"x","version":1,"deps":{"a":"b"}})", "[1,2,3]", R"(["a","b"])",
                                  R"({"a":[{"x":1}],"b":[{"y":2}]})", "{}"}) {
    CAPTURE(bytes);
    const auto out = parse(bytes);
    CHECK(out.problems.empty());
    CHECK(out.texts() == Strings{bytes});
    CHECK(out.paths() == Strings{"f.json"});
    CHECK(out.documents[0].source_bytes == bytes.size());
  }
  CHECK(parse("[]").documents.empty());
  CHECK(parse(" [ ]\n").problems.empty());
}

TEST_CASE("JSON Lines under the name of JSON are read as such") {
  std::string bytes = "{\"text\":\"a\"}\n\n{\"text\":\"b\"}\n";
  CHECK(parse(bytes).paths() == Strings{"f.json#1", "f.json#3"});
  CHECK(parse("\xEF\xBB\xBF" + bytes + "{nonsense\n").problems.at(0).path == "f.json#4");
  while (bytes.size() < 5 << 20) bytes += "{\"text\":\"" + std::string(1000, 'c') + "\"}\n";
  const auto large = parse(bytes, {}, {"malformed", "The gzip data is cut short."});
  CHECK(large.documents.size() > 5000);
  CHECK(large.num_calls > 3);
  REQUIRE(large.problems.size() == 1);
  CHECK(large.problems[0].message == "The gzip data is cut short. The records before that were read.");
}

TEST_CASE("a mistake is told with its place, and nothing is lost") {
  const auto out = parse("[\n  {\"text\": \"علم\", oops}\n]");
  CHECK(out.texts() == Strings{"[\n  {\"text\": \"علم\", oops}\n]"});
  REQUIRE(out.problems.size() == 1);
  CHECK(out.problems[0].code == "malformed");
  CHECK(out.problems[0].message ==
        "It isn't valid JSON (line 2, character 19), so it was read as plain text, brackets and all. Mend it.");
  CHECK(parse("[{\"text\":\"a\"},").problems.at(0).message.find("(it ends too early)") != std::string::npos);
  const auto deep = parse(std::string(100000, '['));
  CHECK(deep.documents.size() == 1);
  CHECK(deep.problems.size() == 1);
  const auto valid_deep = parse(std::string(100000, '[') + std::string(100000, ']'));
  CHECK(valid_deep.documents.size() == 1);
  CHECK(valid_deep.problems.size() == 1);
}

TEST_CASE("encodings of JSON files") {
  const std::string json = "[{\"text\":\"أعلنت وزارة المياه اليوم عن افتتاح محطة جديدة في مدينة الرملة الكبرى\"}]";
  const std::string text = json.substr(10, json.size() - 13);
  CHECK(parse("\xEF\xBB\xBF" + json).texts() == Strings{text});
  CHECK(parse("\xFF\xFE" + encode(json, "UTF-16LE")).texts() == Strings{text});
  const auto legacy = parse(encode(json, "windows-1256"));
  CHECK(legacy.texts() == Strings{text});
  CHECK(legacy.documents.at(0).encoding == "windows-1256");
  const auto slip = parse("[{\"text\":\"علم ونور caf\xE9!\"}]");
  CHECK(slip.texts() == Strings{"علم ونور caf\xEF\xBF\xBD!"});
  CHECK(slip.problems.at(0).code == "invalid-utf8");
}

TEST_CASE("records come in batches") {
  std::string bytes = "[";
  for (int i = 0; i < 5000; ++i) bytes += "{\"text\":\"" + std::string(1000, 'c') + "\"},";
  bytes.back() = ']';
  const auto out = parse(bytes);
  CHECK(out.documents.size() == 5000);
  CHECK(out.documents.back().path == "f.json#5000");
  CHECK(out.num_calls >= 4);
}

TEST_CASE("JSON files are told by name and first character") {
  CHECK(nuskha::is_json("[{}]", "x.json"));
  CHECK(nuskha::is_json("\xEF\xBB\xBF \n{", "X.JSON"));
  CHECK(nuskha::is_json("\xFF\xFE" + encode("{\"a\":1}", "UTF-16LE"), "x.json"));
  CHECK_FALSE(nuskha::is_json("[{}]", "x.txt"));
  CHECK_FALSE(nuskha::is_json("<html>", "x.json"));
  CHECK_FALSE(nuskha::is_json("", "x.json"));
  CHECK_FALSE(nuskha::is_json("5", "x.json"));
}

TEST_CASE("JSON cut short at any byte, or with bytes changed, is read or told") {
  const std::string json =
      R"({"n":1,"releases":[{"id":1,"text":"علم \u0639\n","x":[1.5,{"y":null}]},{"id":2,"text":"ab"}]})";
  const auto check = [](const Parsed& out) {
    CHECK(out.documents.size() + out.problems.size() >= 1);
    for (const auto& document : out.documents) CHECK(nuskha::find_invalid_utf8(document.text) == std::string::npos);
  };
  for (std::size_t size = 1; size < json.size(); ++size) {
    const auto out = parse(json.substr(0, size));
    CHECK(out.problems.size() == 1);
    CHECK(out.documents.size() == 1);
  }
  std::mt19937 random(5);
  for (int i = 0; i < 500; ++i) {
    std::string changed = json;
    for (int j = 0; j < 2; ++j) changed[random() % changed.size()] = static_cast<char>(random() & 0xFF);
    check(parse(changed));
  }
}
