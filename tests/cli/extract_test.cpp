// nuskha extract through the program.
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/catch.h"
#include "support/run_program.h"

using namespace nuskha::testing;
using nlohmann::json;

namespace {

void write_files(const TemporaryFolder& folder) {
  folder.write("d/a.md", "---\ntitle: A title\n---\nThe first block.\n\nGENEVA, 5 May 2021 – The second.\n");
  folder.write("d/f.jsonl", "{\"text\":\"one two\"}\n{\"text\":\"three four\"}\n{\"x\":1}\n");
}

std::vector<std::string> paths_of(const ProgramResult& result) {
  std::vector<std::string> out;
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line);) {
    const json record = json::parse(line);
    out.push_back((record["type"] == "extract" ? "" : "! ") + record["path"].get<std::string>());
  }
  return out;
}

using Paths = std::vector<std::string>;

}  // namespace

TEST_CASE("extract shows what is known of a document, and its blocks with their lines") {
  const TemporaryFolder folder;
  write_files(folder);
  const ProgramResult result = run_nuskha(folder, {"extract", "./d/a.md"});
  CHECK(result.exit_code == 0);
  CHECK(result.err == "");
  CHECK(result.out ==
        "d/a.md\n"
        "  format    text, UTF-8\n"
        "  title     A title\n"
        "  date      2021-05-05, by its date line\n"
        "  size      76 B, 9 words in 2 blocks\n"
        "\n"
        "line 4  The first block.\n"
        "\n"
        "line 6  GENEVA, 5 May 2021 – The second.\n");
}

TEST_CASE("extract takes folders, files, and what is in files") {
  const TemporaryFolder folder;
  write_files(folder);
  const auto paths = [&](std::vector<std::string> names) {
    names.insert(names.begin(), "extract");
    names.insert(names.end(), {"--format", "jsonl"});
    return paths_of(run_nuskha(folder, names));
  };
  CHECK(paths({"d"}) == Paths{"d/a.md", "d/f.jsonl#1", "d/f.jsonl#2", "! d/f.jsonl#3"});
  CHECK(paths({"d/f.jsonl"}) == Paths{"d/f.jsonl#1", "d/f.jsonl#2", "! d/f.jsonl#3"});
  CHECK(paths({"./d//f.jsonl#2"}) == Paths{"d/f.jsonl#2"});
  CHECK(paths({"d/f.jsonl#2", "d/a.md"}) == Paths{"d/a.md", "d/f.jsonl#2"});
  CHECK(paths({"d/f.jsonl#2", "d"}) == Paths{"d/a.md", "d/f.jsonl#1", "d/f.jsonl#2", "! d/f.jsonl#3"});
}

TEST_CASE("extract of a file whose own name has the signs of records and containers is of that file") {
  const TemporaryFolder folder;
  folder.write("a.jsonl#1", "a file of its own");
  folder.write("a.zip!b.txt", "another one");
  const ProgramResult result = run_nuskha(folder, {"extract", "a.jsonl#1", "a.zip!b.txt", "--text"});
  CHECK(result.exit_code == 0);
  CHECK(result.out == "a file of its own\n\nanother one\n");
}

TEST_CASE("extract --text prints the bare text, for a pipe") {
  const TemporaryFolder folder;
  write_files(folder);
  const std::string text = "The first block.\n\nGENEVA, 5 May 2021 – The second.\n";
  CHECK(run_nuskha(folder, {"extract", "d/a.md", "--text"}).out == text);
  CHECK(run_nuskha(folder, {"extract", "d/a.md", "--format", "raw"}).out == text);
  CHECK(run_nuskha(folder, {"extract", "d/a.md", "--text", "-o", "out.txt"}).out == "");
  CHECK(folder.read("out.txt") == text);
  folder.write(".nuskha.toml", "[extract]\nformat = \"json\"\n");
  CHECK(run_nuskha(folder, {"extract", "d/a.md", "--text"}).out == text);
  const ProgramResult both = run_nuskha(folder, {"extract", "d/a.md", "--text", "--format", "json"});
  CHECK(both.exit_code == 2);
  CHECK(both.err.starts_with("nuskha: --text: "));
}

TEST_CASE("problems of extract go to standard error for people, and into the output for programs") {
  const TemporaryFolder folder;
  write_files(folder);
  const ProgramResult page = run_nuskha(folder, {"extract", "d"});
  CHECK(page.exit_code == 0);
  CHECK(page.err.starts_with("nuskha: d/f.jsonl#3: Line 3 has no field"));
  const ProgramResult whole = run_nuskha(folder, {"extract", "d", "--format", "json"});
  CHECK(whole.err == "nuskha: 1 problem (see the output)\n");
  CHECK(json::parse(whole.out)["problems"].size() == 1);
}

TEST_CASE("extract of nothing that can be read is an error") {
  const TemporaryFolder folder;
  write_files(folder);
  const ProgramResult none = run_nuskha(folder, {"extract", "none.txt"});
  CHECK(none.exit_code == 2);
  CHECK(none.err.starts_with("nuskha: none.txt: There is no such file"));
  const ProgramResult no_record = run_nuskha(folder, {"extract", "d/a.md", "d/f.jsonl#9"});
  CHECK(no_record.exit_code == 2);
  CHECK(no_record.out == "");
  CHECK(no_record.err == "nuskha: d/f.jsonl#9: There is no such document in its file.\n");
  CHECK(run_nuskha(folder, {"extract", "d#9"}).exit_code == 2);
  const ProgramResult bad = run_nuskha(folder, {"extract", "d/f.jsonl#3"});
  CHECK(bad.exit_code == 2);
  CHECK(bad.out == "");
  CHECK(bad.err.starts_with("nuskha: d/f.jsonl#3: Line 3 has no field"));
  folder.write("x.bin", std::string("\x7f"
                                    "ELF\0\0\0\0\1\2\3",
                                    11));
  const ProgramResult binary = run_nuskha(folder, {"extract", "x.bin"});
  CHECK(binary.exit_code == 2);
  CHECK(binary.err.find("x.bin: ") != std::string::npos);
  CHECK(run_nuskha(folder, {"extract"}).exit_code == 2);
}

TEST_CASE("extract gives the same bytes for every number of threads and order of names") {
  const TemporaryFolder folder;
  for (int i = 0; i < 60; ++i) folder.write("d/" + std::to_string(i) + ".txt", "Text " + std::to_string(i) + "\n");
  const std::string one = run_nuskha(folder, {"extract", "d", "--format", "jsonl", "--jobs", "1"}).out;
  CHECK(run_nuskha(folder, {"extract", "d", "--format", "jsonl", "--jobs", "4"}).out == one);
  CHECK(run_nuskha(folder, {"extract", "d/9.txt", "d", "--format", "jsonl", "--jobs", "3"}).out == one);
}
