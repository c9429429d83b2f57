// Lines to blocks: where paragraphs begin and end.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "nuskha/text.h"

namespace nuskha {

/// Groups lines to blocks (docs/algorithm.md, "Blocks"): a blank line ends a block, and so does the end of a line that
/// wasn't wrapped, that is, unless each line of the group but its last is 40 to 100 characters long. Lines without
/// words belong to no block. Give it every line of a text in order, the last one included, then finish. Of the lines
/// it keeps only those of a paragraph that is still open.
class BlockBuilder {
 public:
  /// Begins a text; replaces `out`.
  void start(std::string_view source, std::vector<Block>& out);

  /// A line that ends before `end`, where the next one begins at `next`; `words` counts the words up to here.
  void add_line(std::uint64_t end, std::uint64_t next, std::uint64_t words) {
    add({begin_, end, word_begin_, words});
    begin_ = next;
    word_begin_ = words;
  }
  void finish();

 private:
  void add(const Block& line);
  void push(const Block& block) {
    if (block.word_end > block.word_begin) out_->push_back(block);
  }

  std::string_view source_;
  std::vector<Block>* out_ = nullptr;
  std::uint64_t begin_ = 0;
  std::uint64_t word_begin_ = 0;
  std::vector<Block> group_;  // lines that may yet be one paragraph
  bool is_of_lines_ = false;  // the group has turned out to be lines, each a block
};

}  // namespace nuskha
