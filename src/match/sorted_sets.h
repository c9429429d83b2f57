// Sets as sorted sequences without repetitions.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>

namespace nuskha {

/// Elements that two sorted sequences without repetitions share.
template <class T>
std::size_t count_common(std::span<const T> a, std::span<const T> b) {
  constexpr std::size_t much_longer = 32;
  if (a.size() < b.size()) std::swap(a, b);
  std::size_t common = 0;
  if (a.size() / much_longer > b.size()) {
    for (const T& element : b) common += std::binary_search(a.begin(), a.end(), element);
    return common;
  }
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    common += a[i] == b[j];
    const bool forward_i = a[i] <= b[j];
    const bool forward_j = b[j] <= a[i];
    i += forward_i;
    j += forward_j;
  }
  return common;
}

inline void sort_unique(auto& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

}  // namespace nuskha
