// Where results go: -o, full disks, closed pipes.
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "support/catch.h"
#include "support/run_program.h"

using namespace nuskha::testing;
namespace fs = std::filesystem;

namespace {

void write_copies(const TemporaryFolder& folder, int count = 2) {
  for (int i = 0; i < count; ++i)
    folder.write("d/" + std::to_string(1000 + i) + ".txt", "one two three four five six seven\n");
}

std::size_t num_files(const TemporaryFolder& folder) {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : fs::directory_iterator(folder.path())) ++count;
  return count;
}

}  // namespace

TEST_CASE("a full disk is an error with a message") {
  if (!fs::exists("/dev/full")) return;
  const TemporaryFolder folder;
  write_copies(folder);
  RunOptions full;
  full.standard_output_file = "/dev/full";
  for (const char* format : {"text", "json", "jsonl", "csv"}) {
    const ProgramResult result = run_nuskha(folder, {"scan", "d", "--format", format}, full);
    CHECK(result.exit_code == 2);
    CHECK(result.err == "nuskha: standard output: could not be written: No space left on device\n");
  }
  CHECK(run_nuskha(folder, {"--help"}, full).exit_code == 2);
  CHECK(run_nuskha(folder, {"--version"}, full).exit_code == 2);
  const ProgramResult device = run_nuskha(folder, {"scan", "d", "-o", "/dev/full"});
  CHECK(device.exit_code == 2);
  CHECK(device.err == "nuskha: /dev/full: could not be written: No space left on device\n");
  CHECK(fs::is_character_file("/dev/full"));
}

TEST_CASE("a reader that leaves early is no reason for a message") {
  const TemporaryFolder folder;
  write_copies(folder);
  RunOptions closed;
  closed.close_output_early = true;
  for (const char* format : {"text", "jsonl"}) {
    const ProgramResult result = run_nuskha(folder, {"scan", "d", "--format", format}, closed);
    CHECK(result.exit_code == 2);
    CHECK(result.err == "");
  }
}

TEST_CASE("-o writes a file and nothing to standard output") {
  const TemporaryFolder folder;
  write_copies(folder);
  const std::string expected = run_nuskha(folder, {"scan", "d", "--no-timing", "--format", "jsonl"}).out;
  const ProgramResult result = run_nuskha(folder, {"scan", "d", "--no-timing", "--format", "jsonl", "-o", "report"});
  CHECK(result.exit_code == 0);
  CHECK(result.out == "");
  CHECK(folder.read("report") == expected);
  CHECK(num_files(folder) == 2);
  CHECK(run_nuskha(folder, {"scan", "d", "--no-timing", "--format", "jsonl", "--output", "-"}).out == expected);
}

TEST_CASE("-o replaces a file, keeps its mode, and follows a link") {
  const TemporaryFolder folder;
  write_copies(folder);
  folder.write("report", "old");
  chmod((folder.path() / "report").c_str(), 0640);
  fs::create_symlink("report", folder.path() / "link");
  CHECK(run_nuskha(folder, {"scan", "d", "-o", "link"}).exit_code == 0);
  CHECK(fs::is_symlink(folder.path() / "link"));
  CHECK(folder.read("report").find("2 documents") == 0);
  CHECK((fs::status(folder.path() / "report").permissions() & fs::perms::mask) == static_cast<fs::perms>(0640));
  CHECK(num_files(folder) == 3);
}

TEST_CASE("if anything fails, the old file stays and nothing is left beside it") {
  const TemporaryFolder folder;
  write_copies(folder, 100);
  folder.write("report", "old");
  RunOptions small_disk;
  small_disk.max_file_bytes = 512;
  const ProgramResult full = run_nuskha(folder, {"scan", "d", "--format", "jsonl", "-o", "report"}, small_disk);
  CHECK(full.exit_code == 2);
  CHECK(full.err == "nuskha: report: could not be written: File too large\n");
  CHECK(folder.read("report") == "old");
  CHECK(run_nuskha(folder, {"scan", "nowhere", "-o", "report"}).exit_code == 2);
  CHECK(folder.read("report") == "old");
  CHECK(num_files(folder) == 2);
}

TEST_CASE("a place that can't be written to is refused") {
  const TemporaryFolder folder;
  write_copies(folder);
  CHECK(run_nuskha(folder, {"scan", "d", "-o", "no/such/report"}).err ==
        "nuskha: no/such/report: could not be written: No such file or directory\n");
  CHECK(run_nuskha(folder, {"scan", "d", "-o", "d"}).err == "nuskha: d: could not be written: Is a directory\n");
  CHECK(run_nuskha(folder, {"scan", "d", "-o", "d/1000.txt/report"}).err ==
        "nuskha: d/1000.txt/report: could not be written: Not a directory\n");
  RunOptions unprivileged;
  unprivileged.without_privileges = true;
  chmod(folder.path().c_str(), 0555);
  const ProgramResult result = run_nuskha(folder, {"scan", "d", "-o", "report"}, unprivileged);
  chmod(folder.path().c_str(), 0755);
  CHECK(result.err == "nuskha: report: could not be written: Permission denied\n");
  CHECK(result.exit_code == 2);
}
