// Many small items, dealt into parts by several threads. Those that are more than may be kept in memory go to disk.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/page_store.h"

namespace nuskha {

/// Items of each part, in the order in which each thread has dealt them. Without `pages` all stay in memory.
template <class T>
class Dealt {
 public:
  /// Of so many parts, for about `num_items` items, or a few less. They are kept in memory if that is at most
  /// `most_bytes`. Else at most so many stay there, but for 4 KiB a part and thread.
  Dealt(unsigned threads, std::size_t num_parts, std::size_t num_items, std::uint64_t most_bytes, PageStore* pages)
      : pages_(pages), num_parts_(num_parts), places_(threads * num_parts) {
    is_kept_ = pages == nullptr || num_items * sizeof(T) <= most_bytes;
    const std::uint64_t share = most_bytes / std::max<std::size_t>(places_.size(), 1);
    piece_bytes_ = std::clamp(static_cast<std::size_t>(std::bit_floor(share)), least_piece_bytes, most_piece_bytes);
    // Room for all of them is asked for at once: they are dealt evenly.
    if (is_kept_)
      for (Place& place : places_) place.in_memory.reserve(num_items / places_.size() * 9 / 8);
  }

  /// Only one thread may use a number at a time.
  void add(unsigned thread, std::size_t part, T item) {
    Place& place = places_[thread * num_parts_ + part];
    if (!is_kept_ && place.in_memory.size() == items_per_piece()) to_disk(place);
    place.in_memory.push_back(item);
  }

  /// How many a part holds.
  std::size_t size(std::size_t part) const {
    std::size_t size = 0;
    for (std::size_t i = part; i < places_.size(); i += num_parts_)
      size += places_[i].in_memory.size() + places_[i].on_disk.size() * items_per_piece();
    return size;
  }

  /// Calls `work(items)` for all of a part, a piece at a time. Ends early if the disk can't be read.
  template <class Work>
  void for_each(std::size_t part, Work&& work) const {
    std::vector<T> piece;
    for (std::size_t i = part; i < places_.size(); i += num_parts_) {
      for (const std::uint64_t offset : places_[i].on_disk) {
        piece.resize(items_per_piece());
        if (!pages_->read(offset, piece.data(), piece_bytes_)) return;
        work(std::span<const T>(piece));
      }
      work(std::span<const T>(places_[i].in_memory));
    }
  }

  /// Lets a part go.
  void clear(std::size_t part) {
    for (std::size_t i = part; i < places_.size(); i += num_parts_) {
      for (const std::uint64_t offset : places_[i].on_disk) pages_->discard(offset, piece_bytes_);
      places_[i] = {};
    }
  }

 private:
  static constexpr std::size_t least_piece_bytes = std::size_t{1} << 12;
  static constexpr std::size_t most_piece_bytes = std::size_t{1} << 16;
  struct Place {
    std::vector<T> in_memory;
    std::vector<std::uint64_t> on_disk;  // pieces, by their offsets
  };

  std::size_t items_per_piece() const { return piece_bytes_ / sizeof(T); }

  void to_disk(Place& place) {
    const std::optional<std::uint64_t> offset = pages_->append(place.in_memory.data(), piece_bytes_);
    if (offset) place.on_disk.push_back(*offset);
    place.in_memory.clear();  // if it failed, so does the scan
  }

  PageStore* pages_;
  std::size_t num_parts_;
  bool is_kept_;
  std::size_t piece_bytes_;    // a power of two
  std::vector<Place> places_;  // by thread and part
};

}  // namespace nuskha
