// Tables of delimited text, read by open_csv.
#include <fstream>
#include <iterator>
#include <random>

#include "base/unicode.h"
#include "input/encode.h"
#include "input/memory_stream.h"
#include "input/readers.h"
#include "support/catch.h"

namespace {

using nuskha_test::encode;
using nuskha_test::memory_stream;

struct Parsed {
  std::vector<nuskha::Document> documents;
  std::vector<nuskha::Problem> problems;
  std::size_t num_calls = 0;
};

Parsed parse(std::string bytes, const nuskha::InputOptions& options = {}, const std::string& name = "f.csv",
             std::size_t piece = 1 << 30, nuskha::StreamError error = {}) {
  Parsed out;
  const nuskha::ExtractContext context{options};
  const auto reader = nuskha::open_csv(memory_stream(std::move(bytes), piece, std::move(error)), name, context);
  while (reader->next(out.documents, out.problems)) ++out.num_calls;
  return out;
}

std::vector<std::string> texts(const Parsed& parsed) {
  std::vector<std::string> out;
  for (const auto& document : parsed.documents) out.push_back(document.text);
  return out;
}

std::vector<std::string> paths(const Parsed& parsed) {
  std::vector<std::string> out;
  for (const auto& document : parsed.documents) out.push_back(document.path);
  return out;
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("the first row names the cells of the others") {
  const auto out =
      parse("id,title,text,date,lang\n7,T,one,2021-04-15,ar\n8,\"T,\n2\",\"two \"\"2\"\"\",15 April 2021,\n");
  CHECK(out.problems.empty());
  REQUIRE(out.documents.size() == 2);
  CHECK(out.documents[0].path == "f.csv#2");
  CHECK(out.documents[0].text == "one");
  CHECK(out.documents[0].title == "T");
  CHECK(out.documents[0].date == "2021-04-15");
  CHECK(out.documents[0].language == "ar");
  CHECK(out.documents[0].format == "csv");
  CHECK(out.documents[0].source_bytes == 3);
  CHECK(out.documents[1].text == "two \"2\"");
  CHECK(out.documents[1].title == "T, 2");
  CHECK_FALSE(out.documents[1].date);
  CHECK(out.documents[1].date_text == "15 April 2021");
  CHECK(out.documents[1].language.empty());
}

TEST_CASE("records are named by the line they begin on, as an editor counts") {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    CAPTURE(end);
    std::string bytes = "text,x@a,1@@\"b@c@@d\",2@@@\"e\",\"@@@\"@f,3";
    for (std::size_t at = bytes.find('@'); at != bytes.npos; at = bytes.find('@', at + end.size()))
      bytes.replace(at, 1, end);
    const auto out = parse(bytes);
    CHECK(out.problems.empty());
    CHECK(paths(out) == Strings{"f.csv#2", "f.csv#4", "f.csv#10", "f.csv#14"});
    CHECK(texts(out) == Strings{"a", "b" + end + "c" + end + end + "d", "e", "f"});
  }
}

TEST_CASE("the delimiter is what the header shows") {
  CHECK(texts(parse("id;text\n1;a, b\n")) == Strings{"a, b"});
  CHECK(texts(parse("id|text\n1|a, b\n")) == Strings{"a, b"});
  CHECK(texts(parse("id\ttext\n1\ta, b\n")) == Strings{"a, b"});
  CHECK(texts(parse("text\na\n")) == Strings{"a"});
  CHECK(texts(parse("\"a,b,c\";\"text\"\n1;x\n")) == Strings{"x"});
  CHECK(texts(parse("a,b,c;text\n1;x\n")) == Strings{"x"});  // the one that shows the text's field
  CHECK(texts(parse("id,x\ttext\n1\ta, b\n", {}, "f.TSV")) == Strings{"a, b"});
  const auto excel = parse("sep=;\r\nid;text\r\n1;a, b\r\n");
  CHECK(texts(excel) == Strings{"a, b"});
  CHECK(paths(excel) == Strings{"f.csv#3"});
}

TEST_CASE("fields are named by options, and capital letters matter only where both are there") {
  nuskha::InputOptions options;
  options.text_field = "body";
  options.id_field = "key";
  CHECK(texts(parse("key,text,body\n1,a,b\n", options)) == Strings{"b"});
  const auto excel = parse("Id,Title,Text\n1,T,a\n");
  CHECK(texts(excel) == Strings{"a"});
  CHECK(excel.documents.at(0).title == "T");
  CHECK(texts(parse("text,TEXT\na,b\n")) == Strings{"a"});
  options.text_field = "نص";
  CHECK(texts(parse("رقم,نص\n1,أ\n", options)) == Strings{"أ"});
}

TEST_CASE("a table without the text's column is told with the columns it has") {
  const auto out = parse("id,body,title\n1,a,b\n2,c,d\n");
  CHECK(out.documents.empty());
  REQUIRE(out.problems.size() == 1);
  CHECK(out.problems[0].path == "f.csv");
  CHECK(out.problems[0].code == "malformed");
  CHECK(out.problems[0].message ==
        "It has no column \"text\"; its columns are \"id\", \"body\", \"title\". Name the one that holds the text with "
        "--text-field.");
}

TEST_CASE("rows with too many or too few cells are read and told") {
  const auto out = parse("id,text,x\n1,a,b\n2,one, two, three\n3,c\n4\n5,d,e,,\n6,,\n");
  CHECK(texts(out) == Strings{"a", "one", "c", "d", ""});
  REQUIRE(out.problems.size() == 3);
  CHECK(out.problems[0].path == "f.csv#3");
  CHECK(out.problems[0].message.find("Line 3 (id 2) has 4 cells, but only 3 columns have names") == 0);
  CHECK(out.problems[1].path == "f.csv#4");
  CHECK(out.problems[1].message.find("Line 4 (id 3) has 2 of 3 cells") == 0);
  CHECK(out.problems[2].path == "f.csv#5");
  CHECK(out.problems[2].message.find("Line 5 (id 4) has 1 cell(s), and none in the column \"text\"") == 0);
}

TEST_CASE("an empty table has no records; an empty file is told") {
  CHECK(parse("id,text\n").problems.empty());
  CHECK(parse("id,text\n").documents.empty());
  for (const std::string bytes : {"", "\n", "\xEF\xBB\xBF", "\r\n\r\n"}) {
    const auto out = parse(bytes);
    CHECK(out.documents.empty());
    REQUIRE(out.problems.size() == 1);
    CHECK(out.problems[0].code == "malformed");
  }
}

TEST_CASE("a quotation mark without its other half is told; what is before is read") {
  const auto out = parse("text,x\na,1\nb,2\n\"c\nd,3\n");
  CHECK(texts(out) == Strings{"a", "b", "c\nd,3\n"});
  REQUIRE(out.problems.size() == 2);  // and the record has one cell of two
  CHECK(out.problems[1].path == "f.csv");
  CHECK(out.problems[1].message.find("The cell in quotation marks that begins on line 4 has no end") == 0);
}

TEST_CASE("quotation marks out of place are read as they stand, and told where they may join cells") {
  CHECK(parse("text,x\n5\" disk,1\na \"b\" c,2\n").problems.empty());
  CHECK(texts(parse("text,x\n5\" disk,1\na \"b\" c,2\n")) == Strings{"5\" disk", "a \"b\" c"});
  const auto out = parse("text,x\n\"He said\" so,1\nb\",2\nc,3\n");
  CHECK(texts(out) == Strings{"He said\" so,1\nb", "c"});
  REQUIRE(out.problems.size() == 1);
  CHECK(out.problems[0].path == "f.csv#2");
  CHECK(out.problems[0].message.find("Line 2 has text after a closing quotation mark") == 0);
}

TEST_CASE("encodings of tables: byte order marks, UTF-16, and those before Unicode") {
  const std::string arabic =
      "رقم,text\n1,\"أعلنت وزارة المياه اليوم عن افتتاح محطة جديدة,\nفي مدينة الرملة الكبرى\"\n2,وقال الوزير إن "
      "المشروع "
      "يخدم مئة ألف نسمة\n";
  const Strings expected = {"أعلنت وزارة المياه اليوم عن افتتاح محطة جديدة,\nفي مدينة الرملة الكبرى",
                            "وقال الوزير إن المشروع يخدم مئة ألف نسمة"};
  CHECK(texts(parse("\xEF\xBB\xBF" + arabic)) == expected);
  CHECK(texts(parse("\xEF\xBB\xBFtext\na\n")) == Strings{"a"});
  CHECK(texts(parse("\xFF\xFE" + encode(arabic, "UTF-16LE"))) == expected);
  CHECK(texts(parse("\xFE\xFF" + encode(arabic, "UTF-16BE"))) == expected);
  CHECK(texts(parse(encode(arabic, "UTF-16LE"))) == expected);
  const auto legacy = parse(encode(arabic, "windows-1256"));
  CHECK(texts(legacy) == expected);
  CHECK(legacy.problems.empty());
  CHECK(legacy.documents.at(0).encoding == "windows-1256");
  CHECK(legacy.documents.at(0).encoding_detected);
  CHECK(texts(parse(encode("id,text\n1,水道局は本日、新しい浄水場の開設を発表しました。\n", "ISO-2022-JP"))) ==
        Strings{"水道局は本日、新しい浄水場の開設を発表しました。"});
  const auto shift_jis =
      parse(encode("id|text\n1|水道局は本日、新しい浄水場の開設を発表しました。ポンプ\n", "Shift_JIS"));
  CHECK(texts(shift_jis) == Strings{"水道局は本日、新しい浄水場の開設を発表しました。ポンプ"});
}

TEST_CASE("the encoding is decided where the first letters beyond ASCII are") {
  std::string bytes = "id,text\n";
  for (int i = 0; i < 40000; ++i) bytes += std::to_string(i) + ",nothing but ASCII\n";
  bytes += encode("x,أعلنت وزارة المياه اليوم عن افتتاح محطة جديدة في مدينة الرملة\n", "windows-1256");
  const auto out = parse(bytes, {}, "f.csv", 1000);
  REQUIRE(out.documents.size() == 40001);
  CHECK(out.documents.back().text == "أعلنت وزارة المياه اليوم عن افتتاح محطة جديدة في مدينة الرملة");
  CHECK(out.documents.back().path == "f.csv#40002");
  CHECK(out.num_calls > 1);
  CHECK(out.problems.empty());
}

TEST_CASE("bytes that aren't of the encoding, and zeros, are told by their line") {
  const auto slips = parse("text\nعلم ونور\nab\xE9 c\n");
  CHECK(texts(slips) == Strings{"علم ونور", "ab\xEF\xBF\xBD c"});
  REQUIRE(slips.problems.size() == 1);
  CHECK(slips.problems[0].path == "f.csv#3");
  CHECK(slips.problems[0].code == "invalid-utf8");
  const auto zeros = parse(std::string("text\na\nb\0\0c\n", 11));
  CHECK(texts(zeros) == Strings{"a", "bc"});
  REQUIRE(zeros.problems.size() == 1);
  CHECK(zeros.problems[0].path == "f.csv#3");
}

TEST_CASE("a cell beyond the limit ends the reading and is told") {
  nuskha::InputOptions options;
  options.limits.document_bytes = 1 << 20;
  const auto out = parse("text,x\na,1\n\"" + std::string(3 << 20, 'b') + "\n", options);
  CHECK(texts(out) == Strings{"a"});
  REQUIRE(out.problems.size() == 1);
  CHECK(out.problems[0].code == "too-large");
  CHECK(out.problems[0].message.find("The record on line 3 has more than 1 MiB") == 0);
  CHECK(parse(std::string(3 << 20, ','), options).problems.at(0).code == "malformed");
}

TEST_CASE("a stream that breaks off is told after the records before") {
  const auto out = parse("text\na\nb\nc", {}, "f.csv", 3, {"malformed", "The gzip data is cut short."});
  CHECK(texts(out) == Strings{"a", "b", "c"});
  REQUIRE(out.problems.size() == 1);
  CHECK(out.problems[0].path == "f.csv");
  CHECK(out.problems[0].message == "The gzip data is cut short. The records before that were read.");
}

TEST_CASE("where a stream's pieces end makes no difference") {
  const std::string bytes = "id,text\r\n1,\"ع \"\"x\"\"\r\n\r\ny\"\r\n2,b\"c\r\n\r\n3,\"d\" \r\n";
  const auto whole = parse(bytes);
  CHECK(texts(whole) == Strings{"ع \"x\"\r\n\r\ny", "b\"c", "d"});
  for (std::size_t piece = 1; piece < 9; ++piece) {
    const auto out = parse(bytes, {}, "f.csv", piece);
    CHECK(texts(out) == texts(whole));
    CHECK(paths(out) == paths(whole));
    CHECK(out.problems == whole.problems);
  }
}

TEST_CASE("tables are told by name and by being text") {
  CHECK(nuskha::is_csv("a,b\n", "x.csv"));
  CHECK(nuskha::is_csv("a,b\n", "X.TSV"));
  CHECK_FALSE(nuskha::is_csv("a,b\n", "x.txt"));
  CHECK_FALSE(nuskha::is_csv("PK\x03\x04zzz", "x.csv"));
  CHECK(nuskha::is_csv("\xFF\xFE" + encode("a,b\n", "UTF-16LE"), "x.csv"));
}

TEST_CASE("a table cut short at any byte, or with bytes changed, is read or told") {
  std::ifstream file(std::string(NUSKHA_FIXTURES) + "/formats/releases.csv", std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  const auto whole = parse(bytes);
  CHECK(whole.problems.empty());
  REQUIRE(whole.documents.size() == 3);
  CHECK(paths(whole) == Strings{"f.csv#2", "f.csv#6", "f.csv#11"});
  const auto check = [](const Parsed& out) {
    for (const auto& document : out.documents) CHECK(nuskha::find_invalid_utf8(document.text) == std::string::npos);
    CHECK(out.documents.size() + out.problems.size() >= 1);
  };
  const std::size_t header = bytes.find('\n');
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto out = parse(bytes.substr(0, size));
    if (size < 12 || size > header + 1) check(out);
    if (size > header && out.documents.size() < 3) CHECK(texts(out).size() <= 3);
  }
  std::mt19937 random(7);
  for (int i = 0; i < 400; ++i) {
    std::string changed = bytes;
    for (int j = 0; j < 3; ++j) changed[random() % changed.size()] = static_cast<char>(random() & 0xFF);
    check(parse(changed));
  }
}
