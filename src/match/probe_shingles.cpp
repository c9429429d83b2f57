// Probe: the distinct shingles of its text, and those that stand in another. Entry points: count_shingles,
// count_common_shingles. Test: tests/match/probe_test.cpp.
#include <algorithm>
#include <bit>
#include <utility>

#include "base/hash.h"
#include "match/probe.h"
#include "match/sorted_sets.h"
#include "nuskha/sketch.h"

namespace nuskha {
namespace {

/// As shingle does. A length known to the compiler makes the hash a handful of instructions.
std::uint64_t hash_of_shingle(const WordId* words, unsigned width) {
  if (width == default_shingle_words) return hash64(words, default_shingle_words * sizeof(WordId));
  return hash64(words, width * sizeof(WordId));
}

}  // namespace

std::size_t Probe::count_shingles(std::span<const WordId> words) {
  shingle(words, shingle_words_, shingles_);
  if (shingles_.size() > most_shingles_of_table_) {
    sort_unique(shingles_);
    return std::exchange(shingles_, {}).size();
  }
  const std::size_t num_slots = std::bit_ceil(2 * shingles_.size() + 2);
  counted_.assign(num_slots, 0);
  return insert_shingles(counted_, [](std::size_t, std::size_t) {});
}

/// Puts shingles_ into an empty table of a power of two slots; 0 marks a free one. `note(i, slot)` is told where each
/// went. Returns how many are distinct.
template <class Note>
std::size_t Probe::insert_shingles(std::vector<std::uint64_t>& table, Note&& note) {
  const std::size_t mask = table.size() - 1;
  std::size_t distinct = 0;
  for (std::size_t i = 0; i < shingles_.size(); ++i) {
    const std::uint64_t value = shingles_[i] | (shingles_[i] == 0);
    std::size_t slot = value & mask;
    while (table[slot] != 0 && table[slot] != value) slot = (slot + 1) & mask;
    distinct += table[slot] == 0;
    table[slot] = value;
    note(i, slot);
  }
  return distinct;
}

std::size_t Probe::find_shingle(std::uint64_t value) const {
  value |= value == 0;
  std::size_t slot = value & shingle_mask_;
  while (shingle_table_[slot] != 0 && shingle_table_[slot] != value) slot = (slot + 1) & shingle_mask_;
  return slot;
}

void Probe::prepare_shingles() {
  shingles_ready_ = true;
  sorted_shingles_ = {};
  shingle(text_, shingle_words_, shingles_);
  if (shingles_.size() > most_shingles_of_table_) {
    sort_unique(shingles_);
    num_shingles_ = shingles_.size();
    sorted_shingles_ = std::exchange(shingles_, {});
    return;
  }
  const std::size_t num_slots = std::bit_ceil(4 * shingles_.size() + 2);
  shingle_mask_ = num_slots - 1;
  shingle_table_.assign(num_slots, 0);
  shingle_seen_.assign(num_slots, 0);
  comparison_ = 0;
  place_of_shingle_.resize(num_slots);
  slot_at_.resize(shingles_.size());
  num_shingles_ = insert_shingles(shingle_table_, [&](std::size_t i, std::size_t slot) {
    slot_at_[i] = static_cast<std::uint32_t>(slot);
    place_of_shingle_[slot] = static_cast<std::uint32_t>(i);
  });
}

/// Distinct shingles that stand in both. Only of words that all do.
std::size_t Probe::count_common_shingles(std::span<const WordId> other) {
  if (!sorted_shingles_.empty()) {
    shingle(other, shingle_words_, shingles_);
    sort_unique(shingles_);
    return count_common<std::uint64_t>(sorted_shingles_, shingles_);
  }
  ++comparison_;
  std::size_t common = 0;
  const auto meet = [&](std::size_t slot) {
    common += shingle_seen_[slot] != comparison_;
    shingle_seen_[slot] = comparison_;
  };
  if (other.size() <= shingle_words_ || text_.size() <= shingle_words_) {
    shingle(other, shingle_words_, shingles_);
    for (const std::uint64_t value : shingles_)
      if (const std::size_t slot = find_shingle(value); shingle_table_[slot] != 0) meet(slot);
    return common;
  }
  // What follows a shingle in both texts need not be looked up: if the next word is the same, so is the next shingle.
  std::size_t run = 0;                 // words up to this one that stand in the text
  std::size_t follows = text_.size();  // where the text would go on, if it did as the other does
  for (std::size_t i = 0; i < other.size(); ++i) {
    if (follows < text_.size() && text_[follows] == other[i]) {
      meet(slot_at_[follows + 1 - shingle_words_]);
      ++follows;
      ++run;
      continue;
    }
    follows = text_.size();
    run = row_in_other_[i] != 0 ? run + 1 : 0;
    if (run < shingle_words_) continue;
    const std::size_t slot = find_shingle(hash_of_shingle(&other[i + 1 - shingle_words_], shingle_words_));
    if (shingle_table_[slot] == 0) continue;
    meet(slot);
    follows = place_of_shingle_[slot] + shingle_words_;
  }
  return common;
}

}  // namespace nuskha
