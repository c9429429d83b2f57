// nuskha scan: which documents are copies and versions of one another.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace nuskha::cli {

/// What was typed, not yet checked: numbers and names are still text. The fields are named after the options.
struct ScanArguments {
  std::vector<std::string> paths;

  // What is found.
  std::string threshold = "0.7";
  std::string miss_rate = "0.01";
  std::string join = "auto";
  std::string level = "spelling";
  bool keep_boilerplate = false;

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
  std::vector<std::string> fail_on;
  bool no_timing = false;
  std::string color = "auto";
  std::string progress = "auto";

  // How much of the machine is used.
  std::optional<std::string> jobs;
  std::optional<std::string> memory;
};

/// Adds the command and its options to the program. `arguments` is filled by parsing and must outlive it.
CLI::App* add_scan_command(CLI::App& program, ScanArguments& arguments);

/// Checks the arguments, scans, prints. Returns the exit code.
int run_scan(const ScanArguments& arguments);

}  // namespace nuskha::cli
