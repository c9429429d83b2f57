// nuskha extract. Options, check and run as in scan_command.cpp. Covered by tests/cli/extract_test.cpp.
#include "cli/extract_command.h"

#include <array>
#include <memory>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "cli/arguments.h"
#include "cli/command_line.h"
#include "cli/exit_code.h"
#include "cli/messages.h"
#include "cli/named_documents.h"
#include "cli/output.h"
#include "report/display.h"

namespace nuskha::cli {
namespace {

enum class Format : std::uint8_t { text, json, jsonl, raw };

constexpr std::array<std::pair<std::string_view, Format>, 4> formats{
    {{"text", Format::text}, {"json", Format::json}, {"jsonl", Format::jsonl}, {"raw", Format::raw}}};

struct ExtractJob {
  Job common;
  Format format = Format::text;
};

Result<ExtractJob> set_up(const ExtractArguments& arguments, const Context& context) {
  Result<Format> format = choose<Format>("--format", arguments.format, formats);
  if (!format) return tl::unexpected(format.error());
  if (arguments.text) {
    const Option* option = context.command.find_option("format");
    const bool is_typed = option != nullptr && option->origin.kind == Origin::Kind::command_line;
    if (is_typed && *format != Format::raw) return refuse("--text", "not together with another --format than raw");
    format = Format::raw;
  }
  Result<Job> common = set_up_job(arguments, context);
  if (!common) return tl::unexpected(common.error());
  return ExtractJob{*std::move(common), *format};
}

/// Nothing if that failed; a message has been printed then.
std::optional<ExtractReport> read_documents(const Job& job) {
  const Result<std::vector<std::string>> names = all_paths(job);
  const auto source =
      names.and_then([&](const std::vector<std::string>& given) { return NamedDocuments::open(given, job.input); });
  if (!source) {
    print_error(source.error());
    return std::nullopt;
  }
  ExtractReport report = extract_documents(**source, job.scan.jobs);
  const std::vector<std::string> missing = (*source)->missing();
  for (const std::string& name : missing) print_message(name, "There is no such document in its file.");
  if (!missing.empty()) return std::nullopt;
  return report;
}

void print_problems(const ExtractReport& report, Format format) {
  if (format == Format::text || format == Format::raw) {
    for (const Problem& problem : report.problems) print_message(problem.path, problem.message);
  } else if (!report.problems.empty()) {
    print_message("", fmt::format("{} (see the output)", count_of(report.problems.size(), "problem", "problems")));
  }
}

int run_extract(const ExtractArguments& arguments, const Context& context) {
  const Result<ExtractJob> job = set_up(arguments, context);
  if (!job) return print_usage_error(context.command, job.error());
  if (const Result<void> writable = check_writable(job->common.output); !writable) {
    print_error(writable.error());
    return exit_error;
  }
  const std::optional<ExtractReport> report = read_documents(job->common);
  if (!report) return exit_error;
  const int written = write_result(job->common, [&](const TextStyle& style, std::ostream& out) {
    switch (job->format) {
      case Format::text: write_extract_text(*report, style, out); break;
      case Format::json: write_extract_json(*report, out); break;
      case Format::jsonl: write_extract_jsonl(*report, out); break;
      case Format::raw: write_extract_raw(*report, out); break;
    }
  });
  if (written != exit_done) return written;
  print_problems(*report, job->format);
  if (!report->documents.empty()) return exit_done;
  print_message("", "no document could be read");
  return exit_error;
}

}  // namespace

void add_extract_command(Command& program, ExtractArguments& arguments) {
  Command& command = program.add_subcommand("extract", "Show documents as nuskha sees them: their text and metadata");
  command.add_positional(
      "FILE", arguments.paths,
      "Files and folders, and what is in files: records.jsonl#12,\narchive.zip!a.docx. \"-\" reads a "
      "list of them from standard input.");
  add_read_options(command, arguments);
  command.add(
      group::printed, "--format", arguments.format, "FORMAT",
      "text (for people: each block beside its place), json, jsonl (one\nrecord a line) or raw (the bare text). "
      "[text]",
      {.check = one_of(formats), .yields_to = {"text"}});
  command.add_flag(group::printed, "--text", arguments.text, "The bare text and nothing else: --format raw.",
                   {.is_configurable = false});
  add_output(command, arguments.output);
  add_color(command, arguments.color);
  add_jobs(command, arguments);
  command.set_footer(
      "Examples:\n"
      "  nuskha extract release.docx                    its text, title and date, and where each comes from\n"
      "  nuskha extract press.zip!2021/april.pdf        what is in a container\n"
      "  nuskha extract report.pdf --text | less        the bare text\n"
      "  nuskha extract releases/ --format jsonl        for programs\n"
      "\n"
      "Exit status: 0 done; 2 error (also when no document could be read).\n");
  command.set_run([&arguments](const Context& context) { return run_extract(arguments, context); });
}

}  // namespace nuskha::cli
