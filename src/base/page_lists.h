// Lists one after the other in two large arrays, instead of a vector each: 8 bytes a list, which may lie on disk.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

#include "base/page_store.h"
#include "base/parallel.h"

namespace nuskha {

/// A sequence of lists, which come out as spans. Lists are added at the end only.
template <class T>
class PageLists {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = std::span<const T>;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = std::span<const T>;

    Iterator(const PageLists& lists, std::size_t i) : lists_(&lists), i_(i) {}
    std::span<const T> operator*() const { return (*lists_)[i_]; }
    Iterator& operator++() {
      ++i_;
      return *this;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const PageLists* lists_;
    std::size_t i_;
  };

  /// Large arrays lie in `pages`, which must live longer, or on the heap.
  explicit PageLists(PageStore* pages) : ends_(pages), values_(pages) {}
  PageLists() = default;
  PageLists(const std::vector<std::vector<T>>& lists) {
    for (const std::vector<T>& list : lists) push_back(list);
  }
  PageLists(std::initializer_list<std::vector<T>> lists) {
    for (const std::vector<T>& list : lists) push_back(list);
  }
  /// From where each list ends among `values`.
  PageLists(PageVector<std::size_t> ends, PageVector<T> values) : ends_(std::move(ends)), values_(std::move(values)) {}
  /// So many empty lists.
  static PageLists of_empty(std::size_t count) {
    PageLists out;
    out.ends_.resize(count, 0);
    return out;
  }

  std::size_t size() const { return ends_.size(); }
  bool empty() const { return ends_.empty(); }
  std::span<const T> operator[](std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return {values_.data() + begin, ends_[i] - begin};
  }
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, size()}; }

  void reserve(std::size_t num_lists, std::size_t num_values) {
    ends_.reserve(num_lists);
    values_.reserve(num_values);
  }
  void push_back(std::span<const T> list) {
    values_.insert(values_.end(), list.begin(), list.end());
    ends_.push_back(values_.size());
  }
  /// No more will be added, so that all may go to disk.
  void seal() const {
    nuskha::seal(ends_);
    nuskha::seal(values_);
  }

  friend bool operator==(const PageLists& a, const PageLists& b) {
    return a.ends_ == b.ends_ && a.values_ == b.values_;
  }

  /// The lists that `make(thread, i)` gives for each i below `count`, made on `threads` threads, `at_once` at a time.
  template <class Make>
  static PageLists gather(unsigned threads, std::size_t count, std::size_t at_once, PageStore* pages, Make&& make) {
    struct Range {
      std::size_t first;  // list
      std::size_t last;
      std::size_t begin;  // of its values, among those of its thread
    };
    struct Part {
      explicit Part(PageStore* store) : values(store) {}
      PageVector<T> values;
      std::vector<Range> ranges;
    };
    std::vector<Part> parts(threads, Part(pages));
    PageLists out(pages);
    out.ends_.resize(count);  // sizes at first
    parallel_for(threads, count, at_once, [&](unsigned thread, std::size_t begin, std::size_t end) {
      Part& part = parts[thread];
      part.ranges.push_back({begin, end, part.values.size()});
      for (std::size_t i = begin; i < end; ++i) {
        const auto& list = make(thread, i);
        out.ends_[i] = list.size();
        part.values.insert(part.values.end(), list.begin(), list.end());
      }
    });
    std::size_t sum = 0;
    for (std::size_t& end : out.ends_) end = sum += end;
    out.values_.resize(sum);
    for (Part& part : parts) {
      for (const Range& range : part.ranges) {
        const std::size_t to = range.first == 0 ? 0 : out.ends_[range.first - 1];
        const std::size_t size = out.ends_[range.last - 1] - to;
        std::copy_n(part.values.begin() + static_cast<std::ptrdiff_t>(range.begin), size,
                    out.values_.begin() + static_cast<std::ptrdiff_t>(to));
      }
      part = Part(pages);
    }
    out.seal();
    return out;
  }

 private:
  PageVector<std::size_t> ends_;  // of each list, in values_
  PageVector<T> values_;
};

}  // namespace nuskha
