// nuskha diff through the program: files, records, options, exit codes.
#include <cstdlib>
#include <string>

#include <nlohmann/json.hpp>

#include "support/catch.h"
#include "support/run_program.h"

using namespace nuskha::testing;
using nlohmann::json;

namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const std::string old_text =
    "---\ntitle: Rice\n---\n\nGENEVA, 14 April 2021 – The office sent 20 tons of rice to the north.\n";
const std::string new_text =
    "---\ntitle: Rice\n---\n\nGENEVA, 15 April 2021 – The office sent 25 tons of rice to the north.\n";

}  // namespace

TEST_CASE("diff exits with 0 for the same text, 1 for another, 2 for an error") {
  const TemporaryFolder folder;
  folder.write("a.txt", old_text);
  folder.write("b.txt", new_text);
  CHECK(run_nuskha(folder, {"diff", "a.txt", "a.txt"}).exit_code == 0);
  const ProgramResult result = run_nuskha(folder, {"diff", "a.txt", "b.txt"});
  CHECK(result.exit_code == 1);
  CHECK(result.err.empty());
  CHECK(result.out ==
        "1 date, 1 number; 87 % unchanged\n--- a.txt\n+++ b.txt\n\nline 5: date, number\n"
        "  GENEVA, [-14-]{+15+} April 2021 – The office sent [-20-]{+25+} tons of rice to\n  the north.\n");
  CHECK(run_nuskha(folder, {"diff", "a.txt", "none.txt"}).exit_code == 2);
}

TEST_CASE("types can be ignored, or chosen") {
  const TemporaryFolder folder;
  folder.write("a.txt", old_text);
  folder.write("b.txt", new_text);
  CHECK(run_nuskha(folder, {"diff", "a.txt", "b.txt", "--ignore", "date,number"}).exit_code == 0);
  const ProgramResult only = run_nuskha(folder, {"diff", "a.txt", "b.txt", "--only", "number"});
  CHECK(only.exit_code == 1);
  CHECK(holds(only.out, "1 number (1 ignored)"));
  CHECK(holds(only.out, "GENEVA, 15 April"));
  const ProgramResult wrong = run_nuskha(folder, {"diff", "a.txt", "b.txt", "--ignore", "dates"});
  CHECK(wrong.exit_code == 2);
  CHECK(holds(wrong.err, "nuskha: --ignore: \"dates\" is not one of date, number, name-like"));
  CHECK(run_nuskha(folder, {"diff", "a.txt", "b.txt", "--ignore", "date", "--only", "date"}).exit_code == 2);
}

TEST_CASE("either document may be a record of JSON Lines") {
  const TemporaryFolder folder;
  folder.write("r.jsonl", "{\"text\":\"one old word\"}\n\n{\"text\":\"one new word\",\"body\":\"other\"}\n");
  folder.write("a.txt", "one old word");
  const ProgramResult same = run_nuskha(folder, {"diff", "r.jsonl#1", "a.txt"});
  CHECK(same.exit_code == 0);
  const ProgramResult result = run_nuskha(folder, {"diff", "r.jsonl#1", "r.jsonl#3", "--format", "json"});
  CHECK(result.exit_code == 1);
  const json record = json::parse(result.out);
  CHECK(record["b"] == "r.jsonl#3");
  CHECK(record["changes"][0]["b_text"] == "new");
  CHECK(record["changes"][0]["b_begin"] == 4);
  CHECK(run_nuskha(folder, {"diff", "r.jsonl#3", "a.txt", "--text-field", "body"}).exit_code == 1);
  const ProgramResult none = run_nuskha(folder, {"diff", "r.jsonl#2", "a.txt"});
  CHECK(none.exit_code == 2);
  CHECK(none.err == "nuskha: r.jsonl#2: There is no such document in r.jsonl.\n");
  const ProgramResult all = run_nuskha(folder, {"diff", "r.jsonl", "a.txt"});
  CHECK(all.exit_code == 2);
  CHECK(holds(all.err, "It holds several documents. Name one, such as r.jsonl#1."));
}

TEST_CASE("ranges count bytes of the file, front matter and byte order mark included") {
  const TemporaryFolder folder;
  folder.write("a.txt", "\xEF\xBB\xBF" + old_text);
  folder.write("b.txt", "\xEF\xBB\xBF" + new_text);
  const json record = json::parse(run_nuskha(folder, {"diff", "a.txt", "b.txt", "--format", "json"}).out);
  const std::size_t begin = record["changes"][0]["a_begin"];
  CHECK(("\xEF\xBB\xBF" + old_text).substr(begin, 2) == "14");
  CHECK(record["a_decoded"] == false);
}

TEST_CASE("documents in other encodings are decoded, and that is said") {
  const TemporaryFolder folder;
  const std::string arabic =
      "\xC3\xDA\xE1\xE4\xCA \xC7\xE1\xE6\xD2\xC7\xD1\xC9 \xC7\xE1\xED\xE6\xE3 \xDA\xE4 \xE3\xD4\xD1\xE6\xDA "
      "\xCC\xCF\xED\xCF";
  folder.write("a.txt", arabic);
  folder.write("b.txt", "أعلنت الوزارة اليوم عن مشروع جديد");
  const ProgramResult result = run_nuskha(folder, {"diff", "a.txt", "b.txt", "--format", "json"});
  const json record = json::parse(result.out);
  CHECK(record["a_encoding"] == "windows-1256");
  CHECK(record["a_decoded"] == true);
  CHECK(result.exit_code == 0);
}

TEST_CASE("a unified diff is for patch: it compares bytes") {
  const TemporaryFolder folder;
  folder.write("a.txt", old_text);
  folder.write("b.txt", new_text + "no final newline");
  const ProgramResult result = run_nuskha(folder, {"diff", "a.txt", "b.txt", "--unified", "-o", "d.patch"});
  CHECK(result.exit_code == 1);
  CHECK(result.out.empty());
  // NOLINTNEXTLINE(concurrency-mt-unsafe,cert-env33-c): a test of another program
  REQUIRE(std::system(("cd '" + folder.path().string() + "' && patch -s a.txt d.patch").c_str()) == 0);
  CHECK(folder.read("a.txt") == new_text + "no final newline");
  CHECK(run_nuskha(folder, {"diff", "b.txt", "b.txt", "--unified"}).exit_code == 0);
  CHECK(result.err.empty());
  folder.write("c.html", "<html><p>A page.");
  const std::string page_error = run_nuskha(folder, {"diff", "a.txt", "c.html", "--unified"}).err;
  CHECK(page_error.starts_with("nuskha: c.html: It is no text file"));
  CHECK(run_nuskha(folder, {"diff", "a.txt", "b.txt", "--unified", "--ignore", "date"}).exit_code == 2);
  CHECK(run_nuskha(folder, {"diff", "a.txt", "b.txt", "--unified", "--format", "json"}).exit_code == 2);
  CHECK(run_nuskha(folder, {"diff", "a.txt", "b.txt", "--side-by-side", "--format", "html"}).exit_code == 2);
}

TEST_CASE("bad input is named, with what to do") {
  const TemporaryFolder folder;
  folder.write("a.txt", old_text);
  folder.write("png.txt", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0", 29));
  folder.write("bad.txt", "أعلنت الوزارة اليوم عن مشروع \xff جديد للمياه في الشمال\n");
  folder.write("empty.txt", "");
  const ProgramResult binary = run_nuskha(folder, {"diff", "a.txt", "png.txt"});
  CHECK(binary.exit_code == 2);
  CHECK(holds(binary.err, "nuskha: png.txt: It looks like a PNG image"));
  const ProgramResult is_folder = run_nuskha(folder, {"diff", ".", "a.txt"});
  CHECK(is_folder.exit_code == 2);
  CHECK(is_folder.err == "nuskha: .: It is a folder. Name one of its files.\n");
  const ProgramResult bad = run_nuskha(folder, {"diff", "bad.txt", "a.txt"});
  CHECK(bad.exit_code == 1);
  CHECK(holds(bad.err, "nuskha: bad.txt: 1 byte sequence(s) aren't UTF-8"));
  CHECK(run_nuskha(folder, {"diff", "empty.txt", "a.txt"}).exit_code == 1);
  CHECK(run_nuskha(folder, {"diff", "empty.txt", "empty.txt"}).exit_code == 0);
  CHECK(run_nuskha(folder, {"diff", "a.txt"}).exit_code == 2);
  CHECK(run_nuskha(folder, {"diff", "a.txt", "a.txt", "-o", "no/such/folder"}).exit_code == 2);
}
