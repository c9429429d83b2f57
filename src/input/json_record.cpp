// The fields of a JSON object. Entry point: read_json_record. Test: tests/input/json_lines_test.cpp.
#include "input/json_record.h"

#include <optional>
#include <string_view>

namespace nuskha {

simdjson::error_code read_json_record(simdjson::dom::element json, const InputOptions& options, JsonRecord& record) {
  simdjson::dom::object object;
  if (const auto error = json.get_object().get(object)) return error;
  for (const auto& [key, value] : object) {
    std::string_view text;
    const bool is_string = value.get_string().get(text) == simdjson::SUCCESS;
    switch (record_field(key, options.text_field, options.id_field)) {
      case RecordField::none: break;
      case RecordField::text:
        record.text_is_other = !is_string;
        record.fields.text = is_string ? std::optional(text) : std::nullopt;
        break;
      case RecordField::id:
        record.id = is_string ? std::string(text) : value.is_number() ? simdjson::minify(value) : std::string();
        break;
      case RecordField::title:
        if (is_string) record.fields.title = text;
        break;
      case RecordField::date:
        if (is_string) record.fields.date = text;
        break;
      case RecordField::language:
        if (is_string) record.fields.language = text;
        break;
    }
  }
  return simdjson::SUCCESS;
}

std::string missing_text(const JsonRecord& record, const InputOptions& options) {
  return (record.text_is_other ? " has a field " : " has no field ") + shown_field(options.text_field) +
         (record.text_is_other ? " that isn't a string." : ".") +
         " Name the field that holds the text with --text-field.";
}

}  // namespace nuskha
