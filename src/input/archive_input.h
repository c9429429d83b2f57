// The bytes of a container as its library wants them: piece by piece, and where it must be, from any place.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "input/byte_stream.h"
#include "input/extractor.h"
#include "nuskha/input.h"

namespace nuskha {

/// Not thread-safe.
class ArchiveInput {
 public:
  virtual ~ArchiveInput() = default;
  /// The next piece, to be used before anything else is called; empty at the end or after an error. May throw
  /// std::bad_alloc.
  virtual std::string_view next_piece() = 0;
  virtual bool can_seek() const { return false; }
  /// Goes to a position; `origin` is as lseek has it. The new position from the beginning, or -1.
  virtual std::int64_t seek(std::int64_t offset, int origin);
  /// What went wrong with getting the bytes, as against what they say.
  virtual const StreamError& error() const = 0;
  /// Size of the file that they are in; 0 if unknown.
  virtual std::uint64_t source_bytes() const = 0;
};

/// Reads a container from its beginning to its end, and no further than all of it may unpack to.
std::unique_ptr<ArchiveInput> open_forward_input(ContainerBytes bytes, const InputLimits& limits);
/// Reads a container from any place: in its file, or, where it is in no file of its own, in memory. More than a
/// container may unpack to is `too-large`.
std::unique_ptr<ArchiveInput> open_seekable_input(ContainerBytes bytes, const InputLimits& limits);

}  // namespace nuskha
