// Two texts to typed changes. Entry points: diff_texts, apply_changes. Test: tests/diff/diff_test.cpp.
//
//   texts ─▶ tokens ─▶ paragraphs aligned ─▶ least edit script of each unit ─▶ hunks ─▶ cleaned up ─▶ changes, typed
#include "nuskha/diff.h"

#include <algorithm>

#include "base/parallel.h"
#include "base/stop.h"
#include "base/word_break.h"
#include "diff/align.h"
#include "diff/changes.h"
#include "diff/edit_script.h"
#include "diff/hunks.h"
#include "diff/tokens.h"
#include "nuskha/dates.h"

namespace nuskha {
namespace {

constexpr std::uint32_t least_tokens_of_strangers = 24;
constexpr double most_common_of_strangers = 0.15;

constexpr std::size_t least_bytes_for_two_threads = 64 << 10;

std::vector<std::uint32_t> keys_of(const TokenText& text) {
  std::vector<std::uint32_t> keys;
  keys.reserve(text.tokens.size());
  for (const Token& token : text.tokens) keys.push_back(token.key);
  return keys;
}

std::uint64_t count_words(const TokenText& text) {
  return static_cast<std::uint64_t>(
      std::count_if(text.tokens.begin(), text.tokens.end(), [](const Token& token) { return token.is_word(); }));
}

/// What is found out about a text without the other one.
struct Reading {
  std::vector<std::uint32_t> ends;
  std::vector<FoundDate> dates;

  void read(std::string_view text) {
    find_word_breaks(text, ends);
    dates = find_dates(text);
  }
};

class Differ {
 public:
  Differ(std::string_view a, std::string_view b, const DiffOptions& options) : options_(options) {
    const bool is_long = a.size() + b.size() >= least_bytes_for_two_threads;
    parallel_for(is_long ? 2 : 1, 2, 1,
                 [&](unsigned, std::size_t side, std::size_t) { side == 0 ? read_a_.read(a) : read_b_.read(b); });
    a_ = tokenizer_.tokenize(a, read_a_.ends);
    b_ = tokenizer_.tokenize(b, read_b_.ends);
  }

  TextDiff diff() {
    out_.words_a = count_words(a_);
    out_.words_b = count_words(b_);
    if (a_.source == b_.source) {
      out_.common_words = out_.words_a;
      return std::move(out_);
    }
    keys_a_ = keys_of(a_);
    keys_b_ = keys_of(b_);
    changed_a_.resize(keys_a_.size());
    changed_b_.resize(keys_b_.size());
    throw_if_stopped();
    Alignment alignment = align_paragraphs(a_, b_);
    for (AlignedUnit& unit : alignment.units) compare(unit);
    throw_if_stopped();
    std::vector<Hunk> hunks = make_hunks(alignment.units, changed_a_, changed_b_);
    const DateTokens dates_a(a_, read_a_.dates);
    const DateTokens dates_b(b_, read_b_.dates);
    if (options_.clean_up) clean_up(a_, b_, dates_a, dates_b, alignment.units, hunks);
    const ChangeClassifier classifier(a_, b_, dates_a, dates_b, options_);
    const auto all = [](const TokenText& text) {
      return TokenRange{0, static_cast<std::uint32_t>(text.tokens.size())};
    };
    out_.changes = make_changes(a_, b_, {all(a_), all(b_), true}, alignment.units, hunks, classifier);
    count_common(alignment.units);
    for (const MovedParagraph& moved : alignment.moves) add_move(moved, dates_a, dates_b, classifier);
    return std::move(out_);
  }

 private:
  void compare(const AlignedUnit& unit) {
    const auto first_a = changed_a_.begin() + unit.a.begin;
    const auto first_b = changed_b_.begin() + unit.b.begin;
    if (unit.a.empty() || unit.b.empty() || (unit.is_close && options_.clean_up)) {
      std::fill(first_a, first_a + unit.a.size(), std::uint8_t{1});
      std::fill(first_b, first_b + unit.b.size(), std::uint8_t{1});
      return;
    }
    out_.is_minimal &= script_.find(std::span(keys_a_).subspan(unit.a.begin, unit.a.size()),
                                    std::span(keys_b_).subspan(unit.b.begin, unit.b.size()), tokenizer_.num_keys(),
                                    std::span(changed_a_).subspan(unit.a.begin, unit.a.size()),
                                    std::span(changed_b_).subspan(unit.b.begin, unit.b.size()));
    if (options_.clean_up) part_strangers(unit);
  }

  /// Paragraphs that have hardly a word in common but by chance are taken as a whole.
  void part_strangers(const AlignedUnit& unit) {
    const std::uint32_t longer = std::max(unit.a.size(), unit.b.size());
    if (unit.is_pair || longer < least_tokens_of_strangers) return;
    std::uint32_t common = 0;
    for (std::uint32_t i = unit.a.begin; i < unit.a.end; ++i) common += changed_a_[i] == 0;
    if (common > most_common_of_strangers * longer) return;
    std::fill_n(changed_a_.begin() + unit.a.begin, unit.a.size(), std::uint8_t{1});
    std::fill_n(changed_b_.begin() + unit.b.begin, unit.b.size(), std::uint8_t{1});
  }

  /// Words of the first text that the script leaves, whatever clean_up then made of them.
  void count_common(std::span<const AlignedUnit> units) {
    for (const AlignedUnit& unit : units)
      for (std::uint32_t i = unit.a.begin; i < unit.a.end; ++i)
        out_.common_words += changed_a_[i] == 0 && a_.tokens[i].is_word() ? 1 : 0;
  }

  void add_move(const MovedParagraph& moved, const DateTokens& dates_a, const DateTokens& dates_b,
                const ChangeClassifier& classifier) {
    std::fill(changed_a_.begin() + moved.a.begin, changed_a_.begin() + moved.a.end, std::uint8_t{0});
    std::fill(changed_b_.begin() + moved.b.begin, changed_b_.begin() + moved.b.end, std::uint8_t{0});
    const std::vector<AlignedUnit> units = {{moved.a, moved.b, {}, true, false}};
    compare(units[0]);
    std::vector<Hunk> hunks = make_hunks(units, changed_a_, changed_b_);
    if (options_.clean_up) clean_up(a_, b_, dates_a, dates_b, units, hunks);
    Move move;
    move.a = {a_.tokens[moved.a.begin].begin, a_.tokens[moved.a.end - 1].end};
    move.b = {b_.tokens[moved.b.begin].begin, b_.tokens[moved.b.end - 1].end};
    move.changes = make_changes(a_, b_, {moved.a, moved.b, false}, units, hunks, classifier);
    count_common(units);
    out_.moves.push_back(std::move(move));
  }

  const DiffOptions& options_;
  Reading read_a_, read_b_;
  Tokenizer tokenizer_;
  TokenText a_, b_;
  std::vector<std::uint32_t> keys_a_, keys_b_;
  std::vector<std::uint8_t> changed_a_, changed_b_;  // by token
  EditScript script_;
  TextDiff out_;
};

}  // namespace

Result<TextDiff> diff_texts(std::string_view a, std::string_view b, const DiffOptions& options) {
  if (a.size() > most_bytes_to_break || b.size() > most_bytes_to_break)
    return fail(ErrorCode::invalid_argument, "", "a text of 2 GiB or more can't be compared word by word: split it");
  return Differ(a, b, options).diff();
}

std::string apply_changes(std::string_view a, std::string_view b, std::span<const Change> changes) {
  std::string out;
  std::uint64_t at = 0;
  for (const Change& change : changes) {
    out += a.substr(at, change.a.begin - at);
    out += b.substr(change.b.begin, change.b.end - change.b.begin);
    at = change.a.end;
  }
  out += a.substr(at);
  return out;
}

}  // namespace nuskha
