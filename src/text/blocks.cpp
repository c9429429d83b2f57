// Entry point: make_blocks. Test: tests/text/blocks_test.cpp.
#include "text/blocks.h"

#include <algorithm>

namespace nuskha {
namespace {

constexpr std::size_t least_wrapped_width = 40;
constexpr std::size_t most_wrapped_width = 100;

struct Line {
  std::uint64_t begin, end, word_begin, word_end;
};

bool is_blank(std::string_view line) {
  return std::all_of(line.begin(), line.end(), [](char c) { return c == ' ' || c == '\t' || c == '\r'; });
}

/// Code points in a line of UTF-8.
std::size_t num_characters(std::string_view line) {
  return static_cast<std::size_t>(
      std::count_if(line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

bool is_wrapped_paragraph(std::string_view source, std::span<const Line> group) {
  if (group.size() < 2) return false;
  return std::all_of(group.begin(), group.end() - 1, [&](const Line& line) {
    if (line.end - line.begin > most_wrapped_width * 4) return false;
    const std::size_t width = num_characters(source.substr(line.begin, line.end - line.begin));
    return width >= least_wrapped_width && width <= most_wrapped_width;
  });
}

void finish_group(std::string_view source, std::vector<Line>& group, std::vector<Block>& out) {
  if (is_wrapped_paragraph(source, group)) {
    const Block block{group.front().begin, group.back().end, group.front().word_begin, group.back().word_end};
    if (block.word_end > block.word_begin) out.push_back(block);
  } else {
    for (const Line& line : group)
      if (line.word_end > line.word_begin) out.push_back({line.begin, line.end, line.word_begin, line.word_end});
  }
  group.clear();
}

}  // namespace

void make_blocks(std::string_view source, std::span<const LineEnd> lines, std::vector<Block>& out) {
  out.clear();
  std::vector<Line> group;
  std::uint64_t begin = 0;
  std::uint64_t word_begin = 0;
  for (const LineEnd& end : lines) {
    const Line line{begin, end.source, word_begin, end.words};
    if (line.word_end == line.word_begin && is_blank(source.substr(line.begin, line.end - line.begin))) {
      finish_group(source, group, out);
    } else {
      group.push_back(line);
    }
    begin = end.next;
    word_begin = end.words;
  }
  finish_group(source, group, out);
}

}  // namespace nuskha
