// Looking at the beginning of a stream before reading it.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "input/byte_stream.h"

namespace nuskha {

/// Reads up to `size` bytes; fewer only at the end or before an error.
std::string read_head(ByteStream& stream, std::size_t size);

/// A stream, and before it what was read of it already.
std::unique_ptr<ByteStream> put_back(std::string head, std::unique_ptr<ByteStream> rest);

}  // namespace nuskha
