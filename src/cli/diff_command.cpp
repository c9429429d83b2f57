// nuskha diff. Options, check and run as in scan_command.cpp. Covered by tests/cli/diff_test.cpp.
#include "cli/diff_command.h"

#include <array>
#include <string_view>
#include <utility>

#include "cli/arguments.h"
#include "cli/command_line.h"
#include "cli/config.h"
#include "cli/exit_code.h"
#include "cli/job_options.h"
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

enum class Format : std::uint8_t { text, json, html };

constexpr std::array<std::pair<std::string_view, Format>, 3> formats{
    {{"text", Format::text}, {"json", Format::json}, {"html", Format::html}}};

const auto change_types = [] {
  std::array<std::pair<std::string_view, ChangeType>, num_change_types> choices;
  for (std::size_t i = 0; i < num_change_types; ++i) {
    const auto type = static_cast<ChangeType>(i);
    choices[i] = {to_string(type), type};
  }
  return choices;
}();

struct DiffJob {
  Job output;  ///< Only where the result goes, and its colours.
  Format format = Format::text;
  ChangeTypes shown = ChangeTypes::all();
  InputOptions input;
};

Result<ChangeTypes> parse_types(const DiffArguments& arguments) {
  if (!arguments.ignore.empty() && !arguments.only.empty())
    return refuse("--only", "not together with --ignore: one of them says it all");
  const bool is_only = !arguments.only.empty();
  ChangeTypes out = is_only ? ChangeTypes::none() : ChangeTypes::all();
  for (const std::string& name : is_only ? arguments.only : arguments.ignore) {
    const Result<ChangeType> type = choose<ChangeType>(is_only ? "--only" : "--ignore", name, change_types);
    if (!type) return tl::unexpected(type.error());
    if (is_only)
      out.add(*type);
    else
      out.remove(*type);
  }
  return out;
}

Result<DiffJob> set_up(const DiffArguments& arguments, const Context& context) {
  const Result<Format> format = choose<Format>("--format", arguments.format, formats);
  if (!format) return tl::unexpected(format.error());
  const Result<When> color = parse_when("--color", arguments.color);
  if (!color) return tl::unexpected(color.error());
  const Result<ChangeTypes> shown = parse_types(arguments);
  if (!shown) return tl::unexpected(shown.error());
  if (arguments.side_by_side && (*format != Format::text || arguments.unified))
    return refuse("--side-by-side", "only for --format text");
  if (arguments.unified && *format != Format::text) return refuse("--unified", "not together with --format");
  if (arguments.unified && (!arguments.ignore.empty() || !arguments.only.empty()))
    return refuse("--unified", "not together with --ignore or --only: applied, it must give the new file");
  const Result<InputLimits> limits = parse_limits(arguments.limits);
  if (!limits) return tl::unexpected(limits.error());
  DiffJob job;
  job.input.limits = *limits;
  job.output.output = arguments.output;
  job.output.color = *color;
  job.format = *format;
  job.shown = *shown;
  job.input.text_field = arguments.text_field;
  if (job.input.text_field == job.input.id_field) job.input.id_field = "\n";  // names nothing
  job.input.of_file = file_options_of(context.config, context.command);
  return job;
}

int print_unified(const DiffJob& job, const DiffArguments& arguments, const OneDocument& a, const OneDocument& b) {
  for (const auto& [name, one] : {std::pair(&arguments.old_document, &a), std::pair(&arguments.new_document, &b)})
    if (one->document.format != "text")
      print_message(*name,
                    "It is no text file: its lines are those that nuskha extract --text prints, and patch can't "
                    "change it.");
  const std::string page = unified_diff(a.source, b.source, arguments.old_document, arguments.new_document);
  const int written = write_result(job.output, [&](const TextStyle&, std::ostream& out) {
    out.write(page.data(), static_cast<std::streamsize>(page.size()));
  });
  if (written != exit_done) return written;
  return page.empty() ? exit_done : exit_found;
}

DiffSide side_of(OneDocument& document) {
  return {document.document.path, std::move(document.text), document.document.encoding, document.is_source};
}

int run_diff(const DiffArguments& arguments, const Context& context) {
  const Result<DiffJob> job = set_up(arguments, context);
  if (!job) return print_usage_error(context.command, job.error());
  if (const Result<void> writable = check_writable(job->output.output); !writable) {
    print_error(writable.error());
    return exit_error;
  }
  Result<OneDocument> a = read_and_tell(arguments.old_document, job->input);
  Result<OneDocument> b = a ? read_and_tell(arguments.new_document, job->input) : tl::unexpected(a.error());
  if (!b) {
    print_error(b.error());
    return exit_error;
  }
  if (arguments.unified) return print_unified(*job, arguments, *a, *b);
  DiffReport report;
  report.a = side_of(*a);
  report.b = side_of(*b);
  report.shown = job->shown;
  Result<TextDiff> diff = diff_texts(report.a.text, report.b.text);
  if (!diff) {
    print_error(diff.error());
    return exit_error;
  }
  report.diff = *std::move(diff);
  const int written = write_result(job->output, [&](const TextStyle& style, std::ostream& out) {
    switch (job->format) {
      case Format::text: write_diff_text(report, {style, arguments.side_by_side}, out); break;
      case Format::json: write_diff_json(report, out); break;
      case Format::html: write_diff_html(report, out); break;
    }
  });
  if (written != exit_done) return written;
  return report.has_differences() ? exit_found : exit_done;
}

}  // namespace

void add_diff_command(Command& program, DiffArguments& arguments) {
  Command& command = program.add_subcommand("diff", "Show what changed from one document to another");
  command.add_positional("OLD", arguments.old_document,
                         "A file, or what is in one: records.jsonl#12, archive.zip!a.docx.");
  command.add_positional("NEW", arguments.new_document, "What it is compared with.");
  constexpr const char* types =
      "date, number, name-like, wording, spelling-only,\npunctuation-only, white-space-only, block-moved, block-added, "
      "block-removed,\nboilerplate-changed.";
  command.add(group::found, "--ignore", arguments.ignore, "TYPE,...",
              std::string("Leave out changes of these types: ") + types,
              {.separator = ',', .check = one_of(change_types), .yields_to = {"only", "unified"}});
  command.add(group::found, "--only", arguments.only, "TYPE,...", "Show changes of these types only.",
              {.separator = ',', .check = one_of(change_types), .yields_to = {"ignore", "unified"}});
  add_text_field(command, arguments.text_field);
  add_limits(command, arguments.limits);
  command.add(group::printed, "--format", arguments.format, "FORMAT", "text (for people), json or html. [text]",
              {.check = one_of(formats), .yields_to = {"side-by-side", "unified"}});
  command.add_flag(group::printed, "--side-by-side", arguments.side_by_side, "Text: OLD and NEW in two columns.",
                   {.yields_to = {"format", "unified"}});
  command.add_flag(
      group::printed, "--unified", arguments.unified,
      "The format of diff -u, line by line: patch makes NEW of OLD,\nbyte for byte, if both are text files.",
      {.yields_to = {"format", "ignore", "only", "side-by-side"}});
  add_output(command, arguments.output);
  add_color(command, arguments.color);
  command.set_footer(
      "Examples:\n"
      "  nuskha diff draft.txt final.txt                            what an editor wants to see\n"
      "  nuskha diff old.md new.md --ignore spelling-only,white-space-only\n"
      "  nuskha diff old.txt new.txt --only date,number             what to check before publishing\n"
      "  nuskha diff export.jsonl#12 page.txt --format html -o diff.html\n"
      "  nuskha diff old.txt new.txt --unified | patch old.txt      for tools\n"
      "\n"
      "Exit status: 0 no (shown) change, 1 changes, 2 error.\n");
  command.set_run([&arguments](const Context& context) { return run_diff(arguments, context); });
}

}  // namespace nuskha::cli
