// The unified format, line by line on bytes. Entry point: unified_diff. Test: tests/diff/unified_test.cpp, with patch.
#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "base/hash.h"
#include "diff/edit_script.h"
#include "nuskha/diff.h"

namespace nuskha {
namespace {

/// Lines with their LF; the last may lack it.
std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t newline = text.find('\n', begin);
    const std::size_t end = newline == text.npos ? text.size() : newline + 1;
    out.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return out;
}

/// Numbers lines: the same for the same bytes.
class LineKeys {
 public:
  std::vector<std::uint32_t> keys_of(std::span<const std::string_view> lines) {
    std::vector<std::uint32_t> out;
    out.reserve(lines.size());
    for (const std::string_view line : lines) out.push_back(key_of(line));
    return out;
  }
  std::uint32_t size() const { return static_cast<std::uint32_t>(lines_.size()); }

 private:
  std::uint32_t key_of(std::string_view line) {
    if (2 * (lines_.size() + 1) > slots_.size()) grow();
    std::size_t i = hash64(line) & (slots_.size() - 1);
    while (slots_[i] != 0 && lines_[slots_[i] - 1] != line) i = (i + 1) & (slots_.size() - 1);
    if (slots_[i] == 0) {
      lines_.push_back(line);
      slots_[i] = static_cast<std::uint32_t>(lines_.size());
    }
    return slots_[i] - 1;
  }
  void grow() {
    slots_.assign(2 * slots_.size(), 0);
    for (std::uint32_t key = 0; key < lines_.size(); ++key) {
      std::size_t i = hash64(lines_[key]) & (slots_.size() - 1);
      while (slots_[i] != 0) i = (i + 1) & (slots_.size() - 1);
      slots_[i] = key + 1;
    }
  }

  std::vector<std::string_view> lines_;
  std::vector<std::uint32_t> slots_ = std::vector<std::uint32_t>(1024);  // key + 1; 0: free
};

/// In the way of git and GNU diff where it holds what would end or change the header line.
std::string header_name(std::string_view name) {
  const auto is_plain = [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != '"' && c != '\\' && c != 0x7F;
  };
  if (!name.empty() && std::all_of(name.begin(), name.end(), is_plain)) return std::string(name);
  std::string out = "\"";
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      out += '\\', out += c;
    else if (byte < 0x20 || byte == 0x7F)
      out += fmt::format("\\{:03o}", byte);
    else
      out += c;
  }
  return out + '"';
}

/// A run of lines that went and of lines that came in their place.
struct LineHunk {
  std::size_t a_begin, a_end, b_begin, b_end;
};

class UnifiedWriter {
 public:
  UnifiedWriter(std::span<const std::string_view> a, std::span<const std::string_view> b, std::size_t context)
      : a_(a), b_(b), context_(context) {}

  void write(std::span<const LineHunk> hunks, std::string& out) const {
    for (std::size_t first = 0; first < hunks.size();) {
      std::size_t last = first;
      while (last + 1 < hunks.size() && hunks[last + 1].a_begin - hunks[last].a_end <= 2 * context_) ++last;
      write_group(hunks.subspan(first, last + 1 - first), out);
      first = last + 1;
    }
  }

 private:
  void write_group(std::span<const LineHunk> hunks, std::string& out) const {
    const std::size_t before = std::min(context_, hunks.front().a_begin);
    const std::size_t after = std::min(context_, a_.size() - hunks.back().a_end);
    const std::size_t a_begin = hunks.front().a_begin - before, a_end = hunks.back().a_end + after;
    const std::size_t b_begin = hunks.front().b_begin - before, b_end = hunks.back().b_end + after;
    out += "@@ -" + range(a_begin, a_end) + " +" + range(b_begin, b_end) + " @@\n";
    std::size_t at = a_begin;
    for (const LineHunk& hunk : hunks) {
      for (; at < hunk.a_begin; ++at) write_line(' ', a_[at], out);
      for (; at < hunk.a_end; ++at) write_line('-', a_[at], out);
      for (std::size_t j = hunk.b_begin; j < hunk.b_end; ++j) write_line('+', b_[j], out);
    }
    for (; at < a_end; ++at) write_line(' ', a_[at], out);
  }

  /// Lines count from 1; of no line, the one before it is named.
  static std::string range(std::size_t begin, std::size_t end) {
    const std::size_t count = end - begin;
    const std::size_t first = count == 0 ? begin : begin + 1;
    return count == 1 ? std::to_string(first) : fmt::format("{},{}", first, count);
  }

  static void write_line(char mark, std::string_view line, std::string& out) {
    out += mark;
    out += line;
    if (!line.ends_with('\n')) out += "\n\\ No newline at end of file\n";
  }

  std::span<const std::string_view> a_, b_;
  std::size_t context_;
};

}  // namespace

std::string unified_diff(std::string_view a, std::string_view b, std::string_view name_a, std::string_view name_b,
                         std::size_t context) {
  if (a == b) return {};
  const std::vector<std::string_view> lines_a = split_lines(a), lines_b = split_lines(b);
  LineKeys keys;
  const std::vector<std::uint32_t> keys_a = keys.keys_of(lines_a), keys_b = keys.keys_of(lines_b);
  std::vector<std::uint8_t> changed_a(lines_a.size()), changed_b(lines_b.size());
  EditScript().find(keys_a, keys_b, keys.size(), changed_a, changed_b);
  std::vector<LineHunk> hunks;
  for (std::size_t i = 0, j = 0; i < lines_a.size() || j < lines_b.size();) {
    LineHunk hunk{i, i, j, j};
    while (hunk.a_end < lines_a.size() && changed_a[hunk.a_end] != 0) ++hunk.a_end;
    while (hunk.b_end < lines_b.size() && changed_b[hunk.b_end] != 0) ++hunk.b_end;
    if (hunk.a_end > i || hunk.b_end > j) hunks.push_back(hunk);
    i = hunk.a_end + 1;
    j = hunk.b_end + 1;
  }
  std::string out = "--- " + header_name(name_a) + "\n+++ " + header_name(name_b) + "\n";
  UnifiedWriter(lines_a, lines_b, context).write(hunks, out);
  return out;
}

}  // namespace nuskha
