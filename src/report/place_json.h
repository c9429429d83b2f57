// A place in JSON, for every report that has some.
#pragma once

#include <optional>
#include <string>

#include "nuskha/place.h"
#include "report/json_record.h"

namespace nuskha {

/// Appends "page":3 or "paragraph":3 to an open object, and "last_page":4 if it ends on another; nothing where there is
/// no place, as of documents whose lines are counted.
inline void append_fields(const std::optional<PlaceRange>& place, JsonRecord& record) {
  if (!place) return;
  const std::string unit(to_string(place->unit));
  record.integer(unit, place->first);
  if (place->last != place->first) record.integer("last_" + unit, place->last);
}

}  // namespace nuskha
