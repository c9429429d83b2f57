// Two texts: what changed between them, as typed changes with byte ranges in both.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/result.h"
#include "nuskha/text.h"

namespace nuskha {

/// What kind of change. The names are part of the JSON contract; the rules are in docs/algorithm.md, "Differences".
enum class ChangeType : std::uint8_t {
  date,                 ///< In or of a date, in any script.
  number,               ///< Numbers only.
  name_like,            ///< Capitalized words, addresses of mail and web.
  wording,              ///< Other words.
  spelling_only,        ///< The same words at level spelling: case, marks, letters used for one another, word division.
  punctuation_only,     ///< The same words, letter for letter.
  white_space_only,     ///< Also line ends and zero-width characters.
  block_moved,          ///< Whole paragraphs that stand elsewhere.
  block_added,          ///< Whole paragraphs.
  block_removed,        ///< Whole paragraphs.
  boilerplate_changed,  ///< In boilerplate, or of the closing paragraphs as a whole.
};
inline constexpr std::size_t num_change_types = 11;

/// "date", "number", "name-like", "wording", "spelling-only", "punctuation-only", "white-space-only", "block-moved",
/// "block-added", "block-removed", "boilerplate-changed".
std::string_view to_string(ChangeType type);
std::optional<ChangeType> parse_change_type(std::string_view name);

/// One change: the bytes `a` of the first text became the bytes `b` of the second. Either may be empty, not both.
struct Change {
  ChangeType type = ChangeType::wording;
  SourceRange a;
  SourceRange b;
  std::uint32_t words_a = 0;     ///< Words in `a`, punctuation not counted.
  std::uint32_t words_b = 0;     ///< Words in `b`.
  std::uint32_t paragraphs = 0;  ///< Of blocks: how many whole paragraphs.
  bool is_typo = false;          ///< As many words on both sides, each a letter or two from the other.
  bool has_figures = false;  ///< Of wording and name_like: the numbers among the words aren't the same on both sides.
  bool is_address = false;   ///< Of name_like: all of it is of addresses of mail or web.
  bool is_close = false;     ///< Of boilerplate: the last paragraphs of the text.
  /// Of block_moved: which of TextDiff::moves. Each move is two changes, one where the block stood and one where it
  /// stands.
  std::optional<std::uint32_t> move = {};
};

/// A block that stands elsewhere, and what changed inside it; those changes are not among TextDiff::changes.
struct Move {
  SourceRange a;
  SourceRange b;
  std::vector<Change> changes;
};

struct TextDiff {
  /// In the order of both texts. Between two of them, and before and after, the texts have the same bytes: exchanging
  /// each range of the first for that of the second makes the second out of the first.
  std::vector<Change> changes;
  std::vector<Move> moves;  ///< In the order of the first text.
  std::uint64_t words_a = 0;
  std::uint64_t words_b = 0;
  std::uint64_t common_words = 0;  ///< Words that stand in both, at level spelling; those of moved blocks included.
  bool is_minimal = true;          ///< False: a bound was reached, so there may be a shorter list of changes.

  /// Share of the words that are unchanged, in [0, 1]: twice the common words by the words of both. 1 without words.
  double unchanged() const {
    return words_a + words_b == 0 ? 1 : 2 * static_cast<double>(common_words) / static_cast<double>(words_a + words_b);
  }
};

struct DiffOptions {
  /// Make the changes read as a person would mark them. Off: as few changed words as possible.
  bool clean_up = true;
  /// Where boilerplate stands in the texts, ascending, if that is known.
  std::span<const SourceRange> boilerplate_a = {};
  std::span<const SourceRange> boilerplate_b = {};
};

/// Compares two texts, which may hold any bytes; ranges count those. Paragraphs are aligned first, moved ones found,
/// then words, as ICU divides them; punctuation marks are words of their own there. Words are the same if they are at
/// level spelling. Fails with invalid_argument for a text of 2 GiB or more. Cost: about 0.3 µs a word, and for texts
/// that differ the words of a paragraph times its changes, within a bound (`is_minimal`); about 80 bytes a word.
/// Texts of 64 kB and more are read on two threads. Thread-safe. (Myers, Algorithmica 1, 1986.)
Result<TextDiff> diff_texts(std::string_view a, std::string_view b, const DiffOptions& options = {});

/// The first text with the changes made: for all changes of a TextDiff, the second text.
std::string apply_changes(std::string_view a, std::string_view b, std::span<const Change> changes);

/// Which types of changes are meant.
class ChangeTypes {
 public:
  static ChangeTypes all() { return ChangeTypes((1u << num_change_types) - 1); }
  static ChangeTypes none() { return ChangeTypes(0); }
  void add(ChangeType type) { bits_ |= 1u << static_cast<unsigned>(type); }
  void remove(ChangeType type) { bits_ &= ~(1u << static_cast<unsigned>(type)); }
  bool contains(ChangeType type) const { return (bits_ >> static_cast<unsigned>(type) & 1) != 0; }
  /// Words that were changed together with figures are meant where dates or numbers are, so that none is overlooked.
  bool contains(const Change& change) const {
    return contains(change.type) ||
           (change.has_figures && (contains(ChangeType::date) || contains(ChangeType::number)));
  }

 private:
  explicit ChangeTypes(unsigned bits) : bits_(bits) {}
  unsigned bits_;
};

/// The changes in a line of English: "2 dates, 1 number, 3 words, footer replaced; 94 % unchanged". Changes of other
/// types than `shown` are counted as ignored. "no change" if there is none.
std::string summarize(const TextDiff& diff, ChangeTypes shown = ChangeTypes::all());

/// The difference of two files' bytes, line by line, in the unified format (POSIX diff -u) with `context` lines around
/// each change: `patch` makes the second of the first, byte for byte, whatever the line ends. Empty if there is none.
/// A line ends with LF. Names are for the two header lines: characters that would break these are escaped.
std::string unified_diff(std::string_view a, std::string_view b, std::string_view name_a, std::string_view name_b,
                         std::size_t context = 3);

}  // namespace nuskha
