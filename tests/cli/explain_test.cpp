// nuskha explain through the program.
#include <string>

#include "support/catch.h"
#include "support/run_program.h"

using namespace nuskha::testing;

namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("explain says why, with every measurement") {
  const TemporaryFolder folder;
  folder.write("a.txt",
               "The ministry said that the plant in the north will serve four districts and two towns from May on.\n");
  folder.write("b.txt",
               "The ministry said that the plant in the south will serve four districts and two towns from May on.\n");
  folder.write("c.jsonl", "{\"text\":\"Books are lent for free to members of all ages.\"}\n");
  const ProgramResult result = run_nuskha(folder, {"explain", "a.txt", "b.txt"});
  CHECK(result.exit_code == 0);
  CHECK(result.err.empty());
  CHECK(result.out.starts_with("revision, because: 0.947 of the words agree in order\n"));
  CHECK(holds(result.out, "changes: 1 word; 94 % unchanged"));
  const ProgramResult unrelated = run_nuskha(folder, {"explain", "a.txt", "c.jsonl#1", "--archive", "."});
  CHECK(unrelated.exit_code == 0);
  CHECK(unrelated.out.starts_with("not a match, because: "));
}

TEST_CASE("explain refuses what scan and diff refuse") {
  const TemporaryFolder folder;
  folder.write("a.txt", "text\n");
  CHECK(run_nuskha(folder, {"explain", "a.txt", "none.txt"}).exit_code == 2);
  CHECK(run_nuskha(folder, {"explain", "a.txt", "."}).exit_code == 2);
  CHECK(run_nuskha(folder, {"explain", "a.txt", "a.txt", "--archive", "none"}).exit_code == 2);
  CHECK(run_nuskha(folder, {"explain", "a.txt", "a.txt", "--threshold", "2"}).exit_code == 2);
}
