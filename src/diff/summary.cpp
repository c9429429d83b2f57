// A diff in a line. Entry point: summarize. Test: tests/diff/change_type_test.cpp.
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "nuskha/diff.h"

namespace nuskha {
namespace {

struct Counts {
  std::array<std::uint64_t, num_change_types> changes{};  // blocks: paragraphs; wording and spelling: words
  std::uint64_t typos = 0;
  std::uint64_t addresses = 0;
  std::uint64_t boilerplate = 0;
  std::uint64_t ignored = 0;
  const Change* close = nullptr;  // of the last paragraphs

  void add(const Change& change, ChangeTypes shown) {
    if (!shown.contains(change)) {
      ignored += change.type == ChangeType::block_moved ? 0 : 1;  // two changes a move: counted by the moves
      return;
    }
    std::uint64_t& count = changes[static_cast<std::size_t>(change.type)];
    switch (change.type) {
      case ChangeType::wording:
        if (change.is_typo)
          typos += change.words_a;
        else
          count += std::max(change.words_a, change.words_b);
        break;
      case ChangeType::spelling_only: count += std::max(change.words_a, change.words_b); break;
      case ChangeType::block_added:
      case ChangeType::block_removed: count += change.paragraphs; break;
      case ChangeType::boilerplate_changed:
        if (change.is_close)
          close = &change;
        else
          ++boilerplate;
        break;
      case ChangeType::name_like: ++(change.is_address ? addresses : count); break;
      case ChangeType::block_moved: break;
      default: ++count; break;
    }
  }
};

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, 1, ',');
  return digits;
}

struct Phrase {
  std::uint64_t count;
  std::string_view singular;
  std::string_view plural;
};

}  // namespace

std::string summarize(const TextDiff& diff, ChangeTypes shown) {
  Counts counts;
  for (const Change& change : diff.changes) counts.add(change, shown);
  std::uint64_t moved = 0;
  (shown.contains(ChangeType::block_moved) ? moved : counts.ignored) += diff.moves.size();
  for (const Move& move : diff.moves)
    for (const Change& change : move.changes) counts.add(change, shown);
  const auto of = [&](ChangeType type) { return counts.changes[static_cast<std::size_t>(type)]; };
  const std::array phrases = {
      Phrase{of(ChangeType::date), "date", "dates"},
      Phrase{of(ChangeType::number), "number", "numbers"},
      Phrase{of(ChangeType::name_like), "name", "names"},
      Phrase{counts.addresses, "address", "addresses"},
      Phrase{of(ChangeType::wording), "word", "words"},
      Phrase{counts.typos, "typo", "typos"},
      Phrase{of(ChangeType::spelling_only), "spelling", "spellings"},
      Phrase{of(ChangeType::punctuation_only), "change of punctuation", "changes of punctuation"},
      Phrase{of(ChangeType::white_space_only), "change of white space", "changes of white space"},
      Phrase{moved, "paragraph moved", "paragraphs moved"},
      Phrase{of(ChangeType::block_added), "paragraph added", "paragraphs added"},
      Phrase{of(ChangeType::block_removed), "paragraph removed", "paragraphs removed"},
      Phrase{counts.boilerplate, "change of boilerplate", "changes of boilerplate"},
  };
  std::string out;
  const auto add = [&out](std::string_view phrase) {
    if (!out.empty()) out += ", ";
    out += phrase;
  };
  for (const Phrase& phrase : phrases)
    if (phrase.count > 0)
      add(fmt::format("{} {}", grouped(phrase.count), phrase.count == 1 ? phrase.singular : phrase.plural));
  if (counts.close != nullptr) add("footer replaced");
  if (out.empty()) out = "no change";
  if (counts.ignored > 0) out += fmt::format(" ({} ignored)", grouped(counts.ignored));
  if (out == "no change") return out;
  return out + fmt::format("; {:.0f} % unchanged", std::floor(diff.unchanged() * 100 + 1e-9));
}

}  // namespace nuskha
