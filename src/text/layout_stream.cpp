// Test: tests/text/analyzer_test.cpp compares with the text at level layout by the slow way.
#include "text/layout_stream.h"

#include <algorithm>

#include "base/fold.h"

namespace nuskha {

void LayoutStream::compose_places() {
  if (not_composed_.empty()) return;
  // Places this close are composed in one piece: each call costs as much as some words.
  constexpr std::size_t near = 64;
  std::string composed;
  std::size_t done = 0;
  for (std::size_t i = 0; i < not_composed_.size();) {
    const std::size_t begin = std::min(not_composed_[i], bytes_.size());
    std::size_t end = begin;
    for (; i < not_composed_.size() && not_composed_[i] <= end + near; ++i)
      end = std::min(bytes_.find(' ', not_composed_[i] + 1), bytes_.size());
    composed.append(bytes_, done, begin - done);
    composed += compose(std::string_view(bytes_).substr(begin, end - begin));
    done = end;
  }
  composed.append(bytes_, done);
  bytes_ = std::move(composed);
  not_composed_.clear();
}

}  // namespace nuskha
