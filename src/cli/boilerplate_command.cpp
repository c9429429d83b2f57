// nuskha boilerplate: a scan of which only the boilerplate is shown, each passage with its places. Options, check and
// run as in scan_command.cpp. Covered by tests/cli/boilerplate_test.cpp.
#include "cli/boilerplate_command.h"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>

#include "cli/arguments.h"
#include "cli/exit_code.h"
#include "cli/messages.h"

namespace nuskha::cli {
namespace {

enum class Format : std::uint8_t { text, json, jsonl };

constexpr std::array<std::pair<std::string_view, Format>, 3> formats{
    {{"text", Format::text}, {"json", Format::json}, {"jsonl", Format::jsonl}}};

struct BoilerplateJob {
  Job common;
  Format format = Format::text;
};

Result<BoilerplateJob> set_up(const BoilerplateArguments& arguments) {
  const Result<Format> format = choose<Format>("--format", arguments.format, formats);
  if (!format) return tl::unexpected(format.error());
  if (arguments.full && *format != Format::text)
    return refuse("--full", "only for --format text: the other formats always hold everything");
  Result<Job> common = set_up_job("boilerplate", arguments);
  if (!common) return tl::unexpected(common.error());
  common->scan.boilerplate_places = true;
  return BoilerplateJob{*std::move(common), *format};
}

}  // namespace

CLI::App* add_boilerplate_command(CLI::App& program, BoilerplateArguments& arguments) {
  CLI::App* command =
      program.add_subcommand("boilerplate", "List the passages that recur, their wordings and where they stand");
  OptionAdder options(*command);
  options.add_paths(arguments);
  options.add_found(arguments);
  options.add_read(arguments);
  options.add(group::printed, "--format", arguments.format, "FORMAT",
              "text (for people), json or jsonl (one record a line). [text]");
  options.add_flag(group::printed, "--full", arguments.full,
                   "Text: show every wording whole, and every place that it stands in.");
  options.add(group::printed, "-o,--output", arguments.output, "FILE",
              "Write to FILE, which changes only once the result is complete.");
  options.add_printed(arguments);
  options.add_machine(arguments);
  command->footer(
      "Examples:\n"
      "  nuskha boilerplate releases/                       footers, \"about us\", notes to editors\n"
      "  nuskha boilerplate releases/ --full -o footers.txt every wording and place of them\n"
      "  nuskha boilerplate releases/ --format jsonl        for programs\n"
      "\n"
      "Exit status: 0 done, whether or not any was found; 2 error (also when no document was found).\n");
  return command;
}

int run_boilerplate(const BoilerplateArguments& arguments) {
  const Result<BoilerplateJob> job = set_up(arguments);
  if (!job) {
    print_error(job.error());
    print_message("", "see nuskha boilerplate --help");
    return exit_error;
  }
  const std::optional<Report> report = run_job(job->common);
  if (!report) return exit_error;
  const int written = write_result(job->common, [&](const TextStyle& style, std::ostream& out) {
    switch (job->format) {
      case Format::text: write_boilerplate_text(*report, style, arguments.full, out); break;
      case Format::json: write_boilerplate_json(*report, out); break;
      case Format::jsonl: write_boilerplate_jsonl(*report, out); break;
    }
  });
  if (written == exit_done) print_problem_note(*report, "see the report");
  return written;
}

}  // namespace nuskha::cli
