// nuskha check. Options, check and run as in scan_command.cpp.
//
//   files, or those changed in git ─▶ check against the target ─▶ configuration ─▶ baseline ─▶ writer ─▶ exit code
//
// Covered by tests/cli/check_test.cpp.
#include "cli/check_command.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/document_name.h"
#include "cli/arguments.h"
#include "cli/command_line.h"
#include "cli/config.h"
#include "cli/exit_code.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/policy.h"
#include "cli/progress.h"
#include "cli/today.h"
#include "cli/watched_source.h"
#include "input/changed_files.h"
#include "input/problem_codes.h"
#include "input/walk.h"
#include "scan/check_target.h"

namespace nuskha::cli {
namespace {

using Writer = void (*)(const CheckReport&, const TextStyle&, std::ostream&);

template <void (*write)(const CheckReport&, std::ostream&)>
void without_style(const CheckReport& report, const TextStyle&, std::ostream& out) {
  write(report, out);
}

constexpr std::array<std::pair<std::string_view, Writer>, 7> formats{{{"text", write_check_text},
                                                                      {"json", without_style<write_check_json>},
                                                                      {"jsonl", without_style<write_check_jsonl>},
                                                                      {"sarif", without_style<write_check_sarif>},
                                                                      {"junit", without_style<write_check_junit>},
                                                                      {"github", without_style<write_check_github>},
                                                                      {"gitlab", without_style<write_check_gitlab>}}};

struct CheckJob {
  Job common;
  Writer write = write_check_text;
};

Result<CheckJob> set_up(const CheckArguments& arguments, const Context& context) {
  const Result<Writer> write = choose<Writer>("--format", arguments.format, formats);
  if (!write) return tl::unexpected(write.error());
  if (arguments.against.empty()) return refuse("--against", "it must name the archive or folder to check against");
  Result<Job> common = set_up_job(arguments, context);
  if (!common) return tl::unexpected(common.error());
  common->scan.keep_boilerplate = arguments.keep_boilerplate;
  return CheckJob{*std::move(common), *write};
}

/// An archive has its own options; others that were typed would be passed over.
Result<void> refuse_options_of_archive(const CheckArguments& arguments, const Context& context) {
  if (!is_archive(arguments.against)) return {};
  for (const char* name : {"threshold", "level", "keep-boilerplate"}) {
    const Option* option = context.command.find_option(name);
    if (option != nullptr && option->origin.kind == Origin::Kind::command_line)
      return refuse(fmt::format("--{}", name),
                    "an archive keeps the value that it was made with; leave the option out");
  }
  return {};
}

/// The files to check.
struct NewFiles {
  std::vector<std::string> files;
  std::vector<Problem> problems;
};

Result<NewFiles> new_files(const CheckArguments& arguments, const Job& job) {
  Result<std::vector<std::string>> paths = all_paths(job);
  if (!paths) return tl::unexpected(paths.error());
  NewFiles out;
  if (arguments.changed_since) {
    Result<ChangedFiles> changed = changed_files(*paths, *arguments.changed_since, job.input);
    if (!changed) return tl::unexpected(changed.error());
    out.files = std::move(changed->files);
    out.problems = std::move(changed->problems);
    return out;
  }
  Result<FileList> listed = list_files(*paths, job.input);
  if (!listed) return tl::unexpected(listed.error());
  out.files = std::move(listed->files);
  out.problems = std::move(listed->problems);
  return out;
}

/// Nothing if that failed; a message has been printed then.
std::optional<CheckReport> check_files(const CheckArguments& arguments, const Job& job) {
  Result<NewFiles> fresh = new_files(arguments, job);
  if (!fresh) {
    print_error(fresh.error());
    return std::nullopt;
  }
  CheckReport report;
  if (fresh->files.empty()) {  // nothing has changed; that nothing was there at all is an error above
    print_message("", fmt::format("no file has changed since {}", *arguments.changed_since));
    add_problems(std::move(fresh->problems), report);
    return report;
  }
  ScanProgress progress;
  std::unique_ptr<WatchedSource> source;
  std::vector<Problem> of_target;
  Result<CheckReport> checked = [&]() -> Result<CheckReport> {
    const ProgressBar bar(progress, wants_progress(job.progress, STDERR_FILENO));
    Result<std::unique_ptr<DocumentSource>> opened = open_paths(fresh->files, job.input);
    if (!opened) return tl::unexpected(opened.error());
    source = std::make_unique<WatchedSource>(std::move(*opened));
    const Result<CheckTarget> target =
        CheckTarget::open(arguments.against, fresh->files, job.input, job.scan, &progress);
    if (!target) return tl::unexpected(target.error());
    std::copy_if(target->problems().begin(), target->problems().end(), std::back_inserter(of_target), is_unread);
    return check(*source, target->archive(), {job.scan.jobs, job.scan.timing}, &progress);
  }();
  if (checked) {
    report = std::move(*checked);
  } else if (arguments.changed_since && source != nullptr && checked.error().code == ErrorCode::no_documents &&
             checked.error().where.empty()) {  // pictures may have changed, and nothing else
    print_message("", fmt::format("no document has changed since {}", *arguments.changed_since));
    add_problems(source->take_problems(), report);
  } else {
    print_failure(checked.error(), source == nullptr ? std::vector<Problem>() : source->take_problems());
    return std::nullopt;
  }
  add_problems(std::move(fresh->problems), report);
  add_problems(std::move(of_target), report);
  return report;
}

Result<Baseline> read_baseline_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(ErrorCode::unreadable, path, "the baseline can't be read; --write-baseline makes one");
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return read_baseline(bytes.str(), path);
}

bool is_file_of(const std::string& document) {
  std::error_code error;
  return any_holder(document, [&](std::string_view holder) { return std::filesystem::exists(holder, error); });
}

/// The bytes that a baseline writes as \xHH, since they aren't UTF-8.
std::string unescape_bytes(const std::string& path) {
  std::string out;
  for (std::size_t i = 0; i < path.size(); ++i) {
    unsigned value = 0;
    const char* const digits = path.data() + i + 2;
    if (path.compare(i, 2, "\\x") == 0 && i + 4 <= path.size() &&
        std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2) {
      out += static_cast<char>(value);
      i += 3;
    } else {
      out += path[i];
    }
  }
  return out;
}

bool is_still_there(const std::string& path) { return is_file_of(path) || is_file_of(unescape_bytes(path)); }

/// Of files that need not be there yet.
bool is_same_file(const std::string& a, const std::string& b) {
  namespace fs = std::filesystem;
  std::error_code error;
  const auto canonical = [&](const std::string& path) {
    return fs::weakly_canonical(fs::absolute(path, error), error);
  };
  return canonical(a) == canonical(b);
}

/// Obeys --baseline and --write-baseline.
Result<void> use_baselines(const CheckArguments& arguments, CheckReport& report) {
  Baseline accepted;
  const std::optional<std::string>& previous = arguments.baseline ? arguments.baseline : arguments.write_baseline;
  // The file that is to be written may be named as the one that is obeyed: the first time it isn't there.
  const bool may_be_missing =
      arguments.write_baseline && (!arguments.baseline || is_same_file(*arguments.baseline, *arguments.write_baseline));
  std::error_code error;
  if (previous && !(may_be_missing && !std::filesystem::exists(*previous, error))) {
    Result<Baseline> read = read_baseline_file(*previous);
    if (!read) return tl::unexpected(read.error());
    accepted = std::move(*read);
  }
  if (arguments.write_baseline) {
    accepted = make_baseline(report, accepted, is_still_there);
    Result<Output> output = Output::open(*arguments.write_baseline);
    if (!output) return tl::unexpected(output.error());
    write_baseline(accepted, output->stream());
    if (Result<void> finished = output->finish(); !finished) return finished;
  }
  if (arguments.baseline || arguments.write_baseline) apply_baseline(report, accepted, is_still_there);
  return {};
}

bool is_found(const Finding& finding) { return !finding.suppressed && finding.severity >= Severity::warning; }

bool has_findings(const CheckReport& report) {
  return std::any_of(report.findings.begin(), report.findings.end(), is_found) ||
         std::any_of(report.verdicts.begin(), report.verdicts.end(), [](const Verdict& verdict) {
           const std::optional<Finding> finding = finding_of(verdict);
           return finding && is_found(*finding);
         });
}

std::uint64_t num_unread(const CheckReport& report) {
  return static_cast<std::uint64_t>(std::count_if(report.problems.begin(), report.problems.end(), is_unread));
}

/// What is written must not replace the archive, nor one of them the other.
Result<void> refuse_overwriting(const CheckArguments& arguments, const Job& job) {
  const std::string baseline = arguments.write_baseline.value_or("");
  if (!job.output.empty() && is_same_file(job.output, arguments.against))
    return refuse("--output", "it names what is checked against, which would be overwritten");
  if (baseline.empty()) return {};
  if (is_same_file(baseline, arguments.against))
    return refuse("--write-baseline", "it names what is checked against, which would be overwritten");
  if (!job.output.empty() && is_same_file(baseline, job.output))
    return refuse("--write-baseline", "it names the file that --output names");
  return {};
}

int run_check(const CheckArguments& arguments, const Context& context) {
  const Result<CheckJob> job = set_up(arguments, context);
  if (!job) return print_usage_error(context.command, job.error());
  if (const Result<void> allowed = refuse_options_of_archive(arguments, context); !allowed)
    return print_usage_error(context.command, allowed.error());
  if (const Result<void> allowed = refuse_overwriting(arguments, job->common); !allowed)
    return print_usage_error(context.command, allowed.error());
  for (const std::string& file : {job->common.output, arguments.write_baseline.value_or("")}) {
    if (const Result<void> writable = check_writable(file); !writable) {
      print_error(writable.error());
      return exit_error;
    }
  }
  std::optional<CheckReport> report = check_files(arguments, job->common);
  if (!report) return exit_error;
  apply_policy(*report, context.config.policy, today());
  if (const Result<void> used = use_baselines(arguments, *report); !used) {
    print_error(used.error());
    return exit_error;
  }
  const int written =
      write_result(job->common, [&](const TextStyle& style, std::ostream& out) { job->write(*report, style, out); });
  if (written != exit_done) return written;
  if (const std::uint64_t unread = num_unread(*report); unread > 0) {
    print_message("", fmt::format("{} kept documents from being checked: see the report",
                                  unread == 1 ? "a problem" : fmt::format("{} problems", unread)));
    return exit_error;
  }
  return has_findings(*report) ? exit_found : exit_done;
}

}  // namespace

void add_check_command(Command& program, CheckArguments& arguments) {
  Command& command = program.add_subcommand("check", "Say of new documents whether they are there already");
  command.add_positional("NEW", arguments.paths,
                         "Files and folders to check; \"-\" reads a list of paths from standard\n"
                         "input. Put ./ before a name that begins with a dash.");
  command.add(group::found, "--against", arguments.against, "PATH",
              "What they are checked against: an archive that nuskha index has\nmade, or a folder. What is new in a "
              "folder is left out of it.",
              {.is_path = true});
  command.add(group::found, "--changed-since", arguments.changed_since, "REV",
              "Check only files that differ from this revision of their git\nrepository.", {.is_configurable = false});
  add_threshold(command, arguments);
  add_level(command, arguments);
  command.add_flag(group::found, "--keep-boilerplate", arguments.keep_boilerplate, "Set no boilerplate aside.");
  command.add(group::printed, "--baseline", arguments.baseline, "FILE",
              "Accept what this file lists: only what is new is found.", {.is_path = true});
  command.add(group::printed, "--write-baseline", arguments.write_baseline, "FILE",
              "Accept all that is found, and list it in FILE.", {.is_configurable = false});
  add_read_options(command, arguments);
  command.add(group::printed, "--format", arguments.format, "FORMAT",
              "text (for people), json, jsonl (one record a line), sarif, junit,\ngithub (workflow commands) or gitlab "
              "(code quality). [text]",
              {.check = one_of(formats)});
  add_output(command, arguments.output);
  add_printed_options(command, arguments);
  add_jobs(command, arguments);
  command.set_footer(
      "Examples:\n"
      "  nuskha check draft.txt --against releases.nuskha      before it is published\n"
      "  nuskha check drafts/ --against releases/              the same, without an archive\n"
      "  nuskha check content/ --against content/ --changed-since origin/main --format github\n"
      "                                                        in CI: what a branch adds\n"
      "  nuskha rules                                          what is looked at\n"
      "\n"
      "Exit status: 0 nothing found; 1 a finding or verdict of severity warning or error; 2 error (also when no\n"
      "document was found, or one couldn't be checked).\n");
  command.set_run([&arguments](const Context& context) { return run_check(arguments, context); });
}

}  // namespace nuskha::cli
