// The families, boilerplate and problems of a report page as compact columns, which web/store.js reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "nuskha/report.h"
#include "report/html.h"

namespace nuskha {

/// Which families are on the page, and where their members stand in its columns.
class HtmlFamilies {
 public:
  /// All that fit, the largest first if not all do.
  HtmlFamilies(const Report& report, const HtmlLimits& limits);

  std::size_t size() const { return shown_.size(); }
  std::size_t num_left_out() const { return num_families_ - shown_.size(); }

  /// Position in the columns of members; nothing for one of a family that was left out.
  std::optional<std::uint32_t> position_of(std::uint32_t family, std::uint32_t member) const;

  /// Appends one JSON object: `left_out`, `folders`, `families` and `members`, the latter two as objects of arrays of
  /// one length. The columns are explained in docs/report_page.md.
  void append(const Report& report, std::string& out) const;

 private:
  std::size_t num_families_ = 0;
  std::size_t title_bytes_ = 0;       // to which titles are cut
  std::vector<std::uint32_t> shown_;  // ascending
  std::vector<std::uint32_t> begin_;  // of the members of each; one more at the end
};

/// Appends {"records":[…],"left_out":N}: boilerplate as in JSON, texts cut at 4,000 bytes (`cut` says how many are
/// left), while there is room for it.
void append_html_boilerplate(const Report& report, std::size_t bytes, std::string& out);
/// Likewise problems.
void append_html_problems(const Report& report, std::size_t bytes, std::string& out);

}  // namespace nuskha
