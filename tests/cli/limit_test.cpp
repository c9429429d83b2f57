// What reading one file may take: options of all commands that read documents.
#include <string>
#include <vector>

#include "cli/limit_options.h"
#include "support/catch.h"
#include "support/run_program.h"

using namespace nuskha;
using namespace nuskha::testing;

namespace {

using Arguments = std::vector<std::string>;

/// Each command that reads documents, and what it can be told.
const std::vector<Arguments> commands = {{"scan", "d"},
                                         {"boilerplate", "d"},
                                         {"diff", "d/a.txt", "d/b.txt"},
                                         {"explain", "d/a.txt", "d/b.txt"},
                                         {"extract", "d"},
                                         {"index", "add", "x.nuskha", "d"},
                                         {"index", "update", "x.nuskha"},
                                         {"check", "d", "--against", "d"}};

Arguments with(Arguments command, const Arguments& more) {
  command.insert(command.end(), more.begin(), more.end());
  return command;
}

}  // namespace

TEST_CASE("the limits that are shown as defaults are those of the library") {
  const Result<InputLimits> limits = cli::parse_limits({});
  REQUIRE(limits);
  const InputLimits library;
  CHECK(limits->document_bytes == library.document_bytes);
  CHECK(limits->expansion == library.expansion);
  CHECK(limits->nesting == library.nesting);
  CHECK(limits->members == library.members);
  CHECK(limits->pdf_seconds == library.pdf_seconds);
  CHECK(limits->pdf_memory == library.pdf_memory);
}

TEST_CASE("every limit is taken as it is typed") {
  const Result<InputLimits> limits = cli::parse_limits({"1.5M", "7", "0", "12", "3", "64M"});
  REQUIRE(limits);
  CHECK(limits->document_bytes == 3u << 19);
  CHECK(limits->expansion == 7);
  CHECK(limits->nesting == 0);
  CHECK(limits->members == 12);
  CHECK(limits->pdf_seconds == 3);
  CHECK(limits->pdf_memory == 64u << 20);
}

TEST_CASE("all commands that read documents have the limits, and refuse what is none") {
  const TemporaryFolder folder;
  folder.write("d/a.txt", "one two three four five six seven\n");
  folder.write("d/b.txt", "one two three four five six eight\n");
  for (const Arguments& command : commands) {
    INFO(command[0]);
    const ProgramResult good =
        run_nuskha(folder, with(command, {"--max-document", "1G", "--max-expansion", "10", "--max-nesting", "1",
                                          "--max-members", "5", "--pdf-timeout", "2", "--pdf-memory", "100M"}));
    INFO(good.err);
    CHECK(good.exit_code <= 1);
    CHECK(run_nuskha(folder, with(command, {"--help"})).out.find("Limits") != std::string::npos);
    for (const auto& [option, value] : std::vector<std::pair<std::string, std::string>>{{"--max-document", "0"},
                                                                                        {"--max-document", "4X"},
                                                                                        {"--max-expansion", "0"},
                                                                                        {"--max-nesting", "101"},
                                                                                        {"--max-members", "0"},
                                                                                        {"--pdf-timeout", "-1"},
                                                                                        {"--pdf-memory", "much"}}) {
      const ProgramResult bad = run_nuskha(folder, with(command, {option + "=" + value}));
      CHECK(bad.exit_code == 2);
      CHECK(bad.err.starts_with("nuskha: " + option + ": \"" + value + "\" is not a "));
    }
  }
}

TEST_CASE("limits may stand in a configuration") {
  const TemporaryFolder folder;
  folder.write("d/a.txt", "one two three four five six seven\n");
  folder.write(".nuskha.toml", "max-document = \"2M\"\npdf-timeout = 5\n");
  const ProgramResult shown = run_nuskha(folder, {"config", "scan", "d"});
  CHECK(shown.exit_code == 0);
  CHECK(shown.out.find("2M") != std::string::npos);
  folder.write(".nuskha.toml", "max-nesting = 500\n");
  const ProgramResult refused = run_nuskha(folder, {"scan", "d"});
  CHECK(refused.exit_code == 2);
  CHECK(refused.err.find(".nuskha.toml:1:") != std::string::npos);
  CHECK(refused.err.find("\"500\" is not a whole number from 0 to 100") != std::string::npos);
}
