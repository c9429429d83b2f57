// nuskha scan. Three steps: add_scan_command declares the options, set_up checks what was typed and turns it into a
// ScanJob, and run_scan does the job. Covered by tests/cli/.
#include "cli/scan_command.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <memory>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/arguments.h"
#include "cli/byte_size.h"
#include "cli/exit_code.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/terminal.h"
#include "cli/watched_source.h"
#include "nuskha/nuskha.h"
#include "report/display.h"

namespace nuskha::cli {
namespace {

constexpr unsigned max_jobs = 1024;
constexpr std::size_t num_shown_problems = 5;

enum class Format : std::uint8_t { text, json, jsonl, csv };

/// What is to be done; everything in it is valid.
struct ScanJob {
  std::vector<std::string> paths;
  std::vector<std::string> path_lists;  ///< Files that hold paths; "-" is standard input.
  char list_separator = '\n';
  InputOptions input;
  ScanOptions scan;
  Format format = Format::text;
  std::string output;
  std::vector<Relation> fail_on;
  When color = When::automatic;
  When progress = When::automatic;
};

constexpr std::array<std::pair<std::string_view, Format>, 4> formats{
    {{"text", Format::text}, {"json", Format::json}, {"jsonl", Format::jsonl}, {"csv", Format::csv}}};
constexpr std::array<std::pair<std::string_view, Join>, 3> joins{
    {{"auto", Join::automatic}, {"lsh", Join::lsh}, {"exact", Join::exact}}};
constexpr std::array<std::pair<std::string_view, Level>, 3> levels{
    {{"spelling", Level::spelling}, {"text", Level::text}, {"layout", Level::layout}}};
constexpr std::array<std::pair<std::string_view, When>, 3> whens{
    {{"auto", When::automatic}, {"always", When::always}, {"never", When::never}}};

Result<std::vector<Relation>> parse_relations(const std::vector<std::string>& names) {
  constexpr std::array all = {Relation::identical, Relation::same_text, Relation::reissue,   Relation::revision,
                              Relation::excerpt,   Relation::extension, Relation::template_, Relation::shared_passage};
  std::array<std::pair<std::string_view, Relation>, all.size()> choices;
  for (std::size_t i = 0; i < all.size(); ++i) choices[i] = {to_string(all[i]), all[i]};
  std::vector<Relation> relations;
  for (const std::string& name : names) {
    const Result<Relation> relation = choose<Relation>("--fail-on", name, choices);
    if (!relation) return tl::unexpected(relation.error());
    relations.push_back(*relation);
  }
  return relations;
}

Result<void> set_numbers(const ScanArguments& arguments, ScanOptions& options) {
  const auto threshold = parse_number<double>(arguments.threshold);
  if (!threshold || !(*threshold > 0 && *threshold <= 1)) {  // written so that "nan" is refused
    return refuse("--threshold", fmt::format("\"{}\" is not a number above 0, up to 1", arguments.threshold));
  }
  const auto miss_rate = parse_number<double>(arguments.miss_rate);
  if (!miss_rate || !(*miss_rate >= 1e-9 && *miss_rate <= 0.5)) {
    return refuse("--miss-rate", fmt::format("\"{}\" is not a number from 1e-9 to 0.5", arguments.miss_rate));
  }
  if (arguments.jobs) {
    const auto jobs = parse_number<unsigned>(*arguments.jobs);
    if (!jobs || *jobs < 1 || *jobs > max_jobs) {
      return refuse("--jobs", fmt::format("\"{}\" is not a whole number from 1 to {}", *arguments.jobs, max_jobs));
    }
    options.jobs = *jobs;
  }
  if (arguments.memory && !parse_byte_size(*arguments.memory)) {
    return refuse("--memory", fmt::format("\"{}\" is not a size such as 512M or 4G", *arguments.memory));
  }
  if (arguments.memory) {
    return refuse(
        "--memory",
        "not available in this version: a scan keeps what it needs in memory, about as much as the text it reads");
  }
  options.threshold = *threshold;
  options.miss_rate = *miss_rate;
  return {};
}

/// Which paths, from where; refuses what contradicts itself.
Result<void> set_paths(const ScanArguments& arguments, ScanJob& job) {
  for (const std::string& path : arguments.paths) {
    (path == "-" ? job.path_lists : job.paths).push_back(path);
  }
  if (arguments.files_from) job.path_lists.push_back(*arguments.files_from);
  if (std::count(job.path_lists.begin(), job.path_lists.end(), "-") > 1) {
    return refuse("-", "standard input can be read as a list of paths only once");
  }
  if (job.paths.empty() && job.path_lists.empty()) {
    return refuse("", "scan: no path given: name files or folders, or give a list with --files-from");
  }
  if (arguments.null && job.path_lists.empty()) {
    return refuse("--null", "only for a list of paths: give one with --files-from or \"-\"");
  }
  job.list_separator = arguments.null ? '\0' : '\n';
  return {};
}

Result<void> set_choices(const ScanArguments& arguments, ScanJob& job) {
  const auto set = [](auto& field, auto chosen) -> Result<void> {
    if (!chosen) return tl::unexpected(chosen.error());
    field = *std::move(chosen);
    return {};
  };
  Result<void> done = set(job.format, choose<Format>("--format", arguments.format, formats));
  if (done) done = set(job.scan.join, choose<Join>("--join", arguments.join, joins));
  if (done) done = set(job.scan.level, choose<Level>("--level", arguments.level, levels));
  if (done) done = set(job.color, choose<When>("--color", arguments.color, whens));
  if (done) done = set(job.progress, choose<When>("--progress", arguments.progress, whens));
  if (done) done = set(job.fail_on, parse_relations(arguments.fail_on));
  return done;
}

Result<ScanJob> set_up(const ScanArguments& arguments) {
  ScanJob job;
  Result<void> done = set_choices(arguments, job);
  if (done) done = set_numbers(arguments, job.scan);
  if (done) done = set_paths(arguments, job);
  if (!done) return tl::unexpected(done.error());
  job.scan.keep_boilerplate = arguments.keep_boilerplate;
  job.scan.timing = !arguments.no_timing;
  job.input.include = arguments.include;
  job.input.exclude = arguments.exclude;
  job.input.hidden = arguments.hidden;
  job.input.ignore_files = !arguments.no_ignore;
  job.input.follow_links = arguments.follow;
  job.input.file_times = arguments.file_times;
  job.input.text_field = arguments.text_field;
  job.input.id_field = arguments.id_field;
  job.output = arguments.output;
  return job;
}

Result<std::unique_ptr<WatchedSource>> open_source(const ScanJob& job) {
  std::vector<std::string> paths = job.paths;
  for (const std::string& list : job.path_lists) {
    Result<std::vector<std::string>> listed = read_path_list(list, job.list_separator);
    if (!listed) return tl::unexpected(listed.error());
    paths.insert(paths.end(), std::make_move_iterator(listed->begin()), std::make_move_iterator(listed->end()));
  }
  if (paths.empty()) {
    const std::string& list = job.path_lists.front();
    return fail(ErrorCode::no_documents, list == "-" ? "standard input" : list, "the list of paths is empty");
  }
  Result<std::unique_ptr<DocumentSource>> source = open_paths(paths, job.input);
  if (!source) return tl::unexpected(source.error());
  return std::make_unique<WatchedSource>(std::move(*source));
}

Result<void> write_report(const Report& report, const ScanJob& job) {
  Result<Output> output = Output::open(job.output);
  if (!output) return tl::unexpected(output.error());
  std::ostream& out = output->stream();
  const bool to_standard_output = job.output.empty() || job.output == "-";
  switch (job.format) {
    case Format::text: {
      TextStyle style;
      style.color = to_standard_output ? wants_color(job.color, STDOUT_FILENO) : job.color == When::always;
      style.bidi_isolates = to_standard_output && is_terminal(STDOUT_FILENO);
      style.width = page_width(to_standard_output ? STDOUT_FILENO : -1);
      write_text(report, style, out);
      break;
    }
    case Format::json: write_json(report, out); break;
    case Format::jsonl: write_jsonl(report, out); break;
    case Format::csv: write_csv(report, out); break;
  }
  Result<void> finished = output->finish();
  // Whoever closes a pipe early knows that it isn't all; the exit code is for scripts.
  if (!finished && output->reader_is_gone()) finished.error().what.clear();
  return finished;
}

/// "2 binary, 1 invalid-utf8".
std::string count_by_code(const std::vector<Problem>& problems) {
  std::map<std::string_view, std::size_t> counts;
  for (const Problem& problem : problems) ++counts[problem.code];
  std::string line;
  for (const auto& [code, count] : counts)
    line += fmt::format("{}{} {}", line.empty() ? "" : ", ", group_digits(count), code);
  return line;
}

void print_problem_note(const Report& report, Format format) {
  if (report.problems.empty()) return;
  print_message("", fmt::format("{}: {} ({})", count_of(report.problems.size(), "problem", "problems"),
                                count_by_code(report.problems),
                                format == Format::csv ? "--format jsonl lists them" : "see the report"));
}

/// What a scan that found no document has to say: the error, and the first of the problems that led to it.
void print_failure(const Error& error, const std::vector<Problem>& problems) {
  print_error(error);
  const std::size_t num_shown = std::min(problems.size(), num_shown_problems);
  for (std::size_t i = 0; i < num_shown; ++i) print_message(problems[i].path, problems[i].message);
  if (num_shown < problems.size()) {
    print_message("",
                  fmt::format("… and {} more: {} in all", count_of(problems.size() - num_shown, "problem", "problems"),
                              count_by_code(problems)));
  }
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

/// CLI11's help, but for the number of paths (see below), which is nobody's business.
class HelpFormatter : public CLI::Formatter {
 public:
  std::string make_option_usage(const CLI::Option* option) const override { return option->get_name(true) + "..."; }
};

}  // namespace

CLI::App* add_scan_command(CLI::App& program, ScanArguments& arguments) {
  CLI::App* scan = program.add_subcommand("scan", "Find the copies and versions in files and folders");
  // One value an option: "--include '*.txt' folder" must not take the folder for a second glob, nor "[a]" for a list.
  const auto add = [&](const char* group, const char* name, auto& field, const char* type, const char* description) {
    CLI::Option* option = scan->add_option(name, field, description)->group(group)->type_name(type);
    if (option->get_items_expected_max() > 1) {
      option->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    }
    return option;
  };
  const auto add_flag = [&](const char* group, const char* name, bool& field, const char* description) {
    scan->add_flag(name, field, description)->group(group);
  };

  // CLI11 reads "[a,b]" as a list where an option takes any number of values; a path may well be named so. An option
  // that expects more values than there can be, and keeps all that come, takes each as it is.
  constexpr int any_number = CLI::detail::expected_max_vector_size - 1;
  scan->formatter(std::make_shared<HelpFormatter>());
  scan->add_option("PATH", arguments.paths,
                   "Files and folders; \"-\" reads a list of paths from standard input.\n"
                   "Put ./ before a name that begins with a dash.")
      ->option_text("...")
      ->expected(any_number)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);

  const char* found = "What is found";
  add(found, "--threshold", arguments.threshold, "NUMBER",
      "Least similarity of two versions: the share of words in both, in\nthe same order. Above 0, up to 1. [0.7]");
  add(found, "--level", arguments.level, "LEVEL",
      "How words are compared: spelling (letters that writers use for one\nanother are the same), text (case, marks "
      "and punctuation don't\nmatter), layout (only white space doesn't matter). [spelling]");
  add(found, "--join", arguments.join, "HOW",
      "How candidates are found: exact (misses nothing above the floor),\nlsh (faster on large archives), auto (exact "
      "while it is cheap). [auto]");
  add(found, "--miss-rate", arguments.miss_rate, "NUMBER",
      "Share of the pairs at the floor of the search that lsh may miss.\n1e-9 to 0.5. [0.01]");
  add_flag(found, "--keep-boilerplate", arguments.keep_boilerplate,
           "Compare whole documents, recurring passages included. This version\nsets none aside yet, so that the "
           "answer is the same either way.");

  const char* read = "What is read";
  add(read, "--files-from", arguments.files_from, "FILE",
      "Read a list of paths, one a line, from FILE (\"-\": standard input).");
  add_flag(read, "-0,--null", arguments.null, "Paths in the list end with a NUL byte, as find -print0 writes them.");
  add(read, "--include", arguments.include, "GLOB", "In folders, read only files that match. May be repeated.");
  add(read, "--exclude", arguments.exclude, "GLOB",
      "In folders, leave out files and folders that match. May be repeated.");
  add_flag(read, "--hidden", arguments.hidden, "Also read files and folders whose name begins with a dot.");
  add_flag(read, "--no-ignore", arguments.no_ignore, "Don't obey .gitignore and .nuskhaignore files.");
  add_flag(read, "--follow", arguments.follow, "Follow symbolic links in folders.");
  add_flag(read, "--file-times", arguments.file_times,
           "Date a document that has no other date by the time its file was last changed (UTC).");
  add(read, "--text-field", arguments.text_field, "NAME", "JSON Lines: the field that holds the text. [text]");
  add(read, "--id-field", arguments.id_field, "NAME", "JSON Lines: the field that names a record in messages. [id]");

  const char* printed = "What is printed";
  add(printed, "--format", arguments.format, "FORMAT",
      "text (for people), json, jsonl (one record a line) or csv (the pairs,\nfor a spreadsheet). [text]");
  add(printed, "-o,--output", arguments.output, "FILE",
      "Write to FILE, which changes only once the result is complete.");
  add(printed, "--fail-on", arguments.fail_on, "RELATION,...",
      "Exit with 1 if two documents are so related: identical, same-text,\nreissue, revision, excerpt, extension, "
      "template, shared-passage.")
      ->delimiter(',');
  add_flag(printed, "--no-timing", arguments.no_timing, "Leave out how long it took: equal input gives equal bytes.");
  add(printed, "--color", arguments.color, "WHEN",
      "auto (on a terminal, unless NO_COLOR is set), always or never. [auto]");
  add(printed, "--progress", arguments.progress, "WHEN",
      "Progress bar on standard error: auto (on a terminal), always or\nnever. [auto]");

  const char* machine = "How much of the machine is used";
  add(machine, "--jobs", arguments.jobs, "N", "Threads, 1 to 1024; doesn't change the answer. [one a core]");
  add(machine, "--memory", arguments.memory, "SIZE",
      "Bound on memory, such as 512M or 4G. Not available in this version.");

  scan->footer(
      "Examples:\n"
      "  nuskha scan releases/                            what is the same in a folder\n"
      "  nuskha scan releases/ drafts/ --threshold 0.5    also looser versions\n"
      "  nuskha scan . --include '*.md' --format jsonl    for programs\n"
      "  git ls-files -z | nuskha scan --null -           the files that git knows\n"
      "  nuskha scan content/ --fail-on identical         a check for CI\n"
      "\n"
      "Exit status: 0 done, 1 --fail-on found something, 2 error (also when no document was found).\n");
  return scan;
}

int run_scan(const ScanArguments& arguments) {
  const Result<ScanJob> job = set_up(arguments);
  if (!job) {
    print_error(job.error());
    print_message("", "see nuskha scan --help");
    return exit_error;
  }
  if (const Result<void> writable = check_writable(job->output); !writable) {
    print_error(writable.error());
    return exit_error;
  }
  const Result<std::unique_ptr<WatchedSource>> source = open_source(*job);
  if (!source) {
    print_error(source.error());
    return exit_error;
  }
  ScanProgress progress;
  Result<Report> report = [&] {
    const ProgressBar bar(progress, wants_progress(job->progress, STDERR_FILENO));
    return scan(**source, job->scan, &progress);
  }();
  if (!report) {
    print_failure(report.error(), (*source)->take_problems());
    return exit_error;
  }
  if (const Result<void> written = write_report(*report, *job); !written) {
    if (!written.error().what.empty()) print_error(written.error());
    return exit_error;
  }
  print_problem_note(*report, job->format);
  if (report->documents.empty()) {
    print_message("", "no document was found");
    return exit_error;
  }
  if (const std::string unwanted = find_unwanted(*report, job->fail_on); !unwanted.empty()) {
    print_message("--fail-on", unwanted);
    return exit_found;
  }
  return exit_done;
}

}  // namespace nuskha::cli
