// Entry points: make_hunks, clean_up. What clean_up looks at is documented with its constants in docs/algorithm.md,
// "Differences". Test: tests/diff/hunks_test.cpp.
#include "diff/hunks.h"

#include <algorithm>
#include <array>

#include "base/unicode.h"

namespace nuskha {
namespace {

// How much a token says: a mark of punctuation next to nothing, a short word (an article, a particle) little.
constexpr double weight_of_punctuation = 0.25;
constexpr double weight_of_short_word = 0.5;
constexpr std::size_t most_characters_of_short = 3;

// What stands between two hunks and says so little makes no two changes of a rewritten sentence.
constexpr double most_share_between = 0.35;         // of the lighter hunk
constexpr double least_weight_to_merge = 1.5;       // of the lighter hunk: one word for another stays on its own
constexpr double most_share_of_both = 0.2;          // of both, if each replaces something and a short word is between
constexpr std::uint32_t least_words_of_block = 20;  // that is replaced as a whole, and not reworded

constexpr std::size_t most_slide = 200;  // tokens

std::size_t num_characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

double weight_of(const TokenText& text, std::uint32_t token) {
  const Token& t = text.tokens[token];
  if (t.kind == TokenKind::punctuation) return weight_of_punctuation;
  if (t.kind == TokenKind::word && num_characters(text.bytes(t)) <= most_characters_of_short)
    return weight_of_short_word;
  return 1;
}

double weight_of(const TokenText& text, const TokenRange& range) {
  double weight = 0;
  for (std::uint32_t i = range.begin; i < range.end; ++i) weight += weight_of(text, i);
  return weight;
}

bool holds(std::string_view text, std::span<const std::string_view> all) {
  return std::find(all.begin(), all.end(), text) != all.end();
}

bool ends_sentence(std::string_view token) {
  static constexpr std::array<std::string_view, 13> marks = {".", "!", "?", "…", "。", "！", "？",
                                                             "؟", "۔", "।", "።", "։",  "᙮"};
  return holds(token, marks);
}

bool ends_clause(std::string_view token) {
  static constexpr std::array<std::string_view, 12> marks = {",",  ";",  ":",  "،", "؛", "、",
                                                             "，", "；", "：", "–", "—", ")"};
  return holds(token, marks);
}

/// How good a place before a token is to begin a change.
int quality_of_start(const TokenText& text, std::uint32_t token) {
  if (token == 0) return 6;
  const std::string_view gap = text.gap_before(token);
  const std::size_t newline = gap.find_first_of("\n\r");
  if (newline != gap.npos) return gap.find_first_of("\n\r", newline + 1) == gap.npos ? 5 : 6;
  if (token == text.tokens.size()) return 4;
  if (ends_sentence(text.bytes(token - 1)) && !gap.empty()) return 4;
  if (ends_sentence(text.bytes(token - 1))) return 3;
  if (ends_clause(text.bytes(token - 1))) return 3;
  if (text.tokens[token].kind == TokenKind::punctuation && gap.empty()) return 2;
  return gap.empty() ? 0 : 1;
}

/// A hunk with one empty side, seen from the side that isn't.
struct OneSided {
  const TokenText& full;
  const TokenText& empty;
  TokenRange range;   // of full
  std::uint32_t at;   // of empty
  TokenRange within;  // of full: up to the hunks before and after it
};

/// How far to move a hunk: by so many tokens towards the end (negative: the start).
std::int64_t best_slide(const OneSided& hunk) {
  const auto same = [](const TokenText& x, std::uint32_t i, const TokenText& y, std::uint32_t j) {
    return x.bytes(i) == y.bytes(j);
  };
  std::int64_t best = 0;
  int quality = quality_of_start(hunk.full, hunk.range.begin);
  const auto consider = [&](std::int64_t slide) {
    const auto start = static_cast<std::uint32_t>(hunk.range.begin + slide);
    const int other = quality_of_start(hunk.full, start);
    if (other > quality) quality = other, best = slide;
  };
  // To the left the last token of the range must be the one before it; tokens stay byte for byte what they are.
  for (std::uint32_t k = 1; k <= most_slide && hunk.range.begin >= hunk.within.begin + k && hunk.at >= k; ++k) {
    if (!same(hunk.full, hunk.range.begin - k, hunk.full, hunk.range.end - k) ||
        !same(hunk.empty, hunk.at - k, hunk.full, hunk.range.end - k))
      break;
    consider(-static_cast<std::int64_t>(k));
  }
  for (std::uint32_t k = 0;
       k < most_slide && hunk.range.end + k < hunk.within.end && hunk.at + k < hunk.empty.tokens.size(); ++k) {
    if (!same(hunk.full, hunk.range.begin + k, hunk.full, hunk.range.end + k) ||
        !same(hunk.empty, hunk.at + k, hunk.full, hunk.range.begin + k))
      break;
    consider(static_cast<std::int64_t>(k) + 1);
  }
  return best;
}

void slide_hunks(const TokenText& a, const TokenText& b, std::span<const AlignedUnit> units, std::vector<Hunk>& hunks) {
  for (std::size_t i = 0; i < hunks.size(); ++i) {
    Hunk& hunk = hunks[i];
    const AlignedUnit& unit = units[hunk.unit];
    if (hunk.a.empty() == hunk.b.empty() || unit.a.empty() || unit.b.empty()) continue;
    const bool is_b = hunk.a.empty();
    TokenRange within = is_b ? unit.b : unit.a;
    // Equal tokens on both sides of it, and one left of them so that two hunks don't touch.
    if (i > 0 && hunks[i - 1].unit == hunk.unit) within.begin = (is_b ? hunks[i - 1].b : hunks[i - 1].a).end + 1;
    if (i + 1 < hunks.size() && hunks[i + 1].unit == hunk.unit)
      within.end = (is_b ? hunks[i + 1].b : hunks[i + 1].a).begin - 1;
    const std::int64_t slide =
        is_b ? best_slide({b, a, hunk.b, hunk.a.begin, within}) : best_slide({a, b, hunk.a, hunk.b.begin, within});
    const auto moved = [slide](TokenRange& range) {
      range.begin = static_cast<std::uint32_t>(range.begin + slide);
      range.end = static_cast<std::uint32_t>(range.end + slide);
    };
    moved(hunk.a);
    moved(hunk.b);
  }
}

std::uint32_t paragraph_of(const TokenText& text, std::uint32_t token) {
  const auto next = std::upper_bound(text.paragraphs.begin(), text.paragraphs.end(), token,
                                     [](std::uint32_t at, const TokenRange& range) { return at < range.begin; });
  return static_cast<std::uint32_t>(next - text.paragraphs.begin());
}

class Merger {
 public:
  Merger(const TokenText& a, const TokenText& b, const DateTokens& dates_a, const DateTokens& dates_b)
      : a_(a), b_(b), dates_a_(dates_a), dates_b_(dates_b) {}

  /// From left to right, each hunk with those before it, as long as they merge.
  void merge(std::vector<Hunk>& hunks) const {
    std::vector<Hunk> out;
    for (const Hunk& hunk : hunks) {
      out.push_back(hunk);
      while (out.size() >= 2 && are_one(out[out.size() - 2], out.back())) {
        const Hunk last = out.back();
        out.pop_back();
        out.back().a.end = last.a.end;
        out.back().b.end = last.b.end;
      }
    }
    hunks = std::move(out);
  }

 private:
  bool are_one(const Hunk& left, const Hunk& right) const {
    if (left.unit != right.unit) return false;
    const TokenRange between_a{left.a.end, right.a.begin};
    const TokenRange between_b{left.b.end, right.b.begin};
    if (between_a.size() > 40) return false;
    if (are_of_one_date(left, right)) return true;
    if (crosses_paragraph(a_, between_a) || crosses_paragraph(b_, between_b)) return false;
    const double between = weight_of(a_, between_a);
    const double left_weight = std::max(weight_of(a_, left.a), weight_of(b_, left.b));
    const double right_weight = std::max(weight_of(a_, right.a), weight_of(b_, right.b));
    const double lighter = std::min(left_weight, right_weight);
    if (lighter >= least_weight_to_merge && between <= most_share_between * lighter) return true;
    const auto replaces = [](const Hunk& hunk) { return !hunk.a.empty() && !hunk.b.empty(); };
    return between <= weight_of_short_word && left_weight + right_weight >= 2 * least_weight_to_merge &&
           replaces(left) && replaces(right) && between <= most_share_of_both * (left_weight + right_weight);
  }

  static bool crosses_paragraph(const TokenText& text, const TokenRange& between) {
    return between.empty() || paragraph_of(text, between.begin - 1) != paragraph_of(text, between.end);
  }

  bool are_of_one_date(const Hunk& left, const Hunk& right) const {
    const auto is_one = [](const DateTokens& dates, const TokenRange& between) {
      if (between.empty() || dates[between.begin] == DateTokens::none) return false;
      for (std::uint32_t i = between.begin; i < between.end; ++i)
        if (dates[i] != dates[between.begin]) return false;
      return true;
    };
    const TokenRange between_a{left.a.end, right.a.begin};
    const TokenRange between_b{left.b.end, right.b.begin};
    if (!is_one(dates_a_, between_a) || !is_one(dates_b_, between_b)) return false;
    const auto touches = [](const DateTokens& dates, const TokenRange& side, std::uint32_t date, std::uint32_t near) {
      return side.empty() || dates[near] == date;
    };
    return touches(dates_a_, left.a, dates_a_[between_a.begin], left.a.end - 1) &&
           touches(dates_b_, left.b, dates_b_[between_b.begin], left.b.end - 1) &&
           touches(dates_a_, right.a, dates_a_[between_a.begin], right.a.begin) &&
           touches(dates_b_, right.b, dates_b_[between_b.begin], right.b.begin);
  }

  const TokenText& a_;
  const TokenText& b_;
  const DateTokens& dates_a_;
  const DateTokens& dates_b_;
};

std::uint32_t count_words(const TokenText& text, const TokenRange& range) {
  const auto first = text.tokens.begin();
  return static_cast<std::uint32_t>(
      std::count_if(first + range.begin, first + range.end, [](const Token& token) { return token.is_word(); }));
}

void split_replaced_blocks(const TokenText& a, const TokenText& b, std::vector<Hunk>& hunks) {
  std::vector<Hunk> out;
  for (const Hunk& hunk : hunks) {
    const std::uint32_t blocks_a = hunk.a.empty() ? 0 : count_paragraphs(a, hunk.a);
    const std::uint32_t blocks_b = hunk.b.empty() ? 0 : count_paragraphs(b, hunk.b);
    const bool is_long = std::max(count_words(a, hunk.a), count_words(b, hunk.b)) >= least_words_of_block;
    if (blocks_a == 0 || blocks_b == 0 || !is_long) {
      out.push_back(hunk);
      continue;
    }
    out.push_back({hunk.a, {hunk.b.begin, hunk.b.begin}, hunk.unit});
    out.push_back({{hunk.a.end, hunk.a.end}, hunk.b, hunk.unit});
  }
  hunks = std::move(out);
}

}  // namespace

DateTokens::DateTokens(const TokenText& text, std::span<const FoundDate> dates) {
  if (dates.empty()) return;
  date_of_.resize(text.tokens.size());
  std::uint32_t token = 0;
  for (std::uint32_t date = 0; date < dates.size(); ++date) {
    while (token < text.tokens.size() && text.tokens[token].end <= dates[date].begin) ++token;
    for (; token < text.tokens.size() && text.tokens[token].begin < dates[date].end; ++token)
      date_of_[token] = date + 1;
  }
}

std::uint32_t DateTokens::beside(std::uint32_t token) const {
  if (date_of_.empty()) return none;
  if (token < date_of_.size() && date_of_[token] != none) return date_of_[token];
  return token > 0 ? date_of_[token - 1] : none;
}

std::vector<Hunk> make_hunks(std::span<const AlignedUnit> units, std::span<const std::uint8_t> changed_a,
                             std::span<const std::uint8_t> changed_b) {
  std::vector<Hunk> out;
  for (std::uint32_t u = 0; u < units.size(); ++u) {
    std::uint32_t i = units[u].a.begin, j = units[u].b.begin;
    while (i < units[u].a.end || j < units[u].b.end) {
      Hunk hunk{{i, i}, {j, j}, u};
      while (i < units[u].a.end && changed_a[i] != 0) ++i;
      while (j < units[u].b.end && changed_b[j] != 0) ++j;
      hunk.a.end = i;
      hunk.b.end = j;
      if (!hunk.a.empty() || !hunk.b.empty()) out.push_back(hunk);
      while (i < units[u].a.end && j < units[u].b.end && changed_a[i] == 0 && changed_b[j] == 0) ++i, ++j;
    }
  }
  return out;
}

std::uint32_t count_paragraphs(const TokenText& text, const TokenRange& range) {
  if (range.empty()) return 0;
  const std::uint32_t first = paragraph_of(text, range.begin) - 1;
  const std::uint32_t last = paragraph_of(text, range.end - 1) - 1;
  if (text.paragraphs[first].begin != range.begin || text.paragraphs[last].end != range.end) return 0;
  return last - first + 1;
}

void clean_up(const TokenText& a, const TokenText& b, const DateTokens& dates_a, const DateTokens& dates_b,
              std::span<const AlignedUnit> units, std::vector<Hunk>& hunks) {
  slide_hunks(a, b, units, hunks);
  Merger(a, b, dates_a, dates_b).merge(hunks);
  split_replaced_blocks(a, b, hunks);
}

}  // namespace nuskha
