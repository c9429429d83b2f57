// Arabic words that a document spells in two ways. Entry point: find_mixed_letter_forms. Test:
// tests/rule/mixed_letter_forms_test.cpp.
//
// Words without vowel marks are grouped by language and by what they are once similar letters are folded; within a
// group, two spellings are one word if letter_forms.h says so.
#include <algorithm>
#include <map>
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
#include "text/language.h"

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
using Words = std::unordered_map<std::u32string, SpellingsOfWord>;

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
  /// `offset` is where `text` begins in the document.
  void read(std::string_view text, std::uint64_t offset) {
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
        add(text.substr(begin, i - begin), offset + begin, is_decomposed);
        in_word = is_decomposed = false;
      }
      i += c.length;
    }
    if (in_word) add(text.substr(begin), offset + begin, is_decomposed);
  }
  const Words& words() const { return words_; }

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

  Words words_;
};

/// ک and ی, which Persian and its neighbours write, and no Arabic keyboard.
bool has_persian_letter(std::string_view text) { return text.find("ک") != text.npos || text.find("ی") != text.npos; }

/// Of the Arabic words of a paragraph; one that is too short to tell is taken for what most of its letters are.
std::string_view language_of(std::string_view paragraph) {
  const std::string_view language = guess_language(paragraph);
  for (const std::string_view known : {"ar", "fa", "ur", "ckb", "ps"})
    if (language == known) return known;
  constexpr std::u32string_view persian_letters = U"کیپچژگ";
  constexpr std::u32string_view arabic_letters = U"كيىةأإ";
  int more_persian = 0;
  for (const char32_t letter : to_letters(paragraph)) {
    more_persian += persian_letters.find(letter) != persian_letters.npos ? 1 : 0;
    more_persian -= arabic_letters.find(letter) != arabic_letters.npos ? 1 : 0;
  }
  return more_persian > 0 ? "fa" : "ar";
}

/// The words of a document's languages, which spell one word each in its way: تاریخ is right in Persian. A document
/// without Persian letters is of one as far as this matters.
std::map<std::string_view, WordCollector> collect_words(const RuleInput& input) {
  std::map<std::string_view, WordCollector> out;
  const std::string_view text = input.document.text;
  const bool is_mixed = has_persian_letter(text);
  for (const Block& block : input.analysis.blocks) {
    const std::string_view paragraph = text.substr(block.source_begin, block.source_end - block.source_begin);
    out[is_mixed ? language_of(paragraph) : "ar"].read(paragraph, block.source_begin);
  }
  return out;
}

/// The spelling with the letters of the language's keyboard, where two spellings differ in nothing else. Nothing for an
/// Arabic word that ends in ی: it may be meant for either of علي and على.
std::u32string by_keyboard(std::string_view language, const std::u32string& a, const std::u32string& b) {
  const bool is_arabic = language == "ar";
  const auto is_persian = [](char32_t c) { return c == U'ک' || c == U'ی'; };
  std::u32string out = a;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    if (is_persian(a[i]) == is_persian(b[i])) return {};
    if (is_arabic && i + 1 == a.size() && a[i] != U'ک' && b[i] != U'ک') return {};
    out[i] = is_persian(a[i]) == is_arabic ? b[i] : a[i];
  }
  return out == a || out == b ? out : std::u32string();
}

/// `pair` is of the two, and the place is that of `shown`.
void report(const Spelling& shown, const Spelling& other, const LetterFormPair& pair, FindingList& out) {
  const std::string a = to_utf8(shown.letters);
  const std::string b = to_utf8(other.letters);
  std::string subject = std::min(a, b) + ' ' + std::max(a, b);
  out.add({shown.begin,
           shown.end,
           fmt::format("{} ({}) and {} ({}): one word in two spellings.", quote(a),
                       count_of_things(shown.uses, "time", "times"), quote(b),
                       count_of_things(other.uses, "time", "times")),
           pair.right.empty() ? fmt::format("Choose one of them, such as {}, and write it throughout.", quote(b))
                              : fmt::format("Write {} throughout.", quote(to_utf8(pair.right))),
           std::move(subject),
           {},
           {},
           shown.others});
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

void compare_spellings(const SpellingsOfWord& spellings, std::string_view language, FindingList& out) {
  const std::vector<const Spelling*> sorted = by_frequency(spellings);
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    for (std::size_t j = 0; j < std::min(i, most_compared); ++j) {
      const Spelling& often = *sorted[j];
      const Spelling& seldom = *sorted[i];
      LetterFormPair pair = compare_letter_forms(often.letters, seldom.letters);
      if (!pair.is_one_word) continue;
      if (pair.right.empty()) pair.right = by_keyboard(language, often.letters, seldom.letters);
      const bool is_often_wrong = pair.right == seldom.letters;
      report(is_often_wrong ? often : seldom, is_often_wrong ? seldom : often, pair, out);
      break;
    }
  }
}

}  // namespace

void find_mixed_letter_forms(const RuleInput& input, FindingList& out) {
  for (const auto& [language, collector] : collect_words(input))
    for (const auto& [word, spellings] : collector.words())
      if (spellings.size() > 1) compare_spellings(spellings, language, out);
}

}  // namespace nuskha
