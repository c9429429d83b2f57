// Deciding between the readings of a date. find_dates is this over a whole text; the scan stops at the date it needs.
#pragma once

#include <optional>
#include <string_view>

#include "base/calendar.h"
#include "nuskha/dates.h"
#include "text/date_finder.h"

namespace nuskha {

/// What is known of how a text writes its dates. Made lazily, for the few texts that need it. Views the text.
class DateHabits {
 public:
  /// `language`: as of find_dates. `evidence`: the text whose other dates and words tell.
  DateHabits(std::string_view evidence, std::string_view language) : text_(evidence), tag_(language) {}

  /// Leaves those readings of a match that can be meant here: one day, if that can be told.
  void decide(DateMatch& match);

 private:
  std::string_view language();
  DateOrder order();

  std::string_view text_;
  std::string_view tag_;
  std::optional<std::string_view> language_;
  std::optional<DateOrder> order_;
};

/// Texts are searched for other dates and for small words this far.
inline constexpr std::size_t most_evidence_bytes = std::size_t{64} << 10;

}  // namespace nuskha
