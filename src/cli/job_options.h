// What the commands that read an archive have in common: their options, the check of these, and how they begin and end.
#pragma once

#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/limit_options.h"
#include "cli/terminal.h"
#include "nuskha/nuskha.h"

namespace nuskha::cli {

/// What was typed, not yet checked: numbers and names are still text. The fields are named after the options.
struct JobArguments {
  std::vector<std::string> paths;

  // What is found.
  std::string threshold = "0.7";
  std::string miss_rate = "0.01";
  std::string join = "auto";
  std::string level = "spelling";

  // What is read.
  std::optional<std::string> files_from;
  bool null = false;
  bool hidden = false;
  bool no_ignore = false;
  std::vector<std::string> include;
  std::vector<std::string> exclude;
  bool follow = false;
  bool file_times = false;
  std::string text_field = "text";
  std::string id_field = "id";
  LimitArguments limits;

  // What is printed.
  std::string format = "text";
  std::string output;
  bool no_timing = false;
  std::string color = "auto";
  std::string progress = "auto";

  // How much of the machine is used.
  std::optional<std::string> jobs;
  std::optional<std::string> memory;
  std::string temp_dir;
};

/// What is to be done; everything in it is valid.
struct Job {
  std::vector<std::string> paths;
  std::vector<std::string> path_lists;  ///< Files that hold paths; "-" is standard input.
  char list_separator = '\n';
  InputOptions input;
  ScanOptions scan;
  std::string output;
  When color = When::automatic;
  When progress = When::automatic;
};

/// Headings of the help.
namespace group {
inline constexpr const char* found = "What is found";
inline constexpr const char* read = "What is read";
inline constexpr const char* printed = "What is printed";
inline constexpr const char* configuration = "Configuration";
inline constexpr const char* machine = "How much of the machine is used";
}  // namespace group

// The options of every job, by heading; a command adds its own between them.
void add_paths(Command& command, JobArguments& arguments);
void add_found_options(Command& command, JobArguments& arguments);
void add_read_options(Command& command, JobArguments& arguments);
void add_choice_of_files(Command& command, JobArguments& arguments);  ///< Of the former: which files are read.
void add_printed_options(Command& command, JobArguments& arguments);  ///< But for --format and --output.
void add_machine_options(Command& command, JobArguments& arguments);

// Single ones, for commands that don't have them all.
void add_threshold(Command& command, JobArguments& arguments);
void add_level(Command& command, JobArguments& arguments);
void add_jobs(Command& command, JobArguments& arguments);
void add_text_field(Command& command, std::string& field);
void add_output(Command& command, std::string& field);
void add_color(Command& command, std::string& field);

/// "auto", "always" or "never".
Result<When> parse_when(const char* option, const std::string& typed);

/// Checks what all commands have, but for --format.
Result<Job> set_up_job(const JobArguments& arguments, const Context& context);

/// Adds to a report what only its documents tell, which `source` can hand out again.
using ReportStep = std::function<void(const DocumentSource& source, Report& report)>;

/// Checks that there is a place for the result, reads the archive and scans it, with a progress bar if wanted, and
/// takes a last step if one is given. Nothing if that failed; a message has been printed then. If no file could be read
/// as a document, a message is printed, too, and the report tells of the problems alone: the command fails once it is
/// written.
std::optional<Report> run_job(const Job& job, const ReportStep& last_step = {});

/// Writes a result to where the job says; `write` takes the stream and the style for people. Returns the exit code.
int write_result(const Job& job, const std::function<void(const TextStyle& style, std::ostream& out)>& write);

/// The paths of a job, those in its lists included. Fails with no_documents if these are empty.
Result<std::vector<std::string>> all_paths(const Job& job);

/// What a job that found no document has to say: the error, and the first of the problems that led to it.
void print_failure(const Error& error, const std::vector<Problem>& problems);

/// How many problems of what kind there were, on standard error. `where` says where they are listed.
void print_problem_note(const Report& report, const std::string& where);

}  // namespace nuskha::cli
