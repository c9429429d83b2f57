// Records out of lines, by simdjson's DOM parser: it checks the whole line, wherever a mistake stands, and picks the
// processor's instructions at run time, which On-Demand doesn't (docs/decisions/input-json-lines.md). Entry point:
// JsonLinesParser::parse. Test: tests/input/json_lines_test.cpp.
#include "input/json_lines.h"

#include <simdjson.h>

#include <algorithm>
#include <utility>

#include "base/unicode.h"
#include "input/json_record.h"
#include "input/problem_codes.h"

namespace nuskha {
namespace {

using std::string_view;
namespace dom = simdjson::dom;

string_view trimmed(string_view line) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
  while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
  return line;
}

}  // namespace

struct JsonLinesParser::State {
  dom::parser parser;
  std::string repaired;
};

JsonLinesParser::JsonLinesParser() : state_(std::make_unique<State>()) {}
JsonLinesParser::~JsonLinesParser() = default;
JsonLinesParser::JsonLinesParser(JsonLinesParser&&) noexcept = default;
JsonLinesParser& JsonLinesParser::operator=(JsonLinesParser&&) noexcept = default;

void JsonLinesParser::parse(const std::string& file, LineChunk& chunk, const InputOptions& options,
                            std::vector<Document>& documents, std::vector<Problem>& problems,
                            const std::vector<std::uint64_t>* wanted) {
  static_assert(LineReader::padding >= simdjson::SIMDJSON_PADDING);
  std::uint64_t number = chunk.first_line;
  const auto is_wanted = [wanted](std::uint64_t line) {
    return wanted == nullptr || std::binary_search(wanted->begin(), wanted->end(), line);
  };
  const auto report = [&](const char* code, std::string message) {
    problems.push_back({file + "#" + std::to_string(number), code, std::move(message)});
  };
  if (chunk.was_too_long && !is_wanted(number)) return;
  if (chunk.was_too_long) {
    report(problem_code::too_large,
           shown_place("Line", number, {}) +
               " is longer than a record may be (1 GiB). Split it; the other lines were read.");
    return;
  }
  chunk.bytes.reserve(chunk.bytes.size() + LineReader::padding);
  const string_view bytes = chunk.bytes;
  for (std::size_t begin = 0; begin < bytes.size(); ++number) {
    const std::size_t newline = bytes.find('\n', begin);
    const std::size_t end = newline == bytes.npos ? bytes.size() : newline;
    string_view line = trimmed(bytes.substr(begin, end - begin));
    begin = end + 1;
    if (!is_wanted(number)) continue;
    if (number == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    if (line.empty()) continue;
    dom::element json;
    simdjson::error_code error =
        state_->parser.parse(line.data(), line.size(), false).get(json);  // the chunk has the padding
    const bool is_repaired = error == simdjson::UTF8_ERROR;
    if (is_repaired) {
      state_->repaired = replace_invalid_utf8(line);
      error = state_->parser.parse(state_->repaired).get(json);
    }
    JsonRecord record;
    if (!error) error = read_json_record(json, options, record);
    if (error == simdjson::MEMALLOC) {
      report(problem_code::too_large, shown_place("Line", number, {}) +
                                          " takes more memory than there is. Split it, or run with fewer threads "
                                          "(--jobs) or more memory; the other lines were read.");
      continue;
    }
    // What broke the stream off is reported as one problem of the file.
    if (chunk.is_cut && begin >= bytes.size() && (error || !record.fields.text)) break;
    if (error == simdjson::INCORRECT_TYPE) {
      report(problem_code::malformed, shown_place("Line", number, {}) +
                                          " isn't a JSON object. Each line must be one object with a field " +
                                          shown_field(options.text_field) + ".");
    } else if (error) {
      report(problem_code::malformed, shown_place("Line", number, {}) + " isn't valid JSON (" +
                                          simdjson::error_message(error) +
                                          "). Mend or delete the line; the others were read.");
    } else if (!record.fields.text) {
      report(problem_code::malformed, shown_place("Line", number, record.id) + missing_text(record, options));
    } else {
      if (is_repaired)
        report(problem_code::invalid_utf8, shown_place("Line", number, record.id) +
                                               " holds bytes that aren't UTF-8; each such sequence was read as U+FFFD. "
                                               "JSON must be UTF-8: convert the file.");
      documents.push_back(make_record(file + "#" + std::to_string(number), record.fields));
    }
  }
}

}  // namespace nuskha
