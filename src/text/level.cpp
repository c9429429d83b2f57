// Names of the levels, and normalization for display. Entry point: normalize. Test: tests/text/level_test.cpp.
#include <array>
#include <utility>

#include "base/fold.h"
#include "base/unicode.h"
#include "nuskha/text.h"
#include "text/layout.h"

namespace nuskha {
namespace {

constexpr std::array<std::string_view, 4> names = {"bytes", "layout", "text", "spelling"};

}  // namespace

std::string_view to_string(Level level) { return names[static_cast<std::size_t>(level)]; }

std::optional<Level> parse_level(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == name) return static_cast<Level>(i);
  return std::nullopt;
}

std::string normalize(std::string_view utf8, Level level) {
  if (level == Level::bytes) return std::string(utf8);
  if (level == Level::layout) return normalize_layout(utf8);
  std::vector<FoldedWord> words;
  fold_words(utf8, words);
  std::string out;
  for (const FoldedWord& word : words) {
    const std::string& form = level == Level::text ? word.text : word.spelling;
    if (form.empty()) continue;
    if (!out.empty()) out += ' ';
    out += form;
  }
  return out;
}

}  // namespace nuskha
