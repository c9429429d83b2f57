// What is wrong with the input, each with its message or problem record and its exit code.
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/catch.h"
#include "support/run_program.h"

using namespace nuskha::testing;
using nlohmann::json;

namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const std::string good_text =
    "أعلنت الوزارة فتح الطريق أمام شاحنات الغذاء والدواء ابتداء من يوم الاثنين المقبل بعد إغلاق طويل\n";
const std::string png("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0", 29);

struct Scanned {
  ProgramResult result;
  std::vector<json> documents;
  std::vector<json> problems;
};

Scanned scan_folder(const TemporaryFolder& folder, const RunOptions& options = {}) {
  Scanned scanned;
  scanned.result = run_nuskha(folder, {"scan", "d", "--format", "jsonl"}, options);
  std::size_t begin = 0;
  const std::string& out = scanned.result.out;
  for (std::size_t end = 0; (end = out.find('\n', begin)) != std::string::npos; begin = end + 1) {
    const json record = json::parse(out.substr(begin, end - begin));
    if (record["type"] == "document") scanned.documents.push_back(record);
    if (record["type"] == "problem") scanned.problems.push_back(record);
  }
  return scanned;
}

/// One problem of this code at this path, the rest scanned, exit 0, and a note on standard error.
void check_one_problem(const Scanned& scanned, const std::string& path, const std::string& code) {
  CHECK(scanned.result.exit_code == 0);
  REQUIRE(scanned.problems.size() == 1);
  CHECK(scanned.problems[0]["path"] == path);
  CHECK(scanned.problems[0]["code"] == code);
  CHECK(scanned.problems[0]["message"].get<std::string>().size() > 10);
  CHECK(scanned.result.err == "nuskha: 1 problem: 1 " + code + " (see the report)\n");
}

}  // namespace

TEST_CASE("a path that doesn't exist is an error, also beside one that does") {
  const TemporaryFolder folder;
  folder.write("d/a.txt", good_text);
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"scan", "nowhere"}, std::vector<std::string>{"scan", "d", "nowhere"}}) {
    const ProgramResult result = run_nuskha(folder, arguments);
    CHECK(result.exit_code == 2);
    CHECK(result.out == "");
    CHECK(result.err.find("nuskha: nowhere: ") == 0);
  }
  CHECK(run_nuskha(folder, {"scan", ""}).exit_code == 2);
}

TEST_CASE("a folder without documents is an error: a check that ran on nothing must not look green") {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder.path() / "d/empty");
  const ProgramResult result = run_nuskha(folder, {"scan", "d", "--fail-on", "identical"});
  CHECK(result.exit_code == 2);
  CHECK(result.err.find("nuskha: ") == 0);
  CHECK(run_nuskha(folder, {"scan", "d", "--include", "*.none"}).exit_code == 2);
}

TEST_CASE("if nothing could be read as a document, it is said why") {
  const TemporaryFolder folder;
  for (int i = 0; i < 7; ++i) folder.write("d/" + std::to_string(i) + ".png", png);
  const ProgramResult result = run_nuskha(folder, {"scan", "d"});
  CHECK(result.exit_code == 2);
  CHECK(holds(result.err, "nuskha: d/0.png: "));
  CHECK(holds(result.err, "nuskha: … and 2 problems more: 7 binary in all\n"));
}

TEST_CASE("a report of nothing but unreadable files names them all, in every format that tells of problems") {
  const TemporaryFolder folder;
  for (int i = 0; i < 7; ++i) folder.write("d/" + std::to_string(i) + ".png", png);
  for (const std::string format : {"text", "json", "jsonl", "html"}) {
    CAPTURE(format);
    const ProgramResult result = run_nuskha(folder, {"scan", "d", "--format", format, "-o", "out"});
    CHECK(result.exit_code == 2);
    const std::string out = folder.read("out");
    CHECK(holds(out, "d/0.png"));
    CHECK((holds(out, "d/6.png") || holds(out, "--format jsonl lists all")));
  }
  const ProgramResult passages = run_nuskha(folder, {"boilerplate", "d", "--format", "jsonl"});
  CHECK(passages.exit_code == 2);
  CHECK(holds(passages.out, "d/6.png"));
}

TEST_CASE("a file that may not be read is a problem") {
  const TemporaryFolder folder;
  folder.write("d/a.txt", good_text);
  folder.write("d/secret.txt", good_text);
  chmod((folder.path() / "d/secret.txt").c_str(), 0);
  RunOptions unprivileged;
  unprivileged.without_privileges = true;
  check_one_problem(scan_folder(folder, unprivileged), "d/secret.txt", "unreadable");
}

TEST_CASE("a folder that may not be read is a problem") {
  const TemporaryFolder folder;
  folder.write("d/a.txt", good_text);
  folder.write("d/secret/b.txt", good_text);
  chmod((folder.path() / "d/secret").c_str(), 0);
  RunOptions unprivileged;
  unprivileged.without_privileges = true;
  check_one_problem(scan_folder(folder, unprivileged), "d/secret", "unreadable");
}

TEST_CASE("a binary file is a problem") {
  const TemporaryFolder folder;
  folder.write("d/a.txt", good_text);
  folder.write("d/logo.png", png);
  const Scanned scanned = scan_folder(folder);
  check_one_problem(scanned, "d/logo.png", "binary");
  CHECK(scanned.documents.size() == 1);
}

TEST_CASE("a few bytes that aren't UTF-8 are a problem, and the document is kept") {
  const TemporaryFolder folder;
  std::string text = good_text + '\xff';
  for (int i = 0; i < 20; ++i) text += good_text;
  folder.write("d/a.txt", text);
  const Scanned scanned = scan_folder(folder);
  check_one_problem(scanned, "d/a.txt", "invalid-utf8");
  CHECK(scanned.documents.size() == 1);
}

TEST_CASE("a name that isn't UTF-8 is scanned and shown escaped") {
  const TemporaryFolder folder;
  folder.write("d/a.txt", good_text);
  folder.write("d/b\xff.txt", good_text);
  const Scanned scanned = scan_folder(folder);
  CHECK(scanned.result.exit_code == 0);
  REQUIRE(scanned.documents.size() == 2);
  CHECK(scanned.documents[1]["path"] == "d/b\\xff.txt");
  CHECK(holds(run_nuskha(folder, {"scan", "d"}).out, "d/b\\xff.txt\n"));
  CHECK(run_nuskha(folder, {"scan", "nowhere\xff"}).err.find("nuskha: nowhere\\xff: ") == 0);
}

TEST_CASE("a name with control characters can't steer the terminal") {
  const TemporaryFolder folder;
  folder.write("d/a.txt", good_text);
  folder.write("d/b\x1b[31m\n.txt", good_text);
  const ProgramResult result = run_nuskha(folder, {"scan", "d"});
  CHECK_FALSE(holds(result.out, "\x1b"));
  CHECK(holds(result.out, "d/b\\x1b[31m\\n.txt\n"));
  CHECK_FALSE(holds(run_nuskha(folder, {"scan", "x\x1b[31m"}).err, "\x1b"));
}

TEST_CASE("a named pipe is a problem and doesn't hold up the scan") {
  const TemporaryFolder folder;
  folder.write("d/a.txt", good_text);
  REQUIRE(mkfifo((folder.path() / "d/pipe").c_str(), 0644) == 0);
  check_one_problem(scan_folder(folder), "d/pipe", "special-file");
}

TEST_CASE("a malformed line of JSON Lines is a problem with its number") {
  const TemporaryFolder folder;
  folder.write("d/r.jsonl", "{\"text\":\"" + good_text.substr(0, good_text.size() - 1) +
                                "\"}\n{\"text\":\n{\"text\":\"another\"}\n");
  const Scanned scanned = scan_folder(folder);
  check_one_problem(scanned, "d/r.jsonl#2", "malformed");
  CHECK(scanned.documents.size() == 2);
}

TEST_CASE("problems in a report for a spreadsheet are counted on standard error") {
  const TemporaryFolder folder;
  folder.write("d/a.txt", good_text);
  folder.write("d/1.png", png);
  folder.write("d/2.png", png);
  CHECK(run_nuskha(folder, {"scan", "d", "--format", "csv"}).err ==
        "nuskha: 2 problems: 2 binary (--format jsonl lists them)\n");
}

TEST_CASE("an empty file and a file of one word are documents") {
  const TemporaryFolder folder;
  folder.write("d/empty.txt", "");
  folder.write("d/one.txt", "كلمة");
  folder.write("d/two.txt", "كلمة");
  const Scanned scanned = scan_folder(folder);
  CHECK(scanned.result.exit_code == 0);
  CHECK(scanned.documents.size() == 3);
  CHECK(holds(run_nuskha(folder, {"scan", "d"}).out, "1 stands alone, 1 family holds 2 documents."));
}

// Needs 2 GB of disk and twice that of memory: run by hand with the test's name or [large].
TEST_CASE("a line of two gigabytes is read", "[.][large]") {
  const TemporaryFolder folder;
  folder.write("d/a.txt", "");
  std::ofstream file(folder.path() / "d/a.txt", std::ios::binary);
  std::string chunk;
  while (chunk.size() < (std::size_t{1} << 20)) chunk += "word" + std::to_string(chunk.size()) + " ";
  for (int i = 0; i < 2100; ++i) file << chunk;
  file.close();
  const Scanned scanned = scan_folder(folder);
  CHECK(scanned.result.exit_code == 0);
  REQUIRE(scanned.documents.size() == 1);
  CHECK(scanned.documents[0]["bytes"].get<std::uint64_t>() > (std::uint64_t{1} << 31));
}
