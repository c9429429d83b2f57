// Makes corpora for measuring: the same bytes on every machine and for every number of threads. `bench/generate` builds
// and runs it.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "generator/archive.h"
#include "generator/corpus_writer.h"
#include "generator/worst_cases.h"

namespace {

using namespace nuskha::bench;

struct Arguments {
  OutputOptions output;
  std::string layout = "jsonl";
  std::vector<std::string> scripts;
  std::string worst;
  std::uint64_t documents = 0;
  std::uint64_t megabytes = 0;
  std::uint64_t seed = 1;
};

std::string list_of_worst_cases() {
  std::string out = "worst cases (--worst NAME):\n";
  for (const WorstCase& one : worst_cases())
    out += fmt::format("  {:<12} {:>9}  {}\n", one.name, one.num_documents, one.what);
  return out;
}

std::string list_of_scripts() { return fmt::format("{}", fmt::join(script_names, ", ")); }

std::vector<Script> scripts_named(const std::vector<std::string>& names) {
  std::vector<Script> out;
  for (const std::string& name : names)
    out.push_back(static_cast<Script>(std::ranges::find(script_names, name) - script_names.begin()));
  return out;
}

int run(const Arguments& arguments) {
  if (std::filesystem::exists(arguments.output.folder / "docs")) {
    fmt::print(stderr, "generate: {} holds docs/ already: name another folder, or remove it\n",
               arguments.output.folder.string());
    return 2;
  }
  if (arguments.worst.empty()) {
    make_archive({arguments.documents, arguments.seed, scripts_named(arguments.scripts)}, arguments.output);
    return 0;
  }
  const std::uint64_t size = arguments.megabytes != 0 ? arguments.megabytes : arguments.documents;
  if (!make_worst_case(arguments.worst, size, arguments.seed, arguments.output)) {
    fmt::print(stderr, "generate: no worst case {}\n{}", arguments.worst, list_of_worst_cases());
    return 2;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  arguments.output.jobs = std::max(1U, std::thread::hardware_concurrency());
  CLI::App program("Makes a corpus for measuring, the same on every machine.");
  program.footer(list_of_worst_cases());
  program.add_option("DIR", arguments.output.folder, "where docs/ goes, and truth.tsv")->required();
  CLI::Option* documents =
      program.add_option("--documents", arguments.documents, "how many")->check(CLI::PositiveNumber);
  CLI::Option* worst =
      program.add_option("--worst", arguments.worst, "make a worst case, not an archive with planted relatives");
  program.add_option("--scripts", arguments.scripts, "of the archive: some of " + list_of_scripts() + " [all]")
      ->delimiter(',')
      ->check(CLI::IsMember(std::vector<std::string>(script_names.begin(), script_names.end())))
      ->excludes(worst);
  program.add_option("--megabytes", arguments.megabytes, "worst cases of one document: how large");
  program.add_option("--seed", arguments.seed, "another number, another corpus [1]");
  program.add_option("--layout", arguments.layout, "jsonl, or files: one a document")
      ->check(CLI::IsMember({"jsonl", "files"}));
  program.add_option("--per-file", arguments.output.documents_per_file, "documents in a file or a folder [1000]")
      ->check(CLI::PositiveNumber);
  program.add_flag("--plain", arguments.output.plain, "words in lower case and spaces between them, nothing else");
  program.add_option("--zstd", arguments.output.zstd_level, "compress at this level")->check(CLI::Range(1, 19));
  program.add_option("--jobs", arguments.output.jobs, "threads [as many as there are]")->check(CLI::PositiveNumber);
  CLI11_PARSE(program, argc, argv);
  if (worst->empty() && documents->empty()) {
    fmt::print(stderr, "generate: how large? --documents N, or a worst case by --worst NAME\n");
    return 2;
  }
  arguments.output.layout = arguments.layout == "files" ? Layout::files : Layout::jsonl;
  try {
    return run(arguments);
  } catch (const std::exception& failure) {
    fmt::print(stderr, "generate: {}\n", failure.what());
    return 2;
  }
}
