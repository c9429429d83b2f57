// Arabic words that a document spells in two ways. Entry point: find_mixed_letter_forms. Test:
// tests/rule/mixed_letter_forms_test.cpp.
//
// Words without vowel marks are grouped by what they are once similar letters are folded; within a group, two spellings
// are one word if letter_forms.h says so.
#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "base/fold.h"
#include "base/unicode.h"
#include "rule/finding_list.h"
#include "rule/letter_forms.h"
#include "rule/quote.h"
#include "rule/rule_functions.h"

namespace nuskha {
namespace {

/// One spelling of a word.
struct Spelling {
  std::u32string letters;
  std::size_t uses = 0;
  std::uint64_t begin = 0;  ///< Of its first place, in source bytes.
  std::uint64_t end = 0;
  std::vector<SourceRange> others = {};  ///< The next `most_places` after that.
};

using SpellingsOfWord = std::unordered_map<std::u32string, Spelling>;

/// A spelling is held against this many more frequent ones, so that made-up words can't cost a square.
constexpr std::size_t most_compared = 4;
constexpr std::size_t most_places = 100;  // of a spelling, besides its first

std::string to_utf8(std::u32string_view letters) {
  std::string out;
  for (const char32_t letter : letters) append_utf8(letter, out);
  return out;
}

std::u32string to_letters(std::string_view word) {
  std::u32string out;
  for (std::size_t i = 0; i < word.size();) {
    const CodePoint c = decode_utf8(word.substr(i));
    i += c.length;
    if (is_arabic_letter(c.value)) out += c.value;
  }
  return out;
}

/// Collects the Arabic words of a text.
class WordCollector {
 public:
  std::unordered_map<std::u32string, SpellingsOfWord> run(std::string_view text) {
    std::uint64_t begin = 0;
    bool in_word = false;
    bool is_decomposed = false;
    for (std::size_t i = 0; i < text.size();) {
      const CodePoint c = decode_utf8(text.substr(i, 4));
      if (is_arabic_letter(c.value) || (in_word && is_arabic_mark(c.value))) {
        if (!in_word) begin = i;
        in_word = true;
        is_decomposed = is_decomposed || is_letter_mark(c.value);
      } else if (in_word) {
        add(text.substr(begin, i - begin), begin, is_decomposed);
        in_word = is_decomposed = false;
      }
      i += c.length;
    }
    if (in_word) add(text.substr(begin), begin, is_decomposed);
    return std::move(words_);
  }

 private:
  void add(std::string_view source, std::uint64_t begin, bool is_decomposed) {
    const std::u32string letters = is_decomposed ? to_letters(compose(source)) : to_letters(source);
    if (letters.size() < 2) return;
    Spelling& spelling = words_[fold_letter_forms(letters)][letters];
    if (spelling.uses++ > 0) {
      if (spelling.others.size() < most_places) spelling.others.push_back({begin, begin + source.size()});
      return;
    }
    spelling.letters = letters;
    spelling.begin = begin;
    spelling.end = begin + source.size();
  }

  std::unordered_map<std::u32string, SpellingsOfWord> words_;
};

void report(const Spelling& often, const Spelling& seldom, const LetterFormPair& pair, FindingList& out) {
  // The place is that of the rarer spelling; of two as frequent, of the wrong one or the later one.
  const std::string a = to_utf8(seldom.letters);
  const std::string b = to_utf8(often.letters);
  std::string subject = std::min(a, b) + ' ' + std::max(a, b);
  out.add({seldom.begin,
           seldom.end,
           fmt::format("{} ({}) and {} ({}): one word in two spellings.", quote(a),
                       count_of_things(seldom.uses, "time", "times"), quote(b),
                       count_of_things(often.uses, "time", "times")),
           pair.right.empty() ? fmt::format("Choose one of them, such as {}, and write it throughout.", quote(b))
                              : fmt::format("Write {} throughout.", quote(to_utf8(pair.right))),
           std::move(subject),
           {},
           {},
           seldom.others});
}

/// Most uses first, then first place.
std::vector<const Spelling*> by_frequency(const SpellingsOfWord& spellings) {
  std::vector<const Spelling*> out;
  for (const auto& [letters, spelling] : spellings) out.push_back(&spelling);
  std::sort(out.begin(), out.end(), [](const Spelling* a, const Spelling* b) {
    return a->uses != b->uses ? a->uses > b->uses : a->begin < b->begin;
  });
  return out;
}

}  // namespace

void find_mixed_letter_forms(const RuleInput& input, FindingList& out) {
  for (const auto& [word, spellings] : WordCollector().run(input.document.text)) {
    if (spellings.size() < 2) continue;
    const std::vector<const Spelling*> sorted = by_frequency(spellings);
    for (std::size_t i = 1; i < sorted.size(); ++i) {
      for (std::size_t j = 0; j < std::min(i, most_compared); ++j) {
        const LetterFormPair pair = compare_letter_forms(sorted[j]->letters, sorted[i]->letters);
        if (!pair.is_one_word) continue;
        const bool is_first_wrong = sorted[i]->uses == sorted[j]->uses && pair.right == sorted[i]->letters;
        report(*sorted[is_first_wrong ? i : j], *sorted[is_first_wrong ? j : i], pair, out);
        break;
      }
    }
  }
}

}  // namespace nuskha
