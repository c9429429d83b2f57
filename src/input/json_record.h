// One record out of a JSON object, for JSON Lines and JSON alike.
#pragma once

#include <simdjson.h>

#include <string>

#include "input/record_fields.h"
#include "nuskha/input.h"

namespace nuskha {

/// The views live as long as the parsed JSON.
struct JsonRecord {
  RecordFields fields;
  bool text_is_other = false;  ///< The text's field is there, but no string.
  std::string id;
};

/// INCORRECT_TYPE if it is no object. Of fields that are there twice the last counts, as in most readers of JSON.
simdjson::error_code read_json_record(simdjson::dom::element json, const InputOptions& options, JsonRecord& record);

/// What a message says of a record without a text, after its place: " has no field "text". …".
std::string missing_text(const JsonRecord& record, const InputOptions& options);

}  // namespace nuskha
