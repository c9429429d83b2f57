// What the commands that read an archive have in common: their options, the check of these, and how they begin and end.
#pragma once

#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "cli/terminal.h"
#include "nuskha/nuskha.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

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

  // What is printed.
  std::string format = "text";
  std::string output;
  bool no_timing = false;
  std::string color = "auto";
  std::string progress = "auto";

  // How much of the machine is used.
  std::optional<std::string> jobs;
  std::optional<std::string> memory;
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
inline constexpr const char* machine = "How much of the machine is used";
}  // namespace group

/// Adds options to one command, in the way of all of ours.
class OptionAdder {
 public:
  explicit OptionAdder(CLI::App& command) : command_(command) {}

  CLI::Option* add(const char* group, const char* name, std::string& field, const char* type, const char* description);
  CLI::Option* add(const char* group, const char* name, std::optional<std::string>& field, const char* type,
                   const char* description);
  /// One value an option: "--include '*.txt' folder" must not take the folder for a second glob, nor "[a]" for a list.
  CLI::Option* add(const char* group, const char* name, std::vector<std::string>& field, const char* type,
                   const char* description);
  void add_flag(const char* group, const char* name, bool& field, const char* description);

  // Those of every job, by heading; a command adds its own between them.
  void add_paths(JobArguments& arguments, const char* description =
                                              "Files and folders; \"-\" reads a list of paths from standard input.\n"
                                              "Put ./ before a name that begins with a dash.");
  void add_found(JobArguments& arguments);
  void add_read(JobArguments& arguments);
  void add_printed(JobArguments& arguments);  ///< But for --format and --output.
  void add_machine(JobArguments& arguments);

 private:
  CLI::App& command_;
};

/// "auto", "always" or "never".
Result<When> parse_when(const char* option, const std::string& typed);

/// Checks what all commands have, but for --format.
Result<Job> set_up_job(const std::string& command, const JobArguments& arguments);

/// Adds to a report what only its documents tell, which `source` can hand out again.
using ReportStep = std::function<void(const DocumentSource& source, Report& report)>;

/// Checks that there is a place for the result, reads the archive and scans it, with a progress bar if wanted, and
/// takes a last step if one is given. Nothing if that failed; a message has been printed then.
std::optional<Report> run_job(const Job& job, const ReportStep& last_step = {});

/// Writes a result to where the job says; `write` takes the stream and the style for people. Returns the exit code.
int write_result(const Job& job, const std::function<void(const TextStyle& style, std::ostream& out)>& write);

/// How many problems of what kind there were, on standard error. `where` says where they are listed.
void print_problem_note(const Report& report, const std::string& where);

}  // namespace nuskha::cli
