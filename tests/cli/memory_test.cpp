// --memory and --temp-dir.
#include <filesystem>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/run_program.h"

using namespace nuskha::testing;

namespace {

std::vector<std::string> scan_of(const std::string& path, const std::vector<std::string>& more) {
  std::vector<std::string> out = {"scan", path, "--format", "jsonl", "--no-timing", "--join", "lsh"};
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

}  // namespace

TEST_CASE("a scan of the fixtures with too little memory prints the same bytes and leaves no file") {
  const TemporaryFolder folder;
  folder.write("temporary/.keep", "");
  const ProgramResult expected = run_nuskha(folder, scan_of(NUSKHA_FIXTURES, {}));
  REQUIRE(expected.exit_code == 0);
  const ProgramResult found =
      run_nuskha(folder, scan_of(NUSKHA_FIXTURES, {"--memory", "1M", "--temp-dir", "temporary"}));
  CHECK(found.exit_code == 0);
  CHECK((found.out == expected.out));
  CHECK((found.err == expected.err));
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path() / "temporary"), {}) == 1);
}

TEST_CASE("a full disk ends a scan with a message that names the folder") {
  const TemporaryFolder folder;
  folder.write("d/a.txt", "one two three four five six seven\n");
  folder.write("temporary/.keep", "");
  RunOptions options;
  options.max_file_bytes = 10'000;
  const ProgramResult failed = run_nuskha(folder, {"scan", "d", "--memory", "1M", "--temp-dir", "temporary"}, options);
  CHECK(failed.exit_code == 2);
  CHECK(failed.out == "");
  CHECK(failed.err.find("nuskha: temporary: making room for temporary data failed: ") == 0);
  CHECK(failed.err.find("--temp-dir") != std::string::npos);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path() / "temporary"), {}) == 1);
  RunOptions elsewhere;
  elsewhere.environment = {{"TMPDIR", "nowhere"}};
  CHECK(run_nuskha(folder, {"scan", "d", "--memory", "1M"}, elsewhere).err.find("nuskha: nowhere: ") == 0);
  CHECK(run_nuskha(folder, {"scan", "d", "--temp-dir", "nowhere"}).exit_code == 0);  // not needed
}
