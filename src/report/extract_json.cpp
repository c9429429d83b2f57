// Documents as nuskha sees them, as JSON and JSON lines: write_extract_json, write_extract_jsonl. The contract is
// docs/report_format.md. Tests: tests/report/extract_json_test.cpp and format_example_test.cpp.
#include <string>
#include <string_view>

#include "nuskha/extraction.h"
#include "report/json_record.h"
#include "report/place_json.h"
#include "report/problem_json.h"

namespace nuskha {
namespace {

std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

void append_blocks(const ExtractedDocument& document, JsonRecord& record) {
  record.begin_array("blocks");
  for (const ExtractedBlock& block : document.blocks) {
    record.begin_element().string(
        "text", std::string_view(document.text).substr(block.range.begin, block.range.end - block.range.begin));
    if (!block.place) record.integer("line", block.line);
    append_fields(block.place, record);
    record.integer("begin", block.range.begin).integer("end", block.range.end).end_element();
  }
  record.end_array();
}

std::string to_json(const ExtractedDocument& document) {
  std::string out;
  JsonRecord record(out, "extract");
  record.string("path", document.path)
      .string("format", document.format)
      .string("encoding", document.encoding)
      .string_or_null("title", document.title)
      .string_or_null("date", document.date);
  if (document.date_source)
    record.string("date_source", to_string(*document.date_source));
  else
    record.null("date_source");
  record.string_or_null("language", unless_empty(document.language))
      .integer("bytes", document.bytes)
      .integer("words", document.words)
      .string("text_hash", to_hex(document.text_hash));
  append_blocks(document, record);
  if (document.encoding_detected) record.boolean("encoding_detected", true);
  if (!document.date_readings.empty()) record.strings("date_readings", document.date_readings);
  record.end();
  return out;
}

std::string to_json(const Problem& problem) {
  std::string out;
  JsonRecord record(out, "problem");
  append_fields(problem, record).end();
  return out;
}

void write(std::string_view text, std::ostream& out) {
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

template <class Items>
void write_array(std::string_view name, const Items& items, std::ostream& out) {
  write(name, out);
  for (std::size_t i = 0; i < items.size(); ++i) write(to_json(items[i]) + (i + 1 == items.size() ? "\n" : ",\n"), out);
}

}  // namespace

void write_extract_jsonl(const ExtractReport& report, std::ostream& out) {
  for (const ExtractedDocument& document : report.documents) write(to_json(document) + '\n', out);
  for (const Problem& problem : report.problems) write(to_json(problem) + '\n', out);
}

void write_extract_json(const ExtractReport& report, std::ostream& out) {
  write_array("{\"extracts\":[\n", report.documents, out);
  write_array("],\n\"problems\":[\n", report.problems, out);
  write("]}\n", out);
}

}  // namespace nuskha
