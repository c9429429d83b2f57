// Declaring options, checking what was typed, and running a scan from a terminal; see the header. Covered by
// tests/cli/.
#include "cli/job_options.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <memory>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "cli/arguments.h"
#include "cli/byte_size.h"
#include "cli/config.h"
#include "cli/exit_code.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "input/ignore_rules.h"
#include "input/source.h"
#include "report/display.h"
#include "scan/scan_or_problems.h"

namespace nuskha::cli {
namespace {

constexpr unsigned max_jobs = 1024;
constexpr std::size_t num_shown_problems = 5;

constexpr std::array<std::pair<std::string_view, Join>, 3> joins{
    {{"auto", Join::automatic}, {"lsh", Join::lsh}, {"exact", Join::exact}}};
constexpr std::array<std::pair<std::string_view, Level>, 3> levels{
    {{"spelling", Level::spelling}, {"text", Level::text}, {"layout", Level::layout}}};
constexpr std::array<std::pair<std::string_view, When>, 3> whens{
    {{"auto", When::automatic}, {"always", When::always}, {"never", When::never}}};

Result<double> parse_threshold(const std::string& typed) {
  const auto threshold = parse_number<double>(typed);
  if (!threshold || !(*threshold > 0 && *threshold <= 1))  // written so that "nan" is refused
    return refuse("--threshold", fmt::format("\"{}\" is not a number above 0, up to 1", typed));
  return *threshold;
}

Result<double> parse_miss_rate(const std::string& typed) {
  const auto miss_rate = parse_number<double>(typed);
  if (!miss_rate || !(*miss_rate >= 1e-9 && *miss_rate <= 0.5))
    return refuse("--miss-rate", fmt::format("\"{}\" is not a number from 1e-9 to 0.5", typed));
  return *miss_rate;
}

Result<unsigned> parse_jobs(const std::string& typed) {
  const auto jobs = parse_number<unsigned>(typed);
  if (!jobs || *jobs < 1 || *jobs > max_jobs)
    return refuse("--jobs", fmt::format("\"{}\" is not a whole number from 1 to {}", typed, max_jobs));
  return *jobs;
}

Result<std::uint64_t> parse_memory(const std::string& typed) {
  const auto size = parse_byte_size(typed);
  if (!size) return refuse("--memory", fmt::format("\"{}\" is not a size such as 512M or 4G", typed));
  return *size;
}

std::optional<std::string> wrong_glob(const std::string& typed) {
  const auto error = glob_error(typed);
  if (!error) return std::nullopt;
  return fmt::format("the pattern \"{}\" can't be used: {}", typed, *error);
}

std::optional<std::string> wrong_field_name(const std::string& typed) {
  if (!typed.empty()) return std::nullopt;
  return "the name of the field is empty";
}

Result<void> set_numbers(const JobArguments& arguments, ScanOptions& options) {
  const Result<double> threshold = parse_threshold(arguments.threshold);
  if (!threshold) return tl::unexpected(threshold.error());
  const Result<double> miss_rate = parse_miss_rate(arguments.miss_rate);
  if (!miss_rate) return tl::unexpected(miss_rate.error());
  if (arguments.jobs) {
    const Result<unsigned> jobs = parse_jobs(*arguments.jobs);
    if (!jobs) return tl::unexpected(jobs.error());
    options.jobs = *jobs;
  }
  if (arguments.memory) {
    const Result<std::uint64_t> memory = parse_memory(*arguments.memory);
    if (!memory) return tl::unexpected(memory.error());
    options.memory_bytes = *memory;
  }
  options.threshold = *threshold;
  options.miss_rate = *miss_rate;
  return {};
}

/// Which paths, from where; refuses what contradicts itself.
Result<void> set_paths(const std::string& command, const JobArguments& arguments, Job& job) {
  for (const std::string& path : arguments.paths) {
    (path == "-" ? job.path_lists : job.paths).push_back(path);
  }
  if (arguments.files_from) job.path_lists.push_back(*arguments.files_from);
  if (std::count(job.path_lists.begin(), job.path_lists.end(), "-") > 1) {
    return refuse("-", "standard input can be read as a list of paths only once");
  }
  if (job.paths.empty() && job.path_lists.empty()) {
    return refuse("", command + ": no path given: name files or folders, or give a list with --files-from");
  }
  if (arguments.null && job.path_lists.empty()) {
    return refuse("--null", "only for a list of paths: give one with --files-from or \"-\"");
  }
  job.list_separator = arguments.null ? '\0' : '\n';
  return {};
}

Result<void> set_choices(const JobArguments& arguments, Job& job) {
  const auto set = [](auto& field, auto chosen) -> Result<void> {
    if (!chosen) return tl::unexpected(chosen.error());
    field = *std::move(chosen);
    return {};
  };
  Result<void> done = set(job.scan.join, choose<Join>("--join", arguments.join, joins));
  if (done) done = set(job.scan.level, choose<Level>("--level", arguments.level, levels));
  if (done) done = set(job.color, parse_when("--color", arguments.color));
  if (done) done = set(job.progress, parse_when("--progress", arguments.progress));
  return done;
}

Result<std::unique_ptr<DocumentSource>> open_source(const Job& job) {
  const Result<std::vector<std::string>> paths = all_paths(job);
  if (!paths) return tl::unexpected(paths.error());
  Result<std::unique_ptr<DocumentSource>> source = open_paths(*paths, job.input);
  if (!source) return tl::unexpected(source.error());
  return source;
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

}  // namespace

void add_paths(Command& command, JobArguments& arguments) {
  command.add_positional("PATH", arguments.paths,
                         "Files and folders; \"-\" reads a list of paths from standard input.\n"
                         "Put ./ before a name that begins with a dash.");
}

void add_threshold(Command& command, JobArguments& arguments) {
  command.add(
      group::found, "--threshold", arguments.threshold, "NUMBER",
      "Least similarity of two versions: the share of words in both, in\nthe same order. Above 0, up to 1. [0.7]",
      {.is_number = true, .check = refused_by(parse_threshold)});
}

void add_level(Command& command, JobArguments& arguments) {
  command.add(group::found, "--level", arguments.level, "LEVEL",
              "How words are compared: spelling (letters that writers use for one\nanother are the same), text (case, "
              "marks and punctuation don't\nmatter), layout (only white space doesn't matter). [spelling]",
              {.check = one_of(levels)});
}

void add_found_options(Command& command, JobArguments& arguments) {
  add_threshold(command, arguments);
  add_level(command, arguments);
  command.add(group::found, "--join", arguments.join, "HOW",
              "How candidates are found: exact (misses nothing above the floor),\nlsh (faster on large archives), auto "
              "(exact while it is cheap). [auto]",
              {.check = one_of(joins)});
  command.add(group::found, "--miss-rate", arguments.miss_rate, "NUMBER",
              "Share of the pairs at the floor of the search that lsh may miss.\n1e-9 to 0.5. [0.01]",
              {.is_number = true, .check = refused_by(parse_miss_rate)});
}

void add_text_field(Command& command, std::string& field) {
  command.add(group::read, "--text-field", field, "NAME",
              "JSON Lines, JSON, CSV: the field (the column) that holds the text. [text]", {.check = wrong_field_name});
}

void add_choice_of_files(Command& command, JobArguments& arguments) {
  command.add(group::read, "--files-from", arguments.files_from, "FILE",
              "Read a list of paths, one a line, from FILE (\"-\": standard input).", {.is_path = true});
  command.add_flag(group::read, "-0,--null", arguments.null,
                   "Paths in the list end with a NUL byte, as find -print0 writes them.");
  command.add(group::read, "--include", arguments.include, "GLOB",
              "In folders, read only files that match. May be repeated.", {.check = wrong_glob});
  command.add(group::read, "--exclude", arguments.exclude, "GLOB",
              "In folders, leave out files and folders that match. May be repeated.", {.check = wrong_glob});
  command.add_flag(group::read, "--hidden", arguments.hidden,
                   "Also read files and folders whose name begins with a dot.");
  command.add_flag(group::read, "--no-ignore", arguments.no_ignore, "Don't obey .gitignore and .nuskhaignore files.");
  command.add_flag(group::read, "--follow", arguments.follow, "Follow symbolic links in folders.");
}

void add_read_options(Command& command, JobArguments& arguments) {
  add_choice_of_files(command, arguments);
  command.add_flag(group::read, "--file-times", arguments.file_times,
                   "Date a document that has no other date by the time its file was last changed (UTC).");
  add_text_field(command, arguments.text_field);
  command.add(group::read, "--id-field", arguments.id_field, "NAME",
              "Likewise: the field that names a record in messages. [id]");
  add_limits(command, arguments.limits);
}

void add_output(Command& command, std::string& field) {
  command.add(group::printed, "-o,--output", field, "FILE",
              "Write to FILE, which changes only once the result is complete.", {.is_path = true});
}

void add_color(Command& command, std::string& field) {
  command.add(group::printed, "--color", field, "WHEN",
              "auto (on a terminal, unless NO_COLOR is set), always or never. [auto]", {.check = one_of(whens)});
}

void add_printed_options(Command& command, JobArguments& arguments) {
  command.add_flag(group::printed, "--no-timing", arguments.no_timing,
                   "Leave out how long it took: equal input gives equal bytes.");
  add_color(command, arguments.color);
  command.add(group::printed, "--progress", arguments.progress, "WHEN",
              "Progress bar on standard error: auto (on a terminal), always or\nnever. [auto]",
              {.check = one_of(whens)});
}

void add_jobs(Command& command, JobArguments& arguments) {
  command.add(group::machine, "--jobs", arguments.jobs, "N",
              "Threads, 1 to 1024; doesn't change the answer. [one a core]",
              {.is_number = true, .check = refused_by(parse_jobs)});
}

void add_machine_options(Command& command, JobArguments& arguments) {
  add_jobs(command, arguments);
  command.add(
      group::machine, "--memory", arguments.memory, "SIZE",
      "Keep to so much memory, such as 512M or 4G, and what doesn't fit in a\ntemporary file; doesn't change the "
      "answer. [a quarter of what there is]",
      {.check = refused_by(parse_memory)});
  command.add(group::machine, "--temp-dir", arguments.temp_dir, "DIR",
              "Folder for that file. [$TMPDIR, /var/tmp or /tmp]", {.is_path = true});
}

Result<When> parse_when(const char* option, const std::string& typed) { return choose<When>(option, typed, whens); }

Result<Job> set_up_job(const JobArguments& arguments, const Context& context) {
  Job job;
  Result<void> done = set_choices(arguments, job);
  if (done) done = set_numbers(arguments, job.scan);
  if (done) done = set_paths(context.command.full_name(), arguments, job);
  if (!done) return tl::unexpected(done.error());
  const Result<InputLimits> limits = parse_limits(arguments.limits);
  if (!limits) return tl::unexpected(limits.error());
  job.input.limits = *limits;
  job.scan.temp_dir = arguments.temp_dir;
  job.scan.timing = !arguments.no_timing;
  job.input.include = arguments.include;
  job.input.exclude = arguments.exclude;
  job.input.hidden = arguments.hidden;
  job.input.ignore_files = !arguments.no_ignore;
  job.input.follow_links = arguments.follow;
  job.input.file_times = arguments.file_times;
  job.input.text_field = arguments.text_field;
  job.input.id_field = arguments.id_field;
  job.input.of_file = file_options_of(context.config, context.command);
  job.output = arguments.output;
  return job;
}

std::optional<Report> run_job(const Job& job, const ReportStep& last_step) {
  if (const Result<void> writable = check_writable(job.output); !writable) {
    print_error(writable.error());
    return std::nullopt;
  }
  const Result<std::unique_ptr<DocumentSource>> source = open_source(job);
  if (!source) {
    print_error(source.error());
    return std::nullopt;
  }
  const Result<DiskNeed> need = estimate_disk(expected_bytes(**source), job.scan);
  if (!need) {
    print_error(need.error());
    return std::nullopt;
  }
  if (need->bytes > 0) {
    print_message("", fmt::format("about {} of temporary disk at {} will be needed, {} free",
                                  format_bytes(static_cast<double>(need->bytes)), need->folder,
                                  format_bytes(static_cast<double>(need->free_bytes))));
  }
  ScanProgress progress;
  Result<Report> report = [&] {
    const ProgressBar bar(progress, wants_progress(job.progress, STDERR_FILENO));
    return scan_or_problems(**source, job.scan, &progress);
  }();
  if (!report) {
    print_error(report.error());
    return std::nullopt;
  }
  if (report->documents.empty())
    print_failure({ErrorCode::no_documents, "", "no document could be read"}, report->problems);
  if (last_step) last_step(**source, *report);
  return *std::move(report);
}

int write_result(const Job& job, const std::function<void(const TextStyle& style, std::ostream& out)>& write) {
  Result<Output> output = Output::open(job.output);
  if (!output) {
    print_error(output.error());
    return exit_error;
  }
  const bool to_standard_output = job.output.empty() || job.output == "-";
  TextStyle style;
  style.color = to_standard_output ? wants_color(job.color, STDOUT_FILENO) : job.color == When::always;
  style.bidi_isolates = to_standard_output && is_terminal(STDOUT_FILENO);
  style.width = page_width(to_standard_output ? STDOUT_FILENO : -1);
  write(style, output->stream());
  if (const Result<void> finished = output->finish(); !finished) {
    // Whoever closes a pipe early knows that it isn't all; the exit code is for scripts.
    if (!output->reader_is_gone()) print_error(finished.error());
    return exit_error;
  }
  return exit_done;
}

Result<std::vector<std::string>> all_paths(const Job& job) {
  std::vector<std::string> paths = job.paths;
  for (const std::string& list : job.path_lists) {
    Result<std::vector<std::string>> listed = read_path_list(list, job.list_separator);
    if (!listed) return tl::unexpected(listed.error());
    paths.insert(paths.end(), std::make_move_iterator(listed->begin()), std::make_move_iterator(listed->end()));
  }
  if (paths.empty() && !job.path_lists.empty()) {
    const std::string& list = job.path_lists.front();
    return fail(ErrorCode::no_documents, list == "-" ? "standard input" : list, "the list of paths is empty");
  }
  return paths;
}

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

void print_problem_note(const Report& report, const std::string& where) {
  if (report.problems.empty()) return;
  print_message("", fmt::format("{}: {} ({})", count_of(report.problems.size(), "problem", "problems"),
                                count_by_code(report.problems), where));
}

}  // namespace nuskha::cli
