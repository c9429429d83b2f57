// The text at level layout, hashed as it comes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"

namespace nuskha {

/// Text with single spaces, and the XXH3-128 of its normalization form C, spaces at its ends apart. A text of some kB
/// stays whole and is hashed in one go; of a longer one only the end is kept. Only what stands between the spaces
/// around a place that may change is composed: nothing combines with what is before a space.
class LayoutStream {
 public:
  void clear() {
    bytes_.clear();
    not_composed_.clear();
    searched_ = 0;
    hashed_ = false;
  }
  void append(std::string_view bytes) { bytes_.append(bytes); }
  void add_space() {
    if (!ends_in_space()) bytes_ += ' ';
  }
  /// True if another space would be one too many: after a space, and at the start.
  bool ends_in_space() const { return bytes_.empty() ? !hashed_ : bytes_.back() == ' '; }
  /// What comes next, up to a space, may change under normalization form C, and so may what it combines with.
  void set_not_composed() {
    // Each byte is looked at once, however many such characters there are.
    const std::size_t space = std::string_view(bytes_).substr(searched_).rfind(' ');
    if (space != bytes_.npos)
      not_composed_.push_back(searched_ + space);
    else if (not_composed_.empty())
      not_composed_.push_back(searched_);
    searched_ = bytes_.size();
  }
  /// Hashes all there is. Only where what follows doesn't combine with what is there.
  void hash_whole() {
    const bool space = ends_in_space() && !bytes_.empty();
    if (space) bytes_.pop_back();
    if (!bytes_.empty()) {
      if (!hashed_) hasher_.reset();
      hashed_ = true;
      compose_places();
      hasher_.update(bytes_);
    }
    bytes_.assign(space ? 1 : 0, ' ');
    searched_ = 0;
  }
  Hash128 digest() {
    while (!bytes_.empty() && bytes_.back() == ' ') bytes_.pop_back();
    if (!hashed_) {
      compose_places();
      return hash128(bytes_);
    }
    hash_whole();
    return hasher_.digest();
  }

 private:
  void compose_places();

  std::string bytes_;
  std::vector<std::size_t> not_composed_;  // where what may change begins, ascending
  std::size_t searched_ = 0;               // bytes that set_not_composed has looked at
  bool hashed_ = false;                    // hasher_ holds what is no longer in bytes_
  Hasher128 hasher_;
};

}  // namespace nuskha
