// What is typed: help, version, and every option that is refused, with its message and exit code.
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/run_program.h"

using namespace nuskha::testing;

namespace {

using Arguments = std::vector<std::string>;

struct Refusal {
  Arguments arguments;
  std::string message;  ///< Without "nuskha: ".
};

void check_refused(const TemporaryFolder& folder, const Refusal& refusal) {
  Arguments arguments = {"scan"};
  arguments.insert(arguments.end(), refusal.arguments.begin(), refusal.arguments.end());
  const ProgramResult result = run_nuskha(folder, arguments);
  CHECK(result.exit_code == 2);
  CHECK(result.out == "");
  CHECK(result.err == "nuskha: " + refusal.message + "\nnuskha: see nuskha scan --help\n");
}

/// A folder with two documents that are the same.
void write_copies(const TemporaryFolder& folder) {
  folder.write("d/a.txt", "one two three four five six seven\n");
  folder.write("d/b.txt", "one two three four five six seven\n");
}

}  // namespace

TEST_CASE("option --help shows every option on standard output") {
  const TemporaryFolder folder;
  const ProgramResult result = run_nuskha(folder, {"scan", "--help"});
  CHECK(result.exit_code == 0);
  CHECK(result.err == "");
  for (const char* option :
       {"--format",   "--output",    "--threshold", "--miss-rate", "--join",      "--level",      "--keep-boilerplate",
        "--jobs",     "--memory",    "--temp-dir",  "--fail-on",   "--no-timing", "--files-from", "--null",
        "--hidden",   "--no-ignore", "--include",   "--exclude",   "--follow",    "--file-times", "--text-field",
        "--id-field", "--color",     "--progress",  "Exit status", "Examples"}) {
    INFO(option);
    CHECK(result.out.find(option) != std::string::npos);
  }
  CHECK(run_nuskha(folder, {"--help"}).out.find("scan") != std::string::npos);
}

TEST_CASE("option --version names the program and a version") {
  const TemporaryFolder folder;
  const ProgramResult result = run_nuskha(folder, {"--version"});
  CHECK(result.exit_code == 0);
  CHECK(result.out.substr(0, 7) == "nuskha ");
  CHECK(result.err == "");
}

TEST_CASE("no command, or none that exists, is an error") {
  const TemporaryFolder folder;
  CHECK(run_nuskha(folder, {}).err == "nuskha: no command given\nnuskha: see nuskha --help\n");
  CHECK(run_nuskha(folder, {}).exit_code == 2);
  const ProgramResult unknown = run_nuskha(folder, {"scam", "d"});
  CHECK(unknown.err == "nuskha: scam: no such command or option\nnuskha: see nuskha --help\n");
  CHECK(unknown.exit_code == 2);
  CHECK(unknown.out == "");
}

TEST_CASE("an option out of range is refused with the range") {
  const TemporaryFolder folder;
  write_copies(folder);
  for (const char* value : {"0", "1.01", "-0.5", "nan", "inf", "abc", "0.7x", "0,7", "1e999"}) {
    check_refused(folder, {{"d", "--threshold=" + std::string(value)},
                           "--threshold: \"" + std::string(value) + "\" is not a number above 0, up to 1"});
  }
  for (const char* value : {"0", "0.51", "1e-10", "-1", "nan", "x"}) {
    check_refused(folder, {{"d", "--miss-rate=" + std::string(value)},
                           "--miss-rate: \"" + std::string(value) + "\" is not a number from 1e-9 to 0.5"});
  }
  for (const char* value : {"0", "1025", "-1", "1.5", "two", "99999999999999999999"}) {
    check_refused(folder, {{"d", "--jobs=" + std::string(value)},
                           "--jobs: \"" + std::string(value) + "\" is not a whole number from 1 to 1024"});
  }
}

TEST_CASE("the ends of each range are accepted") {
  const TemporaryFolder folder;
  write_copies(folder);
  for (const Arguments& arguments :
       {Arguments{"--threshold", "1"}, Arguments{"--threshold", "1e-3"},
        Arguments{"--miss-rate", "1e-9", "--join", "lsh"}, Arguments{"--miss-rate", "0.5", "--join", "lsh"},
        Arguments{"--jobs", "1"}, Arguments{"--jobs", "16"}}) {
    Arguments all = {"scan", "d"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const ProgramResult result = run_nuskha(folder, all);
    INFO(arguments[0] << " " << arguments[1] << ": " << result.err);
    CHECK(result.exit_code == 0);
  }
}

TEST_CASE("a name that isn't one of the choices is refused with the choices") {
  const TemporaryFolder folder;
  write_copies(folder);
  check_refused(folder, {{"d", "--format", "xml"}, "--format: \"xml\" is not one of text, json, jsonl, csv, html"});
  check_refused(folder, {{"d", "--join", "fast"}, "--join: \"fast\" is not one of auto, lsh, exact"});
  check_refused(folder, {{"d", "--level", "bytes"}, "--level: \"bytes\" is not one of spelling, text, layout"});
  check_refused(folder, {{"d", "--color", "yes"}, "--color: \"yes\" is not one of auto, always, never"});
  check_refused(folder, {{"d", "--progress", "yes"}, "--progress: \"yes\" is not one of auto, always, never"});
  check_refused(folder,
                {{"d", "--fail-on", "identical,copy"},
                 "--fail-on: \"copy\" is not one of identical, same-text, reissue, revision, excerpt, extension, "
                 "template, shared-passage"});
}

TEST_CASE("option --memory takes sizes, and refuses what is none") {
  const TemporaryFolder folder;
  write_copies(folder);
  for (const char* size : {"4G", "512M", "1.5GiB", "100k", "2tb", "65536"}) {
    const ProgramResult result = run_nuskha(folder, {"scan", "d", "--memory", size});
    INFO(size);
    CHECK(result.exit_code == 0);
    CHECK(result.err == "");
  }
  for (const char* size : {"4X", "0", "-1G", "G", "4GG", "9999999999T", "0x10"}) {
    check_refused(folder, {{"d", "--memory=" + std::string(size)},
                           "--memory: \"" + std::string(size) + "\" is not a size such as 512M or 4G"});
  }
}

TEST_CASE("options that need or contradict one another are refused") {
  const TemporaryFolder folder;
  write_copies(folder);
  check_refused(folder, {{}, "scan: no path given: name files or folders, or give a list with --files-from"});
  check_refused(folder, {{"d", "--null"}, "--null: only for a list of paths: give one with --files-from or \"-\""});
  check_refused(folder, {{"-", "--files-from", "-"}, "-: standard input can be read as a list of paths only once"});
}

TEST_CASE("an unknown option, a missing value and an option given twice are errors") {
  const TemporaryFolder folder;
  write_copies(folder);
  for (const Arguments& arguments :
       {Arguments{"scan", "d", "--formatt", "json"}, Arguments{"scan", "d", "--format"},
        Arguments{"scan", "d", "--jobs", "1", "--jobs", "2"}, Arguments{"scan", "d", "-x"}}) {
    const ProgramResult result = run_nuskha(folder, arguments);
    INFO(arguments[2]);
    CHECK(result.exit_code == 2);
    CHECK(result.out == "");
    CHECK(result.err.find("nuskha: ") == 0);
    CHECK(result.err.find("see nuskha scan --help\n") != std::string::npos);
  }
}

TEST_CASE("names with brackets, and globs beside paths, are taken as they are") {
  const TemporaryFolder folder;
  folder.write("[a,b]/x.txt", "one two three\n");
  folder.write("d/y.txt", "one two three\n");
  folder.write("d/z.md", "one two three\n");
  const ProgramResult result = run_nuskha(folder, {"scan", "--include", "*.txt", "[a,b]", "d", "--no-timing"});
  CHECK(result.err == "");
  CHECK(result.exit_code == 0);
  CHECK(result.out ==
        "2 documents, 28 B: 0 stand alone, 1 family holds 2 documents.\n\n"
        "Family 1, 2 documents: one two three\n"
        "             [a,b]/x.txt\n"
        "  identical  └─ d/y.txt\n"
        "  keep: d/y.txt\n");
}
