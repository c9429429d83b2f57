// The program: which command was given, and its exit code. Each command is one file pair, NAME_command.{h,cpp}; a new
// one is two lines here. Never calls setlocale, so that the locale changes nothing. Covered by tests/cli/.
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/boilerplate_command.h"
#include "cli/diff_command.h"
#include "cli/exit_code.h"
#include "cli/explain_command.h"
#include "cli/index_command.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/scan_command.h"
#include "nuskha/version.h"

namespace nuskha::cli {
namespace {

/// A closed standard descriptor would be given to the first file opened, and messages would end up in it.
void keep_standard_descriptors() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    // The lowest free number is the one just found closed. Opened for the wrong direction, so that use of it fails as
    // before.
    if (fcntl(descriptor, F_GETFD) == -1) (void)open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

int report_usage_error(const CLI::App& program, const CLI::ParseError& error) {
  const auto commands = program.get_subcommands();
  const std::vector<std::string> unknown = program.remaining();
  if (commands.empty() && !unknown.empty()) {
    print_message(unknown.front(), "no such command or option");
  } else {
    print_message("", error.what());
  }
  print_message("", commands.empty() ? "see nuskha --help" : "see nuskha " + commands.back()->get_name() + " --help");
  return exit_error;
}

int run(int argc, char** argv) {
  CLI::App program("nuskha finds copies and versions of documents, in any script.", "nuskha");
  program.set_version_flag("--version", std::string("nuskha ") + version(), "Print the version");
  program.set_help_flag("-h,--help", "Print this help");
  program.require_subcommand(0, 1);
  program.footer("\nnuskha COMMAND --help says more about a command.\n");

  ScanArguments scan_arguments;
  const CLI::App* scan = add_scan_command(program, scan_arguments);
  BoilerplateArguments boilerplate_arguments;
  const CLI::App* boilerplate = add_boilerplate_command(program, boilerplate_arguments);
  DiffArguments diff_arguments;
  const CLI::App* diff = add_diff_command(program, diff_arguments);
  ExplainArguments explain_arguments;
  const CLI::App* explain = add_explain_command(program, explain_arguments);
  IndexArguments index_arguments;
  const CLI::App* index = add_index_command(program, index_arguments);

  try {
    program.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return print_result(program.help());
  } catch (const CLI::CallForVersion& version_text) {
    return print_result(std::string(version_text.what()) + '\n');
  } catch (const CLI::ParseError& error) {
    return report_usage_error(program, error);
  }
  if (scan->parsed()) return run_scan(scan_arguments);
  if (boilerplate->parsed()) return run_boilerplate(boilerplate_arguments);
  if (diff->parsed()) return run_diff(diff_arguments);
  if (explain->parsed()) return run_explain(explain_arguments);
  if (index->parsed()) return run_index(index_arguments);
  print_message("", "no command given");
  print_message("", "see nuskha --help");
  return exit_error;
}

}  // namespace
}  // namespace nuskha::cli

int main(int argc, char** argv) {
  using namespace nuskha::cli;
  keep_standard_descriptors();
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of writing like any other
  try {
    return run(argc, argv);
  } catch (const std::bad_alloc&) {
    print_message("", "out of memory");
  } catch (const std::exception& error) {
    print_message("", error.what());
  }
  return exit_error;
}
