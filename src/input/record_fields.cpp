// Fields of records by name, and documents out of them. Entry points: record_field, make_record. Tests:
// tests/input/json_lines_test.cpp, csv_test.cpp and json_test.cpp.
#include "input/record_fields.h"

#include "base/hash.h"
#include "base/unicode.h"
#include "input/front_matter.h"
#include "input/readers.h"

namespace nuskha {

RecordField record_field(std::string_view name, const std::string& text_field, const std::string& id_field) {
  if (name == text_field) return RecordField::text;
  if (name == id_field) return RecordField::id;
  if (name == "title") return RecordField::title;
  if (name == "date") return RecordField::date;
  if (name == "lang" || name == "language" || name == "locale") return RecordField::language;
  return RecordField::none;
}

Document make_record(std::string path, const RecordFields& fields) {
  Document document;
  document.path = std::move(path);
  document.text = *fields.text;
  document.source_bytes = fields.text->size();
  document.source_hash = hash128(*fields.text);
  if (fields.title) document.title = to_one_line(*fields.title);
  if (fields.date) {
    document.date = parse_iso_date(*fields.date);
    if (!document.date && !fields.date->empty()) document.date_text = to_one_line(*fields.date);
  }
  if (fields.language) document.language = to_one_line(*fields.language);
  if (is_html(*fields.text, {})) read_html_field(*fields.text, document);
  return document;
}

std::string shown_field(std::string_view field) {
  std::string name = to_one_line(replace_invalid_utf8(field.substr(0, 1000)));
  const std::string_view begin = prefix_of_width(name, 80);
  if (begin.size() < name.size()) name = std::string(begin) + "…";
  return "\"" + name + "\"";
}

std::string shown_place(std::string_view what, std::uint64_t number, std::string_view id) {
  std::string out = std::string(what) + " " + std::to_string(number);
  if (!id.empty()) out += " (id " + to_one_line(id) + ")";
  return out;
}

}  // namespace nuskha
