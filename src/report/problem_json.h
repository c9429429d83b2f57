// A problem in JSON, for every report that has some.
#pragma once

#include "nuskha/input.h"
#include "report/json_record.h"

namespace nuskha {

/// Appends the fields of a problem to an open object.
inline JsonRecord& append_fields(const Problem& problem, JsonRecord& record) {
  return record.string("path", problem.path).string("code", problem.code).string("message", problem.message);
}

}  // namespace nuskha
