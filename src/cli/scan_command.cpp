// nuskha scan. Three steps: add_scan_command declares the options, set_up checks what was typed and turns it into a
// ScanJob, and run_scan does the job. What other commands have too is in job_options.cpp. Covered by tests/cli/.
#include "cli/scan_command.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "cli/arguments.h"
#include "cli/command_line.h"
#include "cli/exit_code.h"
#include "cli/messages.h"
#include "cli/report_output.h"
#include "cli/today.h"
#include "report/display.h"

namespace nuskha::cli {
namespace {

namespace fs = std::filesystem;

using Format = ReportFormat;

struct ScanJob {
  Job common;
  Format format = Format::text;
  std::vector<Relation> fail_on;
};

constexpr auto& formats = report_formats;

const auto relations = [] {
  constexpr std::array all = {Relation::identical, Relation::same_text, Relation::reissue,   Relation::revision,
                              Relation::excerpt,   Relation::extension, Relation::template_, Relation::shared_passage};
  std::array<std::pair<std::string_view, Relation>, all.size()> choices;
  for (std::size_t i = 0; i < all.size(); ++i) choices[i] = {to_string(all[i]), all[i]};
  return choices;
}();

/// Absolute, without links, dots and a slash at its end, as far as it is there.
fs::path resolved(const std::string& path) {
  std::error_code error;
  const fs::path absolute = fs::absolute(path, error).lexically_normal();
  return fs::weakly_canonical(absolute.has_filename() ? absolute : absolute.parent_path(), error);
}

/// True if `path` is `folder` or stands in it; both as `resolved` gives them.
bool is_below(const fs::path& path, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

Result<std::vector<Relation>> parse_relations(const std::vector<std::string>& names) {
  std::vector<Relation> out;
  for (const std::string& name : names) {
    const Result<Relation> relation = choose<Relation>("--fail-on", name, relations);
    if (!relation) return tl::unexpected(relation.error());
    out.push_back(*relation);
  }
  return out;
}

/// The folder's own files are no documents. Its .nuskhaignore says so to a walk of a folder around it.
Result<void> check_work_dir(const std::string& typed, const Job& job) {
  if (typed.empty()) return refuse("--work-dir", "the name of the folder is empty");
  const fs::path folder = resolved(typed);
  for (const std::string& path : job.paths) {
    const fs::path scanned = resolved(path);
    const bool is_inside = is_below(scanned, folder);
    if (is_inside || (!job.input.ignore_files && is_below(folder, scanned)))
      return refuse("--work-dir",
                    fmt::format("\"{}\" is {} \"{}\", which is to be scanned: name a folder outside of it", typed,
                                is_inside ? "around or the same as" : "inside of", path));
  }
  return {};
}

Result<ScanJob> set_up(const ScanArguments& arguments, const Context& context) {
  const Result<Format> format = choose<Format>("--format", arguments.format, formats);
  if (!format) return tl::unexpected(format.error());
  Result<Job> common = set_up_job(arguments, context);
  if (!common) return tl::unexpected(common.error());
  if (const Result<void> fits = check_destination(*format, common->output); !fits) return tl::unexpected(fits.error());
  Result<std::vector<Relation>> fail_on = parse_relations(arguments.fail_on);
  if (!fail_on) return tl::unexpected(fail_on.error());
  common->scan.keep_boilerplate = arguments.keep_boilerplate;
  if (arguments.work_dir) {
    const Result<void> outside = check_work_dir(*arguments.work_dir, *common);
    if (!outside) return tl::unexpected(outside.error());
    common->scan.work_dir = *arguments.work_dir;
    const bool has_bar = wants_progress(common->progress, STDERR_FILENO);
    common->scan.note = [has_bar](const std::string& message) {
      if (has_bar) std::fputs("\r\033[K", stderr);  // what the bar has drawn
      print_message("", message);
    };
  }
  return ScanJob{*std::move(common), *format, *std::move(fail_on)};
}

/// How many pairs (or versions and their parents) have a relation that --fail-on names, "" if none. An excerpt is an
/// extension seen from the other side, so either name finds both.
std::string find_unwanted(const Report& report, const std::vector<Relation>& fail_on) {
  const auto is_unwanted = [&](Relation relation) {
    return std::find(fail_on.begin(), fail_on.end(), relation) != fail_on.end() ||
           std::find(fail_on.begin(), fail_on.end(), reversed(relation)) != fail_on.end();
  };
  const auto pairs = std::count_if(report.pairs.begin(), report.pairs.end(),
                                   [&](const PairRecord& pair) { return is_unwanted(pair.relation); });
  if (pairs > 0) return fmt::format("found in {}", count_of(static_cast<std::uint64_t>(pairs), "pair", "pairs"));
  for (const FamilyRecord& family : report.families) {
    for (const FamilyMember& member : family.members) {
      if (member.parent && is_unwanted(member.relation)) return "found";
    }
  }
  return {};
}

/// Of what the report is, for a page of HTML.
HtmlAbout about(const Job& job) {
  std::vector<std::string> paths = job.paths;
  for (const std::string& list : job.path_lists)
    paths.push_back(list == "-" ? "a list of files" : "the files of " + list);
  return about_report(std::move(paths), job.scan.timing ? today() : "", job.scan.threshold, job.scan.level);
}

int run_scan(const ScanArguments& arguments, const Context& context) {
  const Result<ScanJob> job = set_up(arguments, context);
  if (!job) return print_usage_error(context.command, job.error());
  ReportExtras extras;
  const std::optional<Report> report = run_job(job->common, [&](const DocumentSource& source, Report& found) {
    extras = add_changes_shown(job->format, job->common.scan.jobs, source, found);
  });
  if (!report) return exit_error;
  extras.about = about(job->common);
  const int written = write_result(job->common, [&](const TextStyle& style, std::ostream& out) {
    write_report(*report, extras, job->format, style, job->common.scan.jobs, out);
  });
  if (written != exit_done) return written;
  print_problem_note(*report, job->format == Format::csv ? "--format jsonl lists them" : "see the report");
  if (report->documents.empty()) return exit_error;  // run_job has said why
  if (const std::string unwanted = find_unwanted(*report, job->fail_on); !unwanted.empty()) {
    print_message("--fail-on", unwanted);
    return exit_found;
  }
  return exit_done;
}

}  // namespace

void add_scan_command(Command& program, ScanArguments& arguments) {
  Command& command = program.add_subcommand("scan", "Find the copies and versions in files and folders");
  add_paths(command, arguments);
  add_found_options(command, arguments);
  command.add_flag(group::found, "--keep-boilerplate", arguments.keep_boilerplate,
                   "Compare whole documents, recurring passages such as footers\nincluded, and report none of these.");
  add_read_options(command, arguments);
  command.add(group::printed, "--format", arguments.format, "FORMAT",
              "text (for people), html (one page for a browser), json, jsonl (one\nrecord a line) or csv (the pairs, "
              "for a spreadsheet). [text]",
              {.check = one_of(formats)});
  add_output(command, arguments.output);
  command.add(
      group::printed, "--fail-on", arguments.fail_on, "RELATION,...",
      "Exit with 1 if two documents are so related: identical, same-text,\nreissue, revision, excerpt, extension, "
      "template, shared-passage.",
      {.separator = ',', .check = one_of(relations)});
  add_printed_options(command, arguments);
  add_machine_options(command, arguments);
  command.add(
      group::machine, "--work-dir", arguments.work_dir, "DIR",
      "Keep finished work in the folder DIR: if this is ended, run it again\nand it goes on from there. Delete DIR "
      "once it is done.",
      {.is_path = true, .check = [](const std::string& folder) -> std::optional<std::string> {
         if (!folder.empty()) return std::nullopt;
         return "the name of the folder is empty";
       }});

  command.set_footer(
      "Examples:\n"
      "  nuskha scan releases/                            what is the same in a folder\n"
      "  nuskha scan releases/ drafts/ --threshold 0.5    also looser versions\n"
      "  nuskha scan releases/ --format html -o report.html    to look through in a browser\n"
      "  nuskha scan . --include '*.md' --format jsonl    for programs\n"
      "  git ls-files -z | nuskha scan --null -           the files that git knows\n"
      "  nuskha scan content/ --fail-on identical         a check for CI\n"
      "\n"
      "Exit status: 0 done, 1 --fail-on found something, 2 error (also when no document was found).\n");
  command.set_run([&arguments](const Context& context) { return run_scan(arguments, context); });
}

}  // namespace nuskha::cli
