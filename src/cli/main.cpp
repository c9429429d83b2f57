// The program: which command was given, and its exit code. Each command is one file pair, NAME_command.{h,cpp};
// commands.cpp lists them. Never calls setlocale, so that the locale changes nothing. Covered by tests/cli/.
#include <fcntl.h>
#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <exception>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/config.h"
#include "cli/exit_code.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/version_page.h"
#include "input/extractor.h"
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

/// The stages of a job free and take again arrays of some megabytes, which glibc would hand back to the system each
/// time, to be given pages of zeros anew. A PageStore that runs short of memory has all of it handed back.
void keep_freed_memory() {
#ifdef __GLIBC__
  // NOLINTBEGIN(concurrency-mt-unsafe): there is one thread yet
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
  // NOLINTEND(concurrency-mt-unsafe)
#endif
}

int run(std::vector<std::string> words) {
  Command program("nuskha", "nuskha finds copies and versions of documents, in any script.");
  program.set_footer("\nnuskha COMMAND --help says more about a command.\n");
  const std::vector<Rule> rules = all_rules();
  Commands commands(rules);
  commands.add_to(program);

  const tl::expected<Request, UsageError> request =
      parse_command_line(program, std::move(words), [] { return version_page(version(), all_formats()); });
  if (!request) return print_usage_error(request.error());
  if (request->page) return print_result(*request->page);
  Command& command = *request->command;
  Result<Config> config = load_config(commands.config_choice, program, rules);
  if (config) {
    if (const Result<void> applied = apply_config(*config, command); !applied) config = tl::unexpected(applied.error());
  }
  if (!config) {
    print_error(config.error());
    return exit_error;
  }
  return command.run({command, *config});
}

}  // namespace
}  // namespace nuskha::cli

int main(int argc, char** argv) {
  using namespace nuskha::cli;
  keep_standard_descriptors();
  keep_freed_memory();
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of writing like any other
  std::signal(SIGXFSZ, SIG_IGN);  // and so is a file that may not grow
  try {
    return run(std::vector<std::string>(argv + std::min(argc, 1), argv + argc));
  } catch (const std::bad_alloc&) {
    print_message("", "out of memory");
  } catch (const std::exception& error) {
    print_message("", error.what());
  }
  return exit_error;
}
