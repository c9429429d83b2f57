// nuskha boilerplate: a scan of which only the boilerplate is shown, each passage with its places. Options, check and
// run as in scan_command.cpp. Covered by tests/cli/boilerplate_test.cpp.
#include "cli/boilerplate_command.h"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "cli/arguments.h"
#include "cli/command_line.h"
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

Result<BoilerplateJob> set_up(const BoilerplateArguments& arguments, const Context& context) {
  const Result<Format> format = choose<Format>("--format", arguments.format, formats);
  if (!format) return tl::unexpected(format.error());
  if (arguments.full && *format != Format::text)
    return refuse("--full", "only for --format text: the other formats always hold everything");
  Result<Job> common = set_up_job(arguments, context);
  if (!common) return tl::unexpected(common.error());
  common->scan.boilerplate_places = true;
  return BoilerplateJob{*std::move(common), *format};
}

int run_boilerplate(const BoilerplateArguments& arguments, const Context& context) {
  const Result<BoilerplateJob> job = set_up(arguments, context);
  if (!job) return print_usage_error(context.command, job.error());
  const std::optional<Report> report = run_job(job->common);
  if (!report) return exit_error;
  const int written = write_result(job->common, [&](const TextStyle& style, std::ostream& out) {
    switch (job->format) {
      case Format::text: write_boilerplate_text(*report, style, arguments.full, out); break;
      case Format::json: write_boilerplate_json(*report, out); break;
      case Format::jsonl: write_boilerplate_jsonl(*report, out); break;
    }
  });
  if (written != exit_done) return written;
  print_problem_note(*report, "see the report");
  return report->documents.empty() ? exit_error : exit_done;  // run_job has said why
}

}  // namespace

void add_boilerplate_command(Command& program, BoilerplateArguments& arguments) {
  Command& command =
      program.add_subcommand("boilerplate", "List the passages that recur, their wordings and where they stand");
  add_paths(command, arguments);
  add_found_options(command, arguments);
  add_read_options(command, arguments);
  command.add(group::printed, "--format", arguments.format, "FORMAT",
              "text (for people), json or jsonl (one record a line). [text]", {.check = one_of(formats)});
  command.add_flag(group::printed, "--full", arguments.full,
                   "Text: show every wording whole, and every place that it stands in.", {.yields_to = {"format"}});
  add_output(command, arguments.output);
  add_printed_options(command, arguments);
  add_machine_options(command, arguments);
  command.set_footer(
      "Examples:\n"
      "  nuskha boilerplate releases/                       footers, \"about us\", notes to editors\n"
      "  nuskha boilerplate releases/ --full -o footers.txt every wording and place of them\n"
      "  nuskha boilerplate releases/ --format jsonl        for programs\n"
      "\n"
      "Exit status: 0 done, whether or not any was found; 2 error (also when no document was found).\n");
  command.set_run([&arguments](const Context& context) { return run_boilerplate(arguments, context); });
}

}  // namespace nuskha::cli
