// What kind of change it is. Entry point: ChangeClassifier. Test: tests/diff/change_type_test.cpp.
#include <algorithm>
#include <array>
#include <iterator>
#include <string>

#include "base/fold.h"
#include "base/month_names.h"
#include "base/unicode.h"
#include "diff/changes.h"
#include "diff/typo.h"

namespace nuskha {
namespace {

constexpr std::array<std::string_view, num_change_types> names = {
    "date",          "number",           "name-like",          "wording",
    "spelling-only", "punctuation-only", "white-space-only",   "block-moved",
    "block-added",   "block-removed",    "boilerplate-changed"};

bool is_layout_ignorable(char32_t c) { return (fold_entry(c).flags & FoldEntry::layout_ignorable) != 0; }

/// The text without zero-width characters and bidi controls, and without separators if asked for.
std::string stripped(std::string_view text, bool separators_too) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text.substr(i, 8));
    const bool is_separator = fold_entry(c.value).kind == FoldKind::separator;
    if (!is_layout_ignorable(c.value) && !(separators_too && is_separator)) out += text.substr(i, c.length);
    i += c.length;
  }
  return out;
}

/// Words of a range, in order.
std::vector<std::uint32_t> words_in(const TokenText& text, const TokenRange& range) {
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = range.begin; i < range.end; ++i)
    if (text.tokens[i].is_word()) out.push_back(i);
  return out;
}

bool is_upper(char32_t c) { return to_lower(c) != c; }

bool ends_sentence(std::string_view token) {
  return token == "." || token == "!" || token == "?" || token == ":" || token == "…" || token == "»" ||
         token == "\"" || token == "“" || token == "„" || token == "«" || token == "-" || token == "*" || token == "•";
}

bool begins_sentence(const TokenText& text, std::uint32_t token) {
  if (token == 0 || text.gap_before(token).find_first_of("\n\r") != std::string_view::npos) return true;
  return ends_sentence(text.bytes(token - 1));
}

bool is_without_spaces(const TokenText& text, std::uint32_t token) {
  const FoldKind kind = fold_entry(decode_utf8(text.bytes(token)).value).kind;
  return kind == FoldKind::character2 || kind == FoldKind::character3;
}

/// Words, and the marks that RFC 3986 allows but brackets and quotes, which stand around an address. A script without
/// spaces goes on right after it.
bool may_be_of_address(const TokenText& text, std::uint32_t token) {
  constexpr std::string_view marks = "-._~:/?#@!$&*+,;=%";
  if (text.tokens[token].is_word()) return !is_without_spaces(text, token);
  return text.bytes(token).find_first_not_of(marks) == std::string_view::npos;
}

/// Whether a token is of an address of mail or web: of a run without white space that holds what only these hold.
bool is_of_address(const TokenText& text, std::uint32_t token) {
  if (!may_be_of_address(text, token)) return false;
  constexpr std::uint32_t most = 64;
  std::uint32_t first = token, last = token;
  while (first > 0 && token - first < most && text.gap_before(first).empty() && may_be_of_address(text, first - 1))
    --first;
  while (last + 1 < text.tokens.size() && last - token < most && text.gap_before(last + 1).empty() &&
         may_be_of_address(text, last + 1))
    ++last;
  const std::string_view run =
      text.source.substr(text.tokens[first].begin, text.tokens[last].end - text.tokens[first].begin);
  return run.find('@') != run.npos || run.find("://") != run.npos || run.starts_with("www.");
}

enum class Likeness { other, maybe, name };

/// Short names of months that are no other words to speak of, where capitals don't tell (أو, out, de are months to
/// some).
constexpr std::string_view short_months[] = {
    "mai", "maj", "mei", "jan", "feb", "fev", "apr", "avr", "jun", "jul", "aug", "sep", "oct", "okt", "nov",
    "dec", "dez", "янв", "фев", "апр", "май", "мая", "мај", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
    "اب",  "ماي", "رجب", "صفر", "تير", "مهر", "جون", "אב",  "אדר", "שבט", "טבת", "מאי", "מרצ"};

/// Whether a word names a month whatever the language of its text is.
bool is_month(const TokenText& text, std::uint32_t token) {
  if (text.tokens[token].kind != TokenKind::word) return false;
  const std::string_view written = text.bytes(token);
  const std::string name = fold_name_words(written);
  if (find_month(name).empty()) return false;
  constexpr std::size_t long_enough = 4;
  std::size_t length = 0;
  for (const char c : name) length += (static_cast<unsigned char>(c) & 0xC0u) != 0x80 ? 1 : 0;
  const char32_t first = decode_utf8(written).value;
  constexpr char32_t after_semitic = 0x780;  // scripts in which fewer letters make a name
  return length >= long_enough || is_upper(first) || first >= after_semitic ||
         std::find(std::begin(short_months), std::end(short_months), name) != std::end(short_months);
}

/// From 1 to 31, in one or two digits of any script.
bool may_be_day(std::string_view number) {
  int value = 0;
  std::size_t num_digits = 0;
  for (std::size_t i = 0; i < number.size(); ++num_digits) {
    const CodePoint c = decode_utf8(number.substr(i, 8));
    const int digit = decimal_digit(c.value);
    if (digit < 0 || num_digits == 2) return false;
    value = 10 * value + digit;
    i += c.length;
  }
  return value >= 1 && value <= 31;
}

/// The number of a day beside the name of a month, "5 May", "5 de mayo": dates without a year aren't looked for
/// elsewhere.
bool is_day_of_month(const TokenText& text, std::uint32_t token) {
  if (text.tokens[token].kind != TokenKind::number || !may_be_day(text.bytes(token))) return false;
  if (token > 0 && is_month(text, token - 1)) return true;
  std::uint32_t next = token + 1;
  if (next + 1 < text.tokens.size() && is_date_connector(fold_name_words(text.bytes(next)))) ++next;
  return next < text.tokens.size() && is_month(text, next);
}

/// Whether the numbers among the words differ.
bool has_other_numbers(const TokenText& a, const std::vector<std::uint32_t>& words_a, const TokenText& b,
                       const std::vector<std::uint32_t>& words_b) {
  const auto numbers = [](const TokenText& text, const std::vector<std::uint32_t>& words) {
    std::vector<std::string> out;
    for (const std::uint32_t i : words)
      if (text.tokens[i].kind == TokenKind::number) out.push_back(spelling_of(text.bytes(i)));
    return out;
  };
  return numbers(a, words_a) != numbers(b, words_b);
}

/// A capital at the start of a sentence says nothing.
Likeness name_likeness(const TokenText& text, std::uint32_t token) {
  const std::string_view word = text.bytes(token);
  if (is_of_address(text, token)) return Likeness::name;
  if (!is_upper(decode_utf8(word).value)) return Likeness::other;
  return begins_sentence(text, token) ? Likeness::maybe : Likeness::name;
}

/// All words of both sides may be names, and one is for certain.
bool is_name_like(const TokenText& a, const std::vector<std::uint32_t>& words_a, const TokenText& b,
                  const std::vector<std::uint32_t>& words_b) {
  bool is_any = false;
  const auto may_be = [&](const TokenText& text, std::uint32_t token) {
    const Likeness likeness = name_likeness(text, token);
    is_any |= likeness == Likeness::name;
    return likeness != Likeness::other;
  };
  return std::all_of(words_a.begin(), words_a.end(), [&](std::uint32_t i) { return may_be(a, i); }) &&
         std::all_of(words_b.begin(), words_b.end(), [&](std::uint32_t j) { return may_be(b, j); }) && is_any;
}

std::string concatenated(const TokenText& text, const std::vector<std::uint32_t>& words) {
  std::string out;
  for (const std::uint32_t i : words) out += stripped(text.bytes(i), true);
  return out;
}

std::string concatenated_spelling(const TokenText& text, const std::vector<std::uint32_t>& words) {
  std::string out;
  for (const std::uint32_t i : words) out += spelling_of(text.bytes(i));
  return out;
}

/// The bytes of a range without zero-width characters.
std::string visible_bytes(const TokenText& text, const TokenRange& range) {
  const std::uint32_t begin = text.tokens[range.begin].begin;
  return stripped(text.source.substr(begin, text.tokens[range.end - 1].end - begin), false);
}

bool is_covered(std::span<const SourceRange> ranges, const SourceRange& range) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const SourceRange& r) { return r.begin <= range.begin && range.end <= r.end; });
}

}  // namespace

std::string_view to_string(ChangeType type) { return names[static_cast<std::size_t>(type)]; }

std::optional<ChangeType> parse_change_type(std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<ChangeType>(found - names.begin());
}

void ChangeClassifier::classify_pair(std::uint32_t i, std::uint32_t j, Change& change) const {
  change.words_a = change.words_b = a_.tokens[i].is_word() ? 1 : 0;
  const std::string_view x = a_.bytes(i), y = b_.bytes(j);
  if (stripped(x, false) == stripped(y, false))
    change.type = ChangeType::white_space_only;
  else if (stripped(x, true) == stripped(y, true))
    change.type = ChangeType::punctuation_only;
  else
    change.type = ChangeType::spelling_only;
}

bool ChangeClassifier::is_boilerplate(const Change& change) const {
  if (options_.boilerplate_a.empty() && options_.boilerplate_b.empty()) return false;
  const bool is_a = change.a.begin == change.a.end || is_covered(options_.boilerplate_a, change.a);
  const bool is_b = change.b.begin == change.b.end || is_covered(options_.boilerplate_b, change.b);
  return is_a && is_b;
}

/// All words of both sides are.
bool ChangeClassifier::is_of_addresses(const Hunk& hunk) const {
  const auto all = [](const TokenText& text, const TokenRange& range) {
    for (std::uint32_t i = range.begin; i < range.end; ++i)
      if (text.tokens[i].is_word() && !is_of_address(text, i)) return false;
    return true;
  };
  return all(a_, hunk.a) && all(b_, hunk.b);
}

ChangeType ChangeClassifier::type_of(const Hunk& hunk, const AlignedUnit& unit, const Change& change) const {
  if (unit.move) return ChangeType::block_moved;
  if (change.is_close || is_boilerplate(change)) return ChangeType::boilerplate_changed;
  const std::vector<std::uint32_t> words_a = words_in(a_, hunk.a);
  const std::vector<std::uint32_t> words_b = words_in(b_, hunk.b);
  if (words_a.empty() && words_b.empty()) return ChangeType::punctuation_only;
  const auto is_block = [](const TokenText& text, const TokenRange& range) {
    return count_paragraphs(text, range) > 0;
  };
  const auto all = [](const std::vector<std::uint32_t>& words, auto&& is) {
    return std::all_of(words.begin(), words.end(), is);
  };
  if (all(words_a, [&](std::uint32_t i) { return dates_a_[i] != DateTokens::none; }) &&
      all(words_b, [&](std::uint32_t j) { return dates_b_[j] != DateTokens::none; }))
    return ChangeType::date;
  if (words_a.empty() && is_block(b_, hunk.b)) return ChangeType::block_added;
  if (words_b.empty() && is_block(a_, hunk.a)) return ChangeType::block_removed;
  if (!words_a.empty() && !words_b.empty()) {
    if (visible_bytes(a_, hunk.a) == visible_bytes(b_, hunk.b)) return ChangeType::white_space_only;
    const auto same = [this](std::uint32_t i, std::uint32_t j) { return a_.bytes(i) == b_.bytes(j); };
    if (std::equal(words_a.begin(), words_a.end(), words_b.begin(), words_b.end(), same))
      return ChangeType::punctuation_only;
    const bool has_numbers = std::any_of(words_a.begin(), words_a.end(),
                                         [this](std::uint32_t i) { return a_.tokens[i].kind == TokenKind::number; });
    if (!has_numbers && concatenated(a_, words_a) == concatenated(b_, words_b) && is_without_spaces(a_, words_a[0]))
      return words_a.size() == hunk.a.size() && words_b.size() == hunk.b.size() ? ChangeType::white_space_only
                                                                                : ChangeType::punctuation_only;
    if (!has_numbers && concatenated_spelling(a_, words_a) == concatenated_spelling(b_, words_b))
      return ChangeType::spelling_only;
  }
  if (is_of_addresses(hunk)) return ChangeType::name_like;
  if (all(words_a, [&](std::uint32_t i) { return a_.tokens[i].kind == TokenKind::number; }) &&
      all(words_b, [&](std::uint32_t j) { return b_.tokens[j].kind == TokenKind::number; }))
    return all(words_a, [&](std::uint32_t i) { return is_day_of_month(a_, i); }) &&
                   all(words_b, [&](std::uint32_t j) { return is_day_of_month(b_, j); })
               ? ChangeType::date
               : ChangeType::number;
  return is_name_like(a_, words_a, b_, words_b) ? ChangeType::name_like : ChangeType::wording;
}

void ChangeClassifier::classify(const Hunk& hunk, const AlignedUnit& unit, Change& change) const {
  const auto count = [](const TokenText& text, const TokenRange& range) {
    return static_cast<std::uint32_t>(words_in(text, range).size());
  };
  change.words_a = count(a_, hunk.a);
  change.words_b = count(b_, hunk.b);
  change.move = unit.move;
  change.is_close = unit.is_close;
  change.type = type_of(hunk, unit, change);
  if (change.type == ChangeType::wording || change.type == ChangeType::name_like)
    change.has_figures = has_other_numbers(a_, words_in(a_, hunk.a), b_, words_in(b_, hunk.b));
  switch (change.type) {
    case ChangeType::block_added: change.paragraphs = count_paragraphs(b_, hunk.b); break;
    case ChangeType::block_removed: change.paragraphs = count_paragraphs(a_, hunk.a); break;
    case ChangeType::block_moved: change.paragraphs = 1; break;
    case ChangeType::name_like: change.is_address = is_of_addresses(hunk); break;
    case ChangeType::wording: change.is_typo = is_typo(a_, hunk.a, b_, hunk.b); break;
    default: break;
  }
}

}  // namespace nuskha
