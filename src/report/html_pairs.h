// The pairs of documents that are of no common family, for the report page: what web/pair_store.js reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "nuskha/report.h"

namespace nuskha {

/// Which pairs are of no common family, the most alike first. Cost O(n log n) in these; memory 4 bytes a document and
/// a pair. `report` must outlive it.
class HtmlPairs {
 public:
  explicit HtmlPairs(const Report& report);

  std::size_t size() const { return order_.size(); }

  /// Appends one JSON object: `left_out`, `folders`, `documents` and `pairs`, the latter two as objects of arrays of
  /// one length (docs/report_page.md), of as many pairs as fit into about `bytes`.
  void append(std::size_t bytes, std::string& out) const;

 private:
  std::size_t num_that_fit(std::size_t bytes) const;

  const Report& report_;
  std::vector<std::uint32_t> family_of_;  // by document: its family's id; 0: none
  std::vector<std::uint32_t> order_;      // positions in Report::pairs
};

}  // namespace nuskha
