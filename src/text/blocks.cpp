// Entry point: BlockBuilder. Test: tests/text/blocks_test.cpp.
#include "text/blocks.h"

#include <algorithm>

namespace nuskha {
namespace {

constexpr std::size_t least_wrapped_width = 40;
constexpr std::size_t most_wrapped_width = 100;

bool is_blank(std::string_view line) {
  return std::all_of(line.begin(), line.end(), [](char c) { return c == ' ' || c == '\t' || c == '\r'; });
}

/// Code points in a line of UTF-8.
std::size_t num_characters(std::string_view line) {
  return static_cast<std::size_t>(
      std::count_if(line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

bool is_wrapped(std::string_view line) {
  if (line.size() > most_wrapped_width * 4) return false;
  const std::size_t width = num_characters(line);
  return width >= least_wrapped_width && width <= most_wrapped_width;
}

}  // namespace

void BlockBuilder::start(std::string_view source, std::vector<Block>& out) {
  source_ = source;
  out_ = &out;
  out.clear();
  begin_ = 0;
  word_begin_ = 0;
  group_.clear();
  is_of_lines_ = false;
}

void BlockBuilder::add(const Block& line) {
  const auto text = [this](const Block& l) { return source_.substr(l.source_begin, l.source_end - l.source_begin); };
  if (line.word_end == line.word_begin && is_blank(text(line))) {
    finish();
    return;
  }
  if (!is_of_lines_ && !group_.empty() && !is_wrapped(text(group_.back()))) {
    is_of_lines_ = true;
    for (const Block& earlier : group_) push(earlier);
    group_.clear();
  }
  if (is_of_lines_)
    push(line);
  else
    group_.push_back(line);
}

void BlockBuilder::finish() {
  if (!group_.empty())
    push({group_.front().source_begin, group_.back().source_end, group_.front().word_begin, group_.back().word_end});
  group_.clear();
  is_of_lines_ = false;
}

}  // namespace nuskha
