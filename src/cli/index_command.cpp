// nuskha index: one archive, six things to do with it. Options, check and run as in scan_command.cpp; what is printed
// is in index_output.cpp. Covered by tests/cli/index_test.cpp.
#include "cli/index_command.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "cli/arguments.h"
#include "cli/command_line.h"
#include "cli/exit_code.h"
#include "cli/index_output.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/report_output.h"
#include "report/display.h"

namespace nuskha::cli {
namespace {

constexpr std::size_t num_shown_problems = 5;

using Format = ReportFormat;

constexpr auto& formats = report_formats;

struct IndexJob {
  Job common;
  Format format = Format::text;
  IndexOptions options;
};

template <class T, class Typed>
void set_if(std::optional<T>& wanted, const Typed& typed, const T& value) {
  if (typed) wanted = value;
}

Result<IndexJob> set_up(IndexAction action, const IndexArguments& arguments, const Context& context) {
  const std::size_t num_formats = action == IndexAction::report ? formats.size() : 2;
  const Result<Format> format = choose<Format>("--format", arguments.format, std::span(formats).first(num_formats));
  if (!format) return tl::unexpected(format.error());
  JobArguments common = arguments;
  common.threshold = arguments.wanted_threshold.value_or(common.threshold);
  common.miss_rate = arguments.wanted_miss_rate.value_or(common.miss_rate);
  common.join = arguments.wanted_join.value_or(common.join);
  common.level = arguments.wanted_level.value_or(common.level);
  common.text_field = arguments.wanted_text_field.value_or(common.text_field);
  common.id_field = arguments.wanted_id_field.value_or(common.id_field);
  const bool needs_paths = action == IndexAction::add || action == IndexAction::remove;
  const bool has_no_paths = common.paths.empty() && !common.files_from;
  if (!needs_paths && has_no_paths) common.paths.push_back(arguments.archive);  // what is checked asks for one
  if (arguments.store_text && arguments.no_store_text) return refuse("--store-text", "contradicts --no-store-text");
  Result<Job> job = set_up_job(common, context);
  if (!job) return tl::unexpected(job.error());
  if (const Result<void> fits = check_destination(*format, job->output); !fits) return tl::unexpected(fits.error());
  if (has_no_paths) job->paths.clear();
  IndexJob out{*std::move(job), *format, {}};
  WantedSettings& wanted = out.options.settings;
  set_if(wanted.threshold, arguments.wanted_threshold, out.common.scan.threshold);
  set_if(wanted.miss_rate, arguments.wanted_miss_rate, out.common.scan.miss_rate);
  set_if(wanted.join, arguments.wanted_join, out.common.scan.join);
  set_if(wanted.level, arguments.wanted_level, out.common.scan.level);
  set_if(wanted.text_field, arguments.wanted_text_field, out.common.input.text_field);
  set_if(wanted.id_field, arguments.wanted_id_field, out.common.input.id_field);
  set_if(wanted.keep_boilerplate, arguments.keep_boilerplate, true);
  set_if(wanted.file_times, arguments.file_times, true);
  set_if(wanted.store_text, arguments.store_text, true);
  set_if(wanted.store_text, arguments.no_store_text, false);
  out.options.input = out.common.input;
  out.options.defer = arguments.defer;
  out.options.jobs = out.common.scan.jobs;
  return out;
}

void print_problems(const std::vector<Problem>& problems) {
  const std::size_t num_shown = std::min(problems.size(), num_shown_problems);
  for (std::size_t i = 0; i < num_shown; ++i) print_message(problems[i].path, problems[i].message);
  if (num_shown < problems.size())
    print_message("", fmt::format("… and {} more (nuskha index report lists them)",
                                  count_of(problems.size() - num_shown, "problem", "problems")));
}

int change(IndexAction action, const IndexArguments& arguments, const IndexJob& job) {
  const Result<std::vector<std::string>> paths = all_paths(job.common);
  if (!paths) {
    print_error(paths.error());
    return exit_error;
  }
  ScanProgress progress;
  const Result<IndexOutcome> outcome = [&] {
    const ProgressBar bar(progress, wants_progress(job.common.progress, STDERR_FILENO));
    switch (action) {
      case IndexAction::add: return index_add(arguments.archive, *paths, job.options, &progress);
      case IndexAction::remove: return index_remove(arguments.archive, *paths, job.options, &progress);
      default: return index_update(arguments.archive, *paths, job.options, &progress);
    }
  }();
  if (!outcome) {
    print_error(outcome.error());
    return exit_error;
  }
  print_problems(outcome->problems);
  return write_result(job.common, [&](const TextStyle&, std::ostream& out) {
    if (job.format == Format::text) {
      write_outcome_text(arguments.archive, *outcome, out);
    } else {
      write_outcome_json(*outcome, out);
    }
  });
}

int show_info(const IndexArguments& arguments, const IndexJob& job) {
  const Result<ArchiveInfo> info =
      Archive::open(arguments.archive).and_then([](const Archive& archive) { return archive.info(); });
  if (!info) {
    print_error(info.error());
    return exit_error;
  }
  return write_result(job.common, [&](const TextStyle&, std::ostream& out) {
    if (job.format == Format::text) {
      write_info_text(arguments.archive, *info, out);
    } else {
      write_info_json(*info, out);
    }
  });
}

int verify(const IndexArguments& arguments, const IndexJob& job) {
  const Result<std::vector<ArchiveDamage>> damage = verify_archive(arguments.archive, job.options.jobs);
  if (!damage) {
    print_error(damage.error());
    return exit_error;
  }
  const int written = write_result(job.common, [&](const TextStyle&, std::ostream& out) {
    if (job.format == Format::text) {
      write_damage_text(arguments.archive, *damage, out);
    } else {
      write_damage_json(*damage, out);
    }
  });
  if (written != exit_done) return written;
  return damage->empty() ? exit_done : exit_found;
}

/// What was added to the archive, as a scan of that would say it.
Result<HtmlAbout> about_archive(const Archive& archive) {
  return archive.info().map([](const ArchiveInfo& info) {
    std::vector<std::string> paths;
    for (const ArchiveRoot& root : info.roots) paths.push_back(root.path);
    return about_report(std::move(paths), "", info.settings.threshold, info.settings.level);
  });
}

int show_report(const IndexArguments& arguments, const IndexJob& job) {
  const Result<Archive> archive = Archive::open(arguments.archive);
  if (!archive) {
    print_error(archive.error());
    return exit_error;
  }
  Result<Report> report = archive->report();
  if (!report) {
    print_error(report.error());
    return exit_error;
  }
  ReportExtras extras;
  if (job.format == Format::text || job.format == Format::html)
    if (const auto source = open_archive_documents(*archive))
      extras = add_changes_shown(job.format, job.options.jobs, **source, *report);
  if (job.format == Format::html) {
    const Result<HtmlAbout> about = about_archive(*archive);
    if (!about) {
      print_error(about.error());
      return exit_error;
    }
    extras.about = *about;
  }
  if (archive->num_waiting() > 0)
    print_message(arguments.archive, fmt::format("{} to be related to the others: run nuskha index update",
                                                 count_of(archive->num_waiting(), "document waits", "documents wait")));
  return write_result(job.common, [&](const TextStyle& style, std::ostream& out) {
    write_report(*report, extras, job.format, style, job.common.scan.jobs, out);
  });
}

int run_index(IndexAction action, const IndexArguments& arguments, const Context& context) {
  const Result<IndexJob> job = set_up(action, arguments, context);
  if (!job) return print_usage_error(context.command, job.error());
  if (const Result<void> writable = check_writable(job->common.output); !writable) {
    print_error(writable.error());
    return exit_error;
  }
  switch (action) {
    case IndexAction::info: return show_info(arguments, *job);
    case IndexAction::verify: return verify(arguments, *job);
    case IndexAction::report: return show_report(arguments, *job);
    default: return change(action, arguments, *job);
  }
}

/// One action with what all of them have.
Command& add_action(Command& index, IndexArguments& arguments, IndexAction action, const char* name,
                    const char* description) {
  Command& command = index.add_subcommand(name, description);
  command.add_positional("ARCHIVE", arguments.archive, "The archive, one file.");
  command.set_run([&arguments, action](const Context& context) { return run_index(action, arguments, context); });
  return command;
}

void add_ending(Command& command, IndexArguments& arguments, const char* format_help) {
  command.add(group::printed, "--format", arguments.format, "FORMAT", format_help, {.check = one_of(formats)});
  add_output(command, arguments.output);
}

void add_change_options(Command& command, IndexArguments& arguments) {
  command.add_flag(group::found, "--defer", arguments.defer,
                   "Don't relate documents now; the next nuskha index update does.");
  add_limits(command, arguments.limits);
  add_ending(command, arguments, "How what was done is told: text or json. [text]");
  command.add(group::printed, "--progress", arguments.progress, "WHEN",
              "Progress bar on standard error: auto (on a terminal), always or\nnever. [auto]");
  add_jobs(command, arguments);
}

constexpr const char* group_kept = "What the archive keeps for good";

void add_settings(Command& command, IndexArguments& arguments) {
  command.add(group_kept, "--threshold", arguments.wanted_threshold, "NUMBER",
              "Least similarity of two versions. Above 0, up to 1. [0.7]", {.is_number = true});
  command.add(group_kept, "--level", arguments.wanted_level, "LEVEL",
              "How words are compared: spelling, text or layout. [spelling]");
  command.add(group_kept, "--join", arguments.wanted_join, "HOW",
              "How candidates are found: exact, lsh or auto. [auto]");
  command.add(group_kept, "--miss-rate", arguments.wanted_miss_rate, "NUMBER",
              "Share of the pairs at the floor of the search that lsh may miss.\n1e-9 to 0.5. [0.01]",
              {.is_number = true});
  command.add_flag(group_kept, "--keep-boilerplate", arguments.keep_boilerplate, "Set no boilerplate aside.");
  command.add_flag(group_kept, "--file-times", arguments.file_times,
                   "Date a document that has no other date by the time its file was last changed (UTC).");
  command.add(group_kept, "--text-field", arguments.wanted_text_field, "NAME",
              "JSON Lines, JSON, CSV: the field (the column) that holds the text. [text]");
  command.add(group_kept, "--id-field", arguments.wanted_id_field, "NAME",
              "Likewise: the field that names a record in messages. [id]");
  command.add_flag(group_kept, "--store-text", arguments.store_text,
                   "Keep the texts, so that originals aren't needed any more (default).");
  command.add_flag(group_kept, "--no-store-text", arguments.no_store_text,
                   "Keep only what tells words apart: smaller, and nothing can be\nquoted from it.");
}

constexpr const char* ending_of_changes = "\nExit status: 0 done; 2 error (the archive is as it was before).\n";

void add_add(Command& index, IndexArguments& arguments) {
  Command& command = add_action(index, arguments, IndexAction::add, "add",
                                "Add files and folders; makes the archive if there is none");
  add_paths(command, arguments);
  add_choice_of_files(command, arguments);
  add_settings(command, arguments);
  add_change_options(command, arguments);
  command.set_footer(
      std::string(
          "Only files that are new or have changed are read. The archive changes in one step at the end, or not at "
          "all.\n") +
      ending_of_changes);
}

void add_update(Command& index, IndexArguments& arguments) {
  Command& command = add_action(index, arguments, IndexAction::update, "update",
                                "Look again at what was added: new, changed and deleted files");
  command.add_positional("PATH", arguments.paths, "Look only at what is below these. [all that was added]");
  add_change_options(command, arguments);
  command.set_footer(ending_of_changes);
}

void add_remove(Command& index, IndexArguments& arguments) {
  Command& command = add_action(index, arguments, IndexAction::remove, "remove", "Take documents out");
  command.add_positional("PATH", arguments.paths,
                         "Files, folders with all that is below them, or documents such as\nrecords.jsonl#12; as "
                         "reports name them.");
  add_change_options(command, arguments);
  command.set_footer(ending_of_changes);
}

void add_info(Command& index, IndexArguments& arguments) {
  Command& command = add_action(index, arguments, IndexAction::info, "info", "Say what is in an archive");
  add_ending(command, arguments, "text (for people) or json. [text]");
  command.set_footer("\nExit status: 0 done; 2 error.\n");
}

void add_verify(Command& index, IndexArguments& arguments) {
  Command& command = add_action(index, arguments, IndexAction::verify, "verify", "Look for damage in an archive");
  add_ending(command, arguments, "text (for people) or json. [text]");
  add_jobs(command, arguments);
  command.set_footer("\nExit status: 0 no damage; 1 damage found; 2 error (also when it can't be opened at all).\n");
}

void add_report(Command& index, IndexArguments& arguments) {
  Command& command = add_action(index, arguments, IndexAction::report, "report",
                                "Print what nuskha scan would report of the archive's documents");
  add_ending(command, arguments, "text (for people), html, json, jsonl or csv, as of nuskha scan. [text]");
  add_color(command, arguments.color);
  add_jobs(command, arguments);
  command.set_footer("\nExit status: 0 done; 2 error.\n");
}

}  // namespace

void add_index_command(Command& program, IndexArguments& arguments) {
  Command& index = program.add_subcommand("index", "Keep an archive of documents in one file");
  add_add(index, arguments);
  add_update(index, arguments);
  add_remove(index, arguments);
  add_info(index, arguments);
  add_verify(index, arguments);
  add_report(index, arguments);
  index.set_footer(
      "Examples:\n"
      "  nuskha index add releases.nuskha releases/       make it, or add to it\n"
      "  nuskha index update releases.nuskha              after files came, changed or went\n"
      "  nuskha index report releases.nuskha              what is the same in it\n"
      "  nuskha index verify releases.nuskha              is it whole?\n"
      "\n"
      "nuskha index ACTION --help says more about one.\n");
}

}  // namespace nuskha::cli
