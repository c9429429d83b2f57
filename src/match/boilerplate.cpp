// Entry point: find_boilerplate. Test: tests/match/boilerplate_test.cpp.
//
//   texts by family ─▶ selected shingles and short blocks, each once a family ─▶ counter
//   texts ─▶ the same again ─▶ those that count enough ─▶ runs of them ─▶ passages; a block that is nearly covered is
//   covered
#include "match/boilerplate.h"

#include <algorithm>

#include "base/parallel.h"
#include "base/radix_sort.h"
#include "match/boilerplate_items.h"
#include "match/distinct_hashes.h"
#include "match/recurrence_counter.h"

namespace nuskha {
namespace {

constexpr std::size_t fewer_in_tail = 1;        // families that a passage must stand in than elsewhere, in a tail
constexpr std::size_t least_words_of_run = 12;  // a run of selected shingles that is boilerplate inside a block
constexpr double least_cover_of_block = 0.75;   // from here on, the whole block is

constexpr std::ptrdiff_t most_words_of_edge = 6;  // uncovered, of a block that is most of the text

// So much is read before what was read is counted.
constexpr std::size_t bytes_a_word = 16;             // of room, for which counters are to be raised
constexpr std::size_t most_words_counted = 1 << 23;  // whatever the room

void keep_distinct(std::vector<std::uint64_t>& hashes) {
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
}

/// Hashes that come many times each, kept in little room. One a thread.
struct KnownHashes {
  std::vector<std::uint64_t> hashes;
  std::size_t limit = 1 << 16;  // from here on, those that are there twice are taken out

  void add(std::uint64_t hash) {
    hashes.push_back(hash);
    if (hashes.size() < limit) return;
    keep_distinct(hashes);
    limit = std::max(limit, 2 * hashes.size());
  }
};

/// Texts, those of a family one after the other, and where each family begins.
struct Families {
  std::vector<std::uint32_t> texts;
  std::vector<std::size_t> begins;
};
Families by_family(std::span<const std::uint32_t> family_of) {
  std::vector<std::uint64_t> items(family_of.size());  // family << 32 | text
  for (std::size_t text = 0; text < items.size(); ++text) items[text] = std::uint64_t{family_of[text]} << 32 | text;
  std::vector<std::uint64_t> scratch;
  radix_sort_by_key(items, scratch);
  Families out;
  out.texts.resize(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    out.texts[i] = static_cast<std::uint32_t>(items[i]);
    if (i == 0 || items[i] >> 32 != items[i - 1] >> 32) out.begins.push_back(i);
  }
  out.begins.push_back(out.texts.size());
  return out;
}

/// Runs of words covered by recurring items, as passages.
class PassageBuilder {
 public:
  template <class Recurs>
  std::vector<Passage> build(const MatchText& text, std::span<const BoilerplateItem> items, Recurs&& recurs) {
    covered_.clear();
    for (const BoilerplateItem& item : items) {
      if (!recurs(item)) continue;
      if (covered_.empty()) covered_.resize(text.words.size());
      std::fill(covered_.begin() + item.begin, covered_.begin() + item.end, std::uint8_t{1});
    }
    if (covered_.empty()) return {};
    drop_short_runs(text);
    cover_blocks(text);
    uncover_date_lines(text);
    std::vector<Passage> out;
    for (std::uint32_t begin = 0; begin < covered_.size();) {
      std::uint32_t end = begin;
      while (end < covered_.size() && covered_[end] != 0) ++end;
      if (end > begin) out.push_back({begin, end});
      begin = end + 1;
    }
    return out;
  }

 private:
  /// A run that is a turn of phrase, and no block.
  void drop_short_runs(const MatchText& text) {
    for (std::size_t begin = 0; begin < covered_.size();) {
      std::size_t end = begin;
      while (end < covered_.size() && covered_[end] != 0) ++end;
      if (end > begin && end - begin < least_words_of_run) {
        const auto block_end = std::upper_bound(text.block_ends.begin(), text.block_ends.end(), begin);
        const std::size_t block_begin = block_end == text.block_ends.begin() ? 0 : *std::prev(block_end);
        const bool whole = begin == block_begin && block_end != text.block_ends.end() && end >= *block_end;
        if (!whole)
          std::fill(covered_.begin() + static_cast<std::ptrdiff_t>(begin),
                    covered_.begin() + static_cast<std::ptrdiff_t>(end), std::uint8_t{0});
      }
      begin = end + 1;
    }
  }

  /// Of a text that is mostly one block, what that begins or ends with may be all it has to say, as after a long fixed
  /// opening, and is covered only if short.
  void cover_blocks(const MatchText& text) {
    std::uint32_t begin = 0;
    for (const std::uint32_t end : text.block_ends) {
      const auto first = covered_.begin() + begin;
      const auto last = covered_.begin() + end;
      const auto num_covered = static_cast<double>(std::count(first, last, std::uint8_t{1}));
      if (num_covered >= least_cover_of_block * static_cast<double>(end - begin)) {
        auto from = std::find(first, last, std::uint8_t{1});
        auto to = std::find(std::reverse_iterator(last), std::reverse_iterator(from), std::uint8_t{1}).base();
        const bool is_text = 2 * static_cast<std::size_t>(end - begin) > covered_.size();
        if (!is_text || from - first <= most_words_of_edge) from = first;
        if (!is_text || last - to <= most_words_of_edge) to = last;
        std::fill(from, to, std::uint8_t{1});
      }
      begin = end;
    }
  }

  /// With its numbers as one word, the date line of each release of a month is the same.
  void uncover_date_lines(const MatchText& text) {
    const auto is_block_end = [&](std::uint32_t word) {
      return word == 0 || std::binary_search(text.block_ends.begin(), text.block_ends.end(), word);
    };
    for (std::size_t i = 0; i + 1 < text.dates.size(); i += 2)
      if (is_block_end(text.dates[i]) && is_block_end(text.dates[i + 1]))
        std::fill(covered_.begin() + text.dates[i], covered_.begin() + text.dates[i + 1], std::uint8_t{0});
  }

  std::vector<std::uint8_t> covered_;  // by word
};

/// Counts the items of each family once, so many families at a time that there is room for what is counted.
void count_items(std::span<const MatchText> texts, const Families& families, const BoilerplateOptions& options,
                 unsigned threads, std::vector<BoilerplateItems>& readers, SelectedShingles& selected,
                 RecurrenceCounter& counter) {
  const std::size_t most_words = std::min(most_words_counted, options.max_bytes / bytes_a_word);
  const std::size_t num_families = families.begins.size() - 1;
  std::vector<DistinctHashes> distinct_of_thread(threads);
  std::vector<RecurrenceCounter::Counts> counts_of_thread(threads, counter.no_counts());
  for (std::size_t first = 0; first < num_families;) {
    std::size_t last = first;
    for (std::size_t words = 0; last < num_families && (last == first || words <= most_words); ++last)
      for (std::size_t i = families.begins[last]; i < families.begins[last + 1]; ++i)
        words += texts[families.texts[i]].words.size();
    parallel_for(threads, last - first, 64, [&](unsigned thread, std::size_t begin, std::size_t end) {
      DistinctHashes& distinct = distinct_of_thread[thread];
      for (std::size_t family = first + begin; family < first + end; ++family) {
        // The versions of a text hold little more than one of them.
        distinct.clear(texts[families.texts[families.begins[family]]].words.size());
        for (std::size_t i = families.begins[family]; i < families.begins[family + 1]; ++i) {
          const std::uint32_t text = families.texts[i];
          const std::span<const BoilerplateItem> items = selected.is_kept()
                                                             ? readers[thread].read(texts[text], selected.of(text))
                                                             : readers[thread].read(texts[text]);
          for (const BoilerplateItem& item : items) {
            distinct.insert(item.hash);
            if (item.in_tail) distinct.insert(tail_hash(item.hash));
          }
        }
        for (const std::uint64_t hash : distinct.hashes()) counter.count(hash, counts_of_thread[thread]);
      }
    });
    counter.add(counts_of_thread, threads);
    first = last;
  }
}

}  // namespace

std::size_t least_recurrences(std::size_t num_families) {
  std::size_t out = 3;
  for (std::size_t size = 256; size < num_families; size *= 4) ++out;
  return out;
}

RecurrenceBounds recurrence_bounds(std::size_t least_families) {
  return {least_families, std::max<std::size_t>(least_families, 2 + fewer_in_tail) - fewer_in_tail};
}

PageLists<Passage> find_boilerplate(std::span<const MatchText> texts, std::span<const std::uint32_t> family_of,
                                    const BoilerplateOptions& options, unsigned threads,
                                    std::vector<std::uint64_t>* recurring) {
  const Families families = by_family(family_of);
  const std::size_t num_families = families.begins.size() - 1;
  const std::size_t least = options.least_families != 0 ? options.least_families : least_recurrences(num_families);
  const RecurrenceBounds bounds = recurrence_bounds(least);
  if (!bounds.can_be_met(num_families)) {
    if (recurring != nullptr) recurring->clear();
    return PageLists<Passage>::of_empty(texts.size());
  }
  std::size_t num_words = 0;
  for (const MatchText& text : texts) num_words += text.words.size();
  RecurrenceCounter counter(num_words / 2, options.pages);  // about as many items, those of tails counted twice
  SelectedShingles selected(texts, options.max_bytes);
  std::vector<BoilerplateItems> readers(threads);
  count_items(texts, families, options, threads, readers, selected, counter);
  const RecurringHashes everywhere = counter.recurring(bounds.everywhere, threads);
  const RecurringHashes in_tails = counter.recurring(bounds.in_tail, threads);
  counter = RecurrenceCounter(0);

  std::vector<PassageBuilder> builders(threads);
  std::vector<KnownHashes> known_of_thread(threads);
  const auto passages_of = [&](unsigned thread, std::size_t text) {
    const std::span<const BoilerplateItem> items = selected.is_kept()
                                                       ? readers[thread].read_again(texts[text], selected.of(text))
                                                       : readers[thread].read(texts[text]);
    for (const BoilerplateItem& item : items) everywhere.prefetch(item.hash);
    return builders[thread].build(texts[text], items, [&](const BoilerplateItem& item) {
      const bool is_everywhere = everywhere.holds(item.hash);
      const bool is_in_tail = !is_everywhere && item.in_tail && in_tails.holds(tail_hash(item.hash));
      if (recurring != nullptr && (is_everywhere || is_in_tail))
        known_of_thread[thread].add(is_everywhere ? item.hash : tail_hash(item.hash));
      return is_everywhere || is_in_tail;
    });
  };
  PageLists<Passage> out = PageLists<Passage>::gather(threads, texts.size(), 64, options.pages, passages_of);
  if (recurring != nullptr) {
    recurring->clear();
    for (const KnownHashes& known : known_of_thread)
      recurring->insert(recurring->end(), known.hashes.begin(), known.hashes.end());
    keep_distinct(*recurring);
  }
  return out;
}

PageLists<Passage> find_known_boilerplate(std::span<const MatchText> texts, const KnownItems& recurs) {
  return find_known_boilerplate(texts, recurs, recurs);
}

PageLists<Passage> find_known_boilerplate(std::span<const MatchText> texts, const KnownItems& recurs,
                                          const KnownItems& recurs_in_tails) {
  BoilerplateItems reader;
  PassageBuilder builder;
  PageLists<Passage> out;
  out.reserve(texts.size(), 0);
  for (const MatchText& text : texts) {
    out.push_back(builder.build(text, reader.read(text), [&](const BoilerplateItem& item) {
      return recurs(item.hash) || (item.in_tail && recurs_in_tails(tail_hash(item.hash)));
    }));
  }
  return out;
}

std::size_t Bodies::num_words(std::size_t text) const {
  std::size_t out = texts_[text].words.size();
  for (const Passage& passage : passages_[text]) out -= passage.end - passage.begin;
  return out;
}

MatchText Bodies::body(std::size_t text, std::vector<WordId>& scratch) const {
  const MatchText& whole = texts_[text];
  if (!differs(text)) return {whole.words, whole.date_begin, whole.date_end, {}, {}};
  scratch.clear();
  std::size_t date_begin = whole.date_begin;
  std::size_t date_end = whole.date_end;
  std::size_t at = 0;
  const auto keep_to = [&](std::size_t end) {
    const auto kept = whole.words.subspan(at, end - at);
    scratch.insert(scratch.end(), kept.begin(), kept.end());
  };
  for (const Passage& passage : passages_[text]) {
    keep_to(passage.begin);
    at = passage.end;
    const std::size_t length = passage.end - passage.begin;
    const auto words_before = [&](std::size_t date) {  // of the passage
      return std::min<std::size_t>(length, date - std::min<std::size_t>(date, passage.begin));
    };
    date_begin -= words_before(whole.date_begin);
    date_end -= words_before(whole.date_end);
  }
  keep_to(whole.words.size());
  return {scratch, date_begin, date_end, {}, {}};
}

}  // namespace nuskha
