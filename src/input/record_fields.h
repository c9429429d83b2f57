// What the records of JSON Lines, JSON and CSV have in common: which fields count, and how they become a document.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "nuskha/input.h"

namespace nuskha {

/// What a field is for.
enum class RecordField : std::uint8_t { none, text, id, title, date, language };

/// By the field's name: `text_field` goes before all others, `id_field` before the three of fixed names.
RecordField record_field(std::string_view name, const std::string& text_field, const std::string& id_field);

/// The values of a record that count. Views into it.
struct RecordFields {
  std::optional<std::string_view> text;
  std::optional<std::string_view> title;
  std::optional<std::string_view> date;
  std::optional<std::string_view> language;
};

/// The document of a record with a text; all of it UTF-8.
Document make_record(std::string path, const RecordFields& fields);

/// A field's name for messages: in quotation marks, on one line, at most 80 columns of it.
std::string shown_field(std::string_view field);

/// "Line 12 (id a7)": how a message about a record begins. `what` is what is counted; `id` may be empty.
std::string shown_place(std::string_view what, std::uint64_t number, std::string_view id);

}  // namespace nuskha
