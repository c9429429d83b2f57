// An archive of texts made of word ids, as the rows that parts of it travel in.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "parts/blobs.h"
#include "parts/part_texts.h"
#include "scan/work_codec.h"
#include "support/match_texts.h"

namespace nuskha::test {

/// Texts with ids that aren't dense, in parts of some texts each.
class PartRows {
 public:
  /// `block_ends` of each text, or nothing.
  explicit PartRows(const Texts& texts, std::uint64_t first_id = 5, std::uint64_t step = 3,
                    const std::vector<std::vector<std::uint32_t>>& block_ends = {}) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      CorpusDocument document;
      document.record.path = std::to_string(i);
      document.record.words = texts[i].size();
      document.text.words = texts[i];
      if (!block_ends.empty()) document.text.block_ends = block_ends[i];
      ByteWriter out;
      encode_document(document, out);
      digests_.emplace_back(out.bytes());
      ids_.push_back(first_id + step * i);
    }
  }

  std::uint64_t id(std::size_t i) const { return ids_[i]; }
  std::size_t index(std::uint64_t id) const {
    return static_cast<std::size_t>(std::lower_bound(ids_.begin(), ids_.end(), id) - ids_.begin());
  }
  TextRow row(std::size_t i) const { return {ids_[i], digests_[i]}; }

  /// Texts `begin` to `end`.
  PartTexts part(std::size_t begin, std::size_t end) const {
    std::vector<TextRow> rows;
    for (std::size_t i = begin; i < end; ++i) rows.push_back(row(i));
    return *PartTexts::decode(rows);
  }
  PartTexts whole() const { return part(0, ids_.size()); }
  /// Parts of so many texts.
  std::vector<PartTexts> parts(std::size_t size) const {
    std::vector<PartTexts> out;
    for (std::size_t i = 0; i < ids_.size(); i += size) out.push_back(part(i, std::min(ids_.size(), i + size)));
    return out;
  }
  /// Those by their ids.
  PartTexts of(const std::vector<std::uint64_t>& wanted) const {
    std::vector<TextRow> rows;
    for (const std::uint64_t id : wanted) rows.push_back(row(index(id)));
    return *PartTexts::decode(rows);
  }

 private:
  std::vector<std::uint64_t> ids_;
  std::vector<std::string> digests_;
};

/// Blobs of several steps, brought together by key.
class Met {
 public:
  void add(Blobs blobs) {
    for (Blob& blob : blobs) of_key_[blob.key].push_back(std::move(blob.data));
  }
  /// Calls `work(key, blobs)` for each key; the blobs come in the order opposite to that in which they were added.
  template <class Work>
  void for_each(Work&& work) const {
    for (const auto& [key, blobs] : of_key_) {
      std::vector<std::string_view> views(blobs.rbegin(), blobs.rend());
      work(key, views);
    }
  }
  std::vector<std::string_view> of(std::uint64_t key) const {
    const auto found = of_key_.find(key);
    if (found == of_key_.end()) return {};
    return {found->second.begin(), found->second.end()};
  }

 private:
  std::map<std::uint64_t, std::vector<std::string>> of_key_;
};

}  // namespace nuskha::test
