// nuskha scan --work-dir: killed at random moments, on a full disk, twice at once; what it says.
#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "support/catch.h"
#include "support/run_program.h"
#include "support/work_archive.h"

using namespace nuskha::testing;
using nuskha::test::let_settle;
using nuskha::test::text_of;
using nuskha::test::write_archive;

namespace {

const std::vector<std::string> plain = {"scan", "archive", "--format", "jsonl", "--no-timing", "--join", "lsh"};

std::vector<std::string> with_work(std::vector<std::string> more = {}) {
  std::vector<std::string> arguments = plain;
  arguments.insert(arguments.end(), {"--work-dir", "work"});
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

/// Runs the program in `folder`, its result going to "out", and kills it after so long. True if it ended by itself.
bool run_and_kill(const TemporaryFolder& folder, std::vector<std::string> arguments, std::chrono::microseconds after) {
  arguments.insert(arguments.begin(), NUSKHA_BINARY);
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    if (chdir(folder.path().c_str()) != 0) _exit(127);
    const int out = open("out", O_WRONLY | O_CREAT | O_TRUNC, 0644);
    const int err = open("/dev/null", O_WRONLY);
    dup2(out, 1);
    dup2(err, 2);
    execv(argv[0], argv.data());
    _exit(127);
  }
  std::this_thread::sleep_for(after);
  kill(child, SIGKILL);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  if (WIFSIGNALED(status)) {
    REQUIRE(WTERMSIG(status) == SIGKILL);
    return false;
  }
  REQUIRE(WEXITSTATUS(status) == 0);
  return true;
}

}  // namespace

TEST_CASE("a scan that is killed at random moments ends some day, with the same bytes") {
  TemporaryFolder folder;
  write_archive(folder, 3000);
  const ProgramResult expected = run_nuskha(folder, plain);
  REQUIRE(expected.exit_code == 0);
  std::mt19937 random(7);
  for (int round = 0; round < 3; ++round) {
    std::filesystem::remove_all(folder.path() / "work");
    // What is waited for grows, so that it comes to an end on any machine.
    std::chrono::microseconds longest = std::chrono::milliseconds(20);
    int num_kills = 0;
    for (;; ++num_kills) {
      const std::chrono::microseconds after(random() % static_cast<unsigned>(longest.count()));
      const std::string jobs = std::to_string(1 + random() % 4);
      if (run_and_kill(folder, with_work({"--jobs", jobs}), after)) break;
      longest += longest / 8;
    }
    CHECK(num_kills > 0);
    CHECK(folder.read("out") == expected.out);
    const ProgramResult again = run_nuskha(folder, with_work());
    CHECK(again.out == expected.out);
    CHECK(again.err.find("all pairs related") != std::string::npos);
  }
}

TEST_CASE("a scan says what it needs of the disk, and what it takes over") {
  TemporaryFolder folder;
  write_archive(folder, 40);
  const ProgramResult expected = run_nuskha(folder, plain);
  const ProgramResult first = run_nuskha(folder, with_work());
  CHECK(first.exit_code == 0);
  CHECK(first.out == expected.out);
  CHECK(first.err.find("nuskha: about 1 MB of temporary disk at work will be needed, ") != std::string::npos);
  CHECK(first.err.find(" free\n") != std::string::npos);
  CHECK(first.err.find("continues") == std::string::npos);
  const ProgramResult second = run_nuskha(folder, with_work());
  INFO(second.err);
  CHECK(second.out == expected.out);
  CHECK(second.err.find("nuskha: continues in work: 45 documents are read already, 39 of 39 files whole\n") !=
        std::string::npos);
  CHECK(second.err.find("nuskha: continues in work: candidates found, pairs verified, boilerplate found, pairs with "
                        "boilerplate verified again, shared passages found, all pairs related\n") != std::string::npos);
  CHECK(second.err.find("temporary disk") == std::string::npos);
}

TEST_CASE("a full disk is told with the folder, and the scan goes on where there is room") {
  TemporaryFolder folder;
  write_archive(folder, 200);
  const ProgramResult expected = run_nuskha(folder, plain);
  RunOptions full;
  full.max_file_bytes = 20'000;
  const ProgramResult first = run_nuskha(folder, with_work(), full);
  CHECK(first.exit_code == 2);
  CHECK(first.out.empty());
  CHECK(first.err.find("nuskha: work: can't be written: File too large. Make room there and run again: what is done "
                       "already stays.\n") != std::string::npos);
  for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "work"))
    CHECK(entry.path().extension() != ".tmp");
  const ProgramResult second = run_nuskha(folder, with_work());
  CHECK(second.exit_code == 0);
  CHECK(second.out == expected.out);
}

TEST_CASE("two scans can't work in one folder at a time") {
  TemporaryFolder folder;
  write_archive(folder, 10);
  REQUIRE(run_nuskha(folder, with_work()).exit_code == 0);
  const int marker = open((folder.path() / "work/nuskha-work-dir").c_str(), O_RDWR | O_CLOEXEC);
  REQUIRE(flock(marker, LOCK_EX) == 0);
  const ProgramResult second = run_nuskha(folder, with_work());
  CHECK(second.exit_code == 2);
  CHECK(second.err.find("nuskha: work: is in use by another nuskha") != std::string::npos);
  close(marker);
  CHECK(run_nuskha(folder, with_work()).exit_code == 0);
}

TEST_CASE("folders that hold something else, or what is scanned, are refused") {
  TemporaryFolder folder;
  write_archive(folder, 10);
  const auto refused = [&](std::vector<std::string> arguments, const std::string& why) {
    const ProgramResult result = run_nuskha(folder, arguments);
    CHECK(result.exit_code == 2);
    CHECK(result.out.empty());
    CHECK(result.err.find(why) != std::string::npos);
  };
  refused({"scan", "archive", "--work-dir", "."}, "--work-dir");
  refused({"scan", "archive", "--work-dir", "archive"}, "--work-dir");
  refused({"scan", "archive", "--work-dir", "archive/1"}, "isn't a work folder of nuskha");
  refused({"scan", "archive", "--work-dir", "no/such/folder"}, "the folder above it isn't there");
  refused({"scan", "archive", "--work-dir", ""}, "--work-dir");
  refused({"scan", "archive", "--no-ignore", "--work-dir", "archive/work"}, "name a folder outside of it");
  CHECK_FALSE(folder.exists("archive/work"));
}

TEST_CASE("a work folder inside of what is scanned is passed over") {
  TemporaryFolder folder;
  write_archive(folder, 20);
  const ProgramResult expected = run_nuskha(folder, plain);
  std::vector<std::string> arguments = plain;
  arguments.insert(arguments.end(), {"--work-dir", "archive/work/"});
  for (int run = 0; run < 2; ++run) CHECK(run_nuskha(folder, arguments).out == expected.out);
}

TEST_CASE("a configuration file names a work folder relative to its own") {
  TemporaryFolder folder;
  write_archive(folder, 10);
  folder.write(".nuskha.toml", "[scan]\nwork-dir = \"kept\"\n");
  RunOptions below;
  below.start_in = "archive";
  CHECK(run_nuskha(folder, {"scan", "1"}, below).exit_code == 0);
  CHECK(folder.exists("kept/nuskha-work-dir"));
}

TEST_CASE("a list of paths from standard input is read anew, what it names isn't") {
  TemporaryFolder folder;
  write_archive(folder, 20);
  RunOptions options;
  options.standard_input = "archive/1\narchive/2\n";
  const ProgramResult first = run_nuskha(folder, {"scan", "-", "--work-dir", "work", "--no-timing"}, options);
  CHECK(first.exit_code == 0);
  const ProgramResult second = run_nuskha(folder, {"scan", "-", "--work-dir", "work", "--no-timing"}, options);
  CHECK(second.out == first.out);
  CHECK(second.err.find("all pairs related") != std::string::npos);
}

TEST_CASE("an archive without a document says the same each time") {
  TemporaryFolder folder;
  folder.write("archive/picture.png", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16));
  let_settle();
  const auto last_lines = [](const std::string& err) { return err.substr(err.find("no document")); };
  const ProgramResult first = run_nuskha(folder, with_work());
  const ProgramResult second = run_nuskha(folder, with_work());
  CHECK(first.exit_code == 2);
  CHECK(second.exit_code == 2);
  CHECK(last_lines(second.err) == last_lines(first.err));
}
