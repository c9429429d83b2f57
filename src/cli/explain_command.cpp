// nuskha explain. Options, check and run as in scan_command.cpp. Covered by tests/cli/explain_test.cpp.
#include "cli/explain_command.h"

#include <memory>
#include <utility>

#include "cli/arguments.h"
#include "cli/command_line.h"
#include "cli/exit_code.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "scan/one_document.h"

namespace nuskha::cli {
namespace {

Result<OneDocument> read_and_tell(const std::string& name, const InputOptions& options) {
  Result<OneDocument> document = read_one_document(name, options);
  if (document)
    for (const Problem& problem : document->problems) print_message(problem.path, problem.message);
  return document;
}

Result<Job> set_up(const ExplainArguments& arguments, const Context& context) {
  JobArguments common = arguments;
  if (common.paths.empty()) common.paths.push_back(arguments.first);  // what is checked asks for one
  Result<Job> job = set_up_job(common, context);
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
  Result<OneDocument> a = read_and_tell(arguments.first, job.input);
  if (!a) return tl::unexpected(a.error());
  Result<OneDocument> b = read_and_tell(arguments.second, job.input);
  if (!b) return tl::unexpected(b.error());
  Result<std::unique_ptr<DocumentSource>> archive = open_archive(job);
  if (!archive) return tl::unexpected(archive.error());
  return explain(a->document, b->document, archive->get(), job.scan);
}

int run_explain(const ExplainArguments& arguments, const Context& context) {
  const Result<Job> job = set_up(arguments, context);
  if (!job) return print_usage_error(context.command, job.error());
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

}  // namespace

void add_explain_command(Command& program, ExplainArguments& arguments) {
  Command& command = program.add_subcommand("explain", "Say why two documents are related, or not");
  command.add_positional("A", arguments.first, "A file, or what is in one: records.jsonl#12, archive.zip!a.docx.");
  command.add_positional("B", arguments.second, "The other one.");
  command.add(group::read, "--archive", arguments.paths, "PATH",
              "Files and folders among which the two stand: tells which passages\nare boilerplate. May be repeated.",
              {.is_path = true});
  add_threshold(command, arguments);
  add_level(command, arguments);
  command.add_flag(group::found, "--keep-boilerplate", arguments.keep_boilerplate, "Set no boilerplate aside.");
  add_text_field(command, arguments.text_field);
  add_limits(command, arguments.limits);
  add_output(command, arguments.output);
  add_color(command, arguments.color);
  add_jobs(command, arguments);
  command.set_footer(
      "Examples:\n"
      "  nuskha explain a.txt b.txt                         what was measured, and what decided\n"
      "  nuskha explain a.txt b.txt --archive releases/     with the boilerplate of an archive set aside\n"
      "\n"
      "Exit status: 0 done, related or not; 2 error.\n");
  command.set_run([&arguments](const Context& context) { return run_explain(arguments, context); });
}

}  // namespace nuskha::cli
