// What is kept of each document while a scan runs, packed: some 250 bytes that may lie on disk, and 8 that may not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/page_store.h"
#include "match/match_text.h"
#include "match/text_groups.h"
#include "nuskha/hash.h"
#include "nuskha/report.h"

namespace nuskha {

struct CorpusDocument {
  DocumentRecord record;
  Hash128 source_hash;
  Hash128 layout_hash;
  Hash128 spelling_hash;
  MatchText text;
};

/// A document in its packed form. A view: lives as long as the CorpusDocuments that it is from.
class PackedDocument {
 public:
  explicit PackedDocument(const std::byte* row) : row_(row) {}

  std::string_view path() const;
  Hash128 source_hash() const;
  TextIdentity identity() const;
  MatchText text() const;
  std::uint64_t bytes() const;
  std::optional<std::string_view> date() const;
  CorpusDocument unpack() const;

 private:
  const std::byte* row_;
};

/// A sequence of documents. Elements come out by value. Not thread-safe while it is added to.
class CorpusDocuments {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = CorpusDocument;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = CorpusDocument;

    explicit Iterator(const std::byte* const* row) : row_(row) {}
    CorpusDocument operator*() const { return PackedDocument(*row_).unpack(); }
    Iterator& operator++() {
      ++row_;
      return *this;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const std::byte* const* row_;
  };

  /// Rows lie in `pages`, which must live longer, or on the heap.
  explicit CorpusDocuments(PageStore* pages = nullptr) : pages_(pages), rows_(pages) {}

  /// What `document.text` refers to isn't copied.
  void push_back(const CorpusDocument& document);
  /// No more will be added, so that all may go to disk.
  void seal();
  /// Sorted by path, then by hash of the source.
  void sort();
  /// Takes the documents of all `parts`, which are sorted; so is the result.
  static CorpusDocuments merge(std::vector<CorpusDocuments> parts);

  std::size_t size() const { return rows_.size(); }
  bool empty() const { return rows_.empty(); }
  PackedDocument packed(std::size_t i) const { return PackedDocument(rows_[i]); }
  CorpusDocument operator[](std::size_t i) const { return packed(i).unpack(); }
  CorpusDocument front() const { return (*this)[0]; }
  CorpusDocument back() const { return (*this)[size() - 1]; }
  Iterator begin() const { return Iterator(rows_.data()); }
  Iterator end() const { return Iterator(rows_.data() + rows_.size()); }

 private:
  using Chunk = PageVector<std::byte>;

  PageStore* pages_;
  std::vector<std::unique_ptr<Chunk>> chunks_;  // of rows; none is ever moved
  PageVector<const std::byte*> rows_;
};

}  // namespace nuskha
