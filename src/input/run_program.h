// Runs another program and keeps what it prints.
#pragma once

#include <string>
#include <vector>

namespace nuskha {

/// How a run ended.
struct ProgramRun {
  int start_error = 0;  ///< errno if it couldn't be started: ENOENT where there is no such program.
  int exit_code = -1;   ///< 128 + signal if one ended it.
  std::string out;
  std::string err;
};

/// Runs `words[0]`, found by PATH, without a shell: each word is one argument, whatever stands in it. It reads nothing
/// (/dev/null) and has our environment but for the variables named in `without`. Waits for its end.
ProgramRun run_program(const std::vector<std::string>& words, const std::vector<std::string>& without = {});

}  // namespace nuskha
