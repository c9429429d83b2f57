// Runs another program and keeps what it prints.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace nuskha {

/// What a run may take. 0: no limit of ours.
struct ProgramLimits {
  unsigned seconds = 0;            ///< Of the clock, and of the processor.
  std::uint64_t memory_bytes = 0;  ///< Address space. Linux only; elsewhere there is no such limit.
  std::uint64_t output_bytes =
      0;                        ///< Of standard output. Of standard error, 64 KiB are kept then, the rest is dropped.
  bool may_write_files = true;  ///< False: it can't make a file that isn't empty, nor dump core (Linux).
};

/// How a program is run.
struct ProgramOptions {
  std::vector<std::string> without = {};  ///< Variables of our environment that it doesn't get.
  /// What it can read, and seek in, as its standard input: on Linux from memory alone, elsewhere from a file without a
  /// name. Null: /dev/null.
  const std::string* input = nullptr;
  ProgramLimits limits = {};
  /// If set, it gets the standard output piece by piece, and `ProgramRun::out` stays empty. May throw: the program is
  /// ended then, and the exception goes on.
  std::function<void(std::string_view)> take_output = {};
};

/// How a run ended.
struct ProgramRun {
  enum class Stop : unsigned char { none, time, output };

  int start_error = 0;     ///< errno if it couldn't be started: ENOENT where there is no such program.
  int exit_code = -1;      ///< 128 + signal if one ended it.
  int signal = 0;          ///< The signal that ended it, ours or another's; 0 if it ended by itself.
  Stop stop = Stop::none;  ///< The limit by which it was ended: time (of the clock or the processor), or output.
  std::string out;
  std::string err;
};

/// Runs `words[0]`, found by PATH, without a shell: each word is one argument, whatever stands in it. Waits for its
/// end, or brings it about, with that of the programs it has started (its process group, where there are limits).
/// Thread-safe: any number may run at once. Cost of starting: independent of our own size
/// (docs/decisions/input-pdf.md).
ProgramRun run_program(const std::vector<std::string>& words, const ProgramOptions& options);

/// The same without input and limits.
ProgramRun run_program(const std::vector<std::string>& words, const std::vector<std::string>& without = {});

}  // namespace nuskha
