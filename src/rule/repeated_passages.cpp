// Paragraphs, and runs of paragraphs, that stand in a document twice. Entry point: find_repeated_passages. Test:
// tests/rule/repeated_passages_test.cpp.
//
// Each block is looked up among those before it; where it stands already, the run of blocks that repeats is followed as
// far as it goes. What is too short or too regular to be a slip is left alone: docs/rules.md has the limits.
#include <algorithm>
#include <cstddef>
#include <limits>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/unicode.h"
#include "rule/finding_list.h"
#include "rule/quote.h"
#include "rule/rule_functions.h"

namespace nuskha {
namespace {

constexpr std::size_t least_paragraph_words = 15;  // one block, anywhere
constexpr std::size_t least_adjacent_words = 6;    // one block, right after its twin
constexpr std::size_t least_run_words = 8;         // several blocks, one at least of which …
constexpr std::size_t least_long_words = 12;  // … is a paragraph and no line, or right after their twins, or at the end
constexpr std::size_t most_copies = 3;        // of a paragraph; more often it is a label …
constexpr std::size_t most_line_copies = 2;    // … and of lines a refrain …
constexpr std::size_t least_label_words = 25;  // … unless they are that long
constexpr std::size_t most_blocks_after = 2;   // of a footer, to the end of the document
constexpr double least_prose = 0.5;            // share of the words that stand in paragraphs; poems have less

constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

/// For each block, the last one before it with the same words.
struct Twins {
  std::vector<std::size_t> before;
  std::vector<std::size_t> num_alike;  ///< How many blocks have these words.
};

Twins find_twins(const Analysis& analysis) {
  struct Seen {
    std::size_t last = none;
    std::size_t number = 0;
  };
  struct KeyHash {
    std::size_t operator()(const Hash128& hash) const { return hash.low; }
  };
  std::unordered_map<Hash128, Seen, KeyHash> seen;
  std::vector<Seen*> of_block;
  Twins out;
  for (std::size_t i = 0; i < analysis.blocks.size(); ++i) {
    const Block& block = analysis.blocks[i];
    const Hash128 hash =
        hash128(analysis.words.data() + block.word_begin, (block.word_end - block.word_begin) * sizeof(WordId));
    Seen& known = seen[hash];
    out.before.push_back(known.last);
    known.last = i;
    ++known.number;
    of_block.push_back(&known);
  }
  for (const Seen* known : of_block) out.num_alike.push_back(known->number);
  return out;
}

/// Blocks [begin, end) that repeat those from `twin` on.
struct Run {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t twin = 0;

  std::size_t size() const { return end - begin; }
};

/// "1. ", "٢) ", "- ", "* ", "• ".
bool begins_as_item(std::string_view text) {
  constexpr std::size_t most_digits = 3;
  std::size_t digits = 0;
  std::size_t at = 0;
  while (at < text.size() && digits <= most_digits) {
    const CodePoint c = decode_utf8(text.substr(at, 4));
    if (decimal_digit(c.value) < 0) break;
    at += c.length;
    ++digits;
  }
  if (digits > 0 && digits <= most_digits && at < text.size())
    return text[at] == '.' || text[at] == ')' || text[at] == '-';
  return text.starts_with("- ") || text.starts_with("* ") || text.starts_with("+ ") || text.starts_with("•") ||
         text.starts_with("– ") || text.starts_with("· ");
}

class RepetitionFinder {
 public:
  explicit RepetitionFinder(const RuleInput& input)
      : input_(input), twins_(find_twins(input.analysis)), share_of_prose_(share_of_prose()) {}

  void run(FindingList& out) {
    const std::size_t num_blocks = twins_.before.size();
    for (std::size_t i = 0; i < num_blocks;) {
      if (twins_.before[i] == none) {
        ++i;
        continue;
      }
      Run run{i, i + 1, twins_.before[i]};
      while (run.end < num_blocks && run.twin + run.size() < run.begin &&
             twins_.before[run.end] == run.twin + run.size())
        ++run.end;
      if (is_slip(run)) report(run, out);
      i = run.end;
    }
  }

 private:
  const Block& block(std::size_t i) const { return input_.analysis.blocks[i]; }
  std::string_view source(std::size_t i) const {
    const Block& b = block(i);
    return std::string_view(input_.document.text).substr(b.source_begin, b.source_end - b.source_begin);
  }
  /// In scripts without spaces three characters count as a word.
  std::size_t num_words(std::size_t i) const {
    const std::size_t words = block(i).word_end - block(i).word_begin;
    const std::string_view text = source(i);
    const auto spaces = static_cast<std::size_t>(std::count(text.begin(), text.end(), ' '));
    return words > 3 && 2 * spaces < words ? words / 3 : words;
  }

  /// A row of a table, or an item of a list or of numbered steps: these repeat rightly.
  bool is_row(std::size_t i) const {
    const Block& b = block(i);
    std::size_t numbers = 0;
    for (std::uint64_t word = b.word_begin; word < b.word_end; ++word)
      numbers += is_number(input_.analysis.words[word]) ? 1U : 0U;
    if (2 * numbers >= b.word_end - b.word_begin) return true;
    const std::string_view text = source(i);
    return begins_as_item(text) || text.find('\t') != text.npos || std::count(text.begin(), text.end(), '|') >= 2;
  }

  /// Share of the document's words that stand in blocks as long as paragraphs.
  double share_of_prose() const {
    std::size_t all = 0;
    std::size_t prose = 0;
    for (std::size_t i = 0; i < twins_.before.size(); ++i) {
      const std::size_t words = num_words(i);
      all += words;
      prose += words >= least_long_words ? words : 0;
    }
    return all == 0 ? 0 : static_cast<double>(prose) / static_cast<double>(all);
  }

  bool is_slip(const Run& run) const {
    std::size_t words = 0;
    std::size_t longest = 0;
    std::size_t most_alike = 0;
    for (std::size_t i = run.begin; i < run.end; ++i) {
      if (is_row(i)) continue;
      words += num_words(i);
      longest = std::max(longest, num_words(i));
      most_alike = std::max(most_alike, twins_.num_alike[i]);
    }
    const std::size_t most = longest < least_long_words ? most_line_copies : most_copies;
    if (most_alike > most && longest < least_label_words) return false;
    if (longest >= least_paragraph_words) return true;
    if (share_of_prose_ < least_prose) return false;
    const bool is_adjacent = run.twin + run.size() == run.begin;
    if (run.size() == 1) return is_adjacent && words >= least_adjacent_words;
    const bool is_at_end = twins_.before.size() - run.end <= most_blocks_after;
    return words >= least_run_words && (is_adjacent || is_at_end || longest >= least_long_words);
  }

  void report(const Run& run, FindingList& out) const {
    const Block& first = block(run.begin);
    const Block& last = block(run.end - 1);
    const std::string opening = quote(source(run.begin));
    RawFinding finding;
    finding.begin = first.source_begin;
    finding.end = text_end(input_.document.text, last);
    finding.message =
        run.size() == 1
            ? fmt::format("The paragraph {} stands there twice; it is already", opening)
            : fmt::format("The {} paragraphs from {} on stand there twice; they begin already", run.size(), opening);
    finding.fix = run.size() == 1 ? "Delete one of the two." : "Delete them in one of the two places.";
    finding.subject = words_as_bytes(input_.analysis, first.word_begin, last.word_end);
    finding.see = block(run.twin).source_begin;
    out.add(std::move(finding));
  }

  const RuleInput& input_;
  Twins twins_;
  double share_of_prose_;
};

}  // namespace

void find_repeated_passages(const RuleInput& input, FindingList& out) { RepetitionFinder(input).run(out); }

}  // namespace nuskha
