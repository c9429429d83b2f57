// Lines to blocks: where paragraphs begin and end.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "nuskha/text.h"

namespace nuskha {

/// End of a line, in source bytes: where its characters end and where the next line begins; and the number of words
/// before it.
struct LineEnd {
  std::uint64_t source;
  std::uint64_t next;
  std::uint64_t words;
};

/// Groups lines to blocks (docs/algorithm.md, "Blocks"): a blank line ends a block, and so does the end of a line that
/// wasn't wrapped, that is, unless each line of the group but its last is 40 to 100 characters long. `lines` holds
/// every line of the text, the last one included. Replaces `out`; lines without words belong to no block.
void make_blocks(std::string_view source, std::span<const LineEnd> lines, std::vector<Block>& out);

}  // namespace nuskha
