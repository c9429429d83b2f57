// Where a result goes: standard output, or a file that appears only once it is complete.
#pragma once

#include <memory>
#include <ostream>
#include <string>

#include "nuskha/result.h"

namespace nuskha::cli {

/// Fails if a result could not be written to `path` ("" and "-" are standard output): the folder is missing or closed
/// to us. Creates nothing. To be called before a long job.
Result<void> check_writable(const std::string& path);

/// One result on its way out. A regular file is written under another name in its folder and renamed by `finish`, so
/// that whoever reads `path` sees the old content or the new, never a part, and the old stays if anything fails.
/// Devices and pipes are written directly; a symbolic link is followed.
class Output {
 public:
  /// "" and "-" are standard output.
  static Result<Output> open(const std::string& path);
  ~Output();  ///< Without `finish`: removes what was begun.
  Output(Output&&) noexcept;
  Output& operator=(Output&&) noexcept;

  std::ostream& stream();

  /// Writes what is buffered and puts the file in its place. Fails with write_failed; nothing more may be written after
  /// it.
  Result<void> finish();

  /// True if writing failed because whoever read the pipe has gone (`… | head -1`): no error worth a message.
  bool reader_is_gone() const;

 private:
  struct State;
  explicit Output(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Writes `text` to standard output; prints a message and returns exit_error if that fails, else exit_done.
int print_result(const std::string& text);

}  // namespace nuskha::cli
