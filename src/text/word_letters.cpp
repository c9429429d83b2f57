// Entry point: word_letters. Words are folded once more from their place in the source, by the table of the hot path or
// where that says that context matters by ICU, which gives the words of a whole run: they have one range in common and
// are taken in turn. Test: tests/text/word_letters_test.cpp compares with the ids of the words.
#include "text/word_letters.h"

#include <algorithm>
#include <optional>
#include <string>

#include "base/fold.h"
#include "base/unicode.h"

namespace nuskha {
namespace {

constexpr std::size_t most_letters = 64;

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

/// Folds a word by the table; false where its folding depends on its neighbours.
bool fold_by_table(std::string_view source, Level level, std::string& out) {
  out.clear();
  std::uint8_t last_class = 0;
  for (std::size_t i = 0; i < source.size();) {
    const CodePoint c = decode_utf8(source.substr(i, 8));
    const FoldEntry& entry = fold_entry(c.value);
    i += c.length;
    if (entry.kind == FoldKind::ignorable) continue;
    if (entry.kind != FoldKind::letter && entry.kind != FoldKind::mark) return false;
    if (entry.first_class != 0 && last_class > entry.first_class) return false;
    if (level == Level::text) {
      out.append(entry.text, entry.text_length);
    } else {
      out.append(entry.spelling, entry.spelling_length);
    }
    last_class = entry.last_class;
  }
  return true;
}

}  // namespace

void WordLetters::add(std::span<const char32_t> word) {
  const auto num_digits = static_cast<std::size_t>(std::count_if(word.begin(), word.end(), is_digit));
  const bool is_whole = word.size() > most_letters || 2 * num_digits >= word.size();
  if (!is_whole) letters.insert(letters.end(), word.begin(), word.end());
  ends.push_back(static_cast<std::uint32_t>(letters.size()));
}

WordLetters word_letters(std::string_view text, const Analysis& analysis, Level level) {
  WordLetters out;
  out.ends.reserve(analysis.words.size());
  std::string folded;
  std::vector<FoldedWord> run;
  std::size_t taken = 0;  // of the run
  std::u32string word;
  for (std::size_t i = 0; i < analysis.word_ranges.size(); ++i) {
    const SourceRange range = analysis.word_ranges[i];
    const std::string_view source = text.substr(range.begin, range.end - range.begin);
    const bool is_continued = i > 0 && analysis.word_ranges[i - 1].begin == range.begin;
    word.clear();
    if (!is_continued && fold_by_table(source, level, folded)) {
      run.clear();
    } else {
      if (!is_continued) {
        run.clear();
        taken = 0;
        fold_words(source, run);
        std::erase_if(run, [&](const FoldedWord& w) { return level != Level::text && w.spelling.empty(); });
      }
      folded.clear();
      if (taken < run.size() && run[taken].kind == FoldKind::letter)
        folded = level == Level::text ? run[taken].text : run[taken].spelling;
      ++taken;
    }
    for (std::size_t k = 0; k < folded.size();) {
      const CodePoint c = decode_utf8(std::string_view(folded).substr(k, 8));
      word.push_back(c.value);
      k += c.length;
    }
    out.add(word);
  }
  return out;
}

}  // namespace nuskha
