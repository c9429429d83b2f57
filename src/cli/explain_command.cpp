// nuskha explain. Options, check and run as in scan_command.cpp. Covered by tests/cli/explain_test.cpp.
#include "cli/explain_command.h"

#include <memory>
#include <utility>

#include <CLI/CLI.hpp>

#include "cli/arguments.h"
#include "cli/exit_code.h"
#include "cli/messages.h"
#include "cli/one_document.h"
#include "cli/output.h"

namespace nuskha::cli {
namespace {

Result<Job> set_up(const ExplainArguments& arguments) {
  JobArguments common = arguments;
  if (common.paths.empty()) common.paths.push_back(arguments.first);  // what is checked asks for one
  Result<Job> job = set_up_job("explain", common);
  if (!job) return job;
  job->paths = arguments.paths;
  job->scan.keep_boilerplate = arguments.keep_boilerplate;
  return job;
}

/// The archive, if there is one.
Result<std::unique_ptr<DocumentSource>> open_archive(const Job& job) {
  if (job.paths.empty()) return std::unique_ptr<DocumentSource>();
  return open_paths(job.paths, job.input);
}

Result<Explanation> explain_documents(const ExplainArguments& arguments, const Job& job) {
  Result<OneDocument> a = read_one_document(arguments.first, job.input);
  if (!a) return tl::unexpected(a.error());
  Result<OneDocument> b = read_one_document(arguments.second, job.input);
  if (!b) return tl::unexpected(b.error());
  Result<std::unique_ptr<DocumentSource>> archive = open_archive(job);
  if (!archive) return tl::unexpected(archive.error());
  return explain(a->document, b->document, archive->get(), job.scan);
}

}  // namespace

CLI::App* add_explain_command(CLI::App& program, ExplainArguments& arguments) {
  CLI::App* command = program.add_subcommand("explain", "Say why two documents are related, or not");
  OptionAdder options(*command);
  command->add_option("A", arguments.first, "A file, or a record of one: records.jsonl#12.")->type_name("")->required();
  command->add_option("B", arguments.second, "The other one.")->type_name("")->required();
  options.add(group::read, "--archive", arguments.paths, "PATH",
              "Files and folders among which the two stand: tells which passages\nare boilerplate. May be repeated.");
  options.add(group::found, "--threshold", arguments.threshold, "NUMBER",
              "Least similarity of two versions. Above 0, up to 1. [0.7]");
  options.add(group::found, "--level", arguments.level, "LEVEL",
              "How words are compared: spelling, text or layout. [spelling]");
  options.add_flag(group::found, "--keep-boilerplate", arguments.keep_boilerplate, "Set no boilerplate aside.");
  options.add(group::read, "--text-field", arguments.text_field, "NAME",
              "JSON Lines: the field that holds the text. [text]");
  options.add(group::printed, "-o,--output", arguments.output, "FILE",
              "Write to FILE, which changes only once the result is complete.");
  options.add(group::printed, "--color", arguments.color, "WHEN",
              "auto (on a terminal, unless NO_COLOR is set), always or never. [auto]");
  options.add(group::machine, "--jobs", arguments.jobs, "N",
              "Threads, 1 to 1024; doesn't change the answer. [one a core]");
  command->footer(
      "Examples:\n"
      "  nuskha explain a.txt b.txt                         what was measured, and what decided\n"
      "  nuskha explain a.txt b.txt --archive releases/     with the boilerplate of an archive set aside\n"
      "\n"
      "Exit status: 0 done, related or not; 2 error.\n");
  return command;
}

int run_explain(const ExplainArguments& arguments) {
  const Result<Job> job = set_up(arguments);
  if (!job) {
    print_error(job.error());
    print_message("", "see nuskha explain --help");
    return exit_error;
  }
  if (const Result<void> writable = check_writable(job->output); !writable) {
    print_error(writable.error());
    return exit_error;
  }
  const Result<Explanation> explanation = explain_documents(arguments, *job);
  if (!explanation) {
    print_error(explanation.error());
    return exit_error;
  }
  return write_result(
      *job, [&](const TextStyle& style, std::ostream& out) { write_explanation_text(*explanation, style, out); });
}

}  // namespace nuskha::cli
