// JSON files that hold records: an array of objects, alone or as a member of one object, or one object. What else is
// JSON is a text. Entry point: open_json. Test: tests/input/json_test.cpp.
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/unicode.h"
#include "input/decode.h"
#include "input/json_error.h"
#include "input/json_lines.h"
#include "input/json_record.h"
#include "input/line_reader.h"
#include "input/make_document.h"
#include "input/problem_codes.h"
#include "input/readers.h"
#include "input/stream_head.h"

namespace nuskha {
namespace {

using std::string_view;
namespace dom = simdjson::dom;

constexpr std::size_t batch_bytes = 1 << 20;
constexpr std::size_t head_bytes = 1 << 20;
constexpr std::size_t longest_json_bytes = LineReader::longest_line_bytes;

string_view trimmed(string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// Reads until `bytes` has `size`; false at the end.
bool read_up_to(ByteStream& stream, std::size_t size, std::string& bytes) {
  std::size_t filled = bytes.size();
  bytes.resize(size);
  while (filled < size) {
    const std::size_t got = stream.read(bytes.data() + filled, size - filled);
    if (got == 0) break;
    filled += got;
  }
  bytes.resize(filled);
  return filled == size;
}

bool is_object(dom::element json) { return json.is_object(); }

bool has_objects(dom::array array) { return std::any_of(array.begin(), array.end(), &is_object); }

/// How many names of fields a message shows.
constexpr std::size_t most_names = 30;

class JsonReader : public RecordReader {
 public:
  JsonReader(std::unique_ptr<ByteStream> stream, std::string name, const ExtractContext& context)
      : stream_(std::move(stream)), name_(std::move(name)), options_(context.options) {}

  bool next(std::vector<Document>& documents, std::vector<Problem>& problems) override {
    if (stream_ != nullptr) return begin(documents, problems), true;
    if (lines_) return next_lines(documents, problems);
    std::size_t made = 0;
    while (array_ < arrays_.size() && made < batch_bytes) {
      if (element_ == arrays_[array_].end()) {
        if (++array_ < arrays_.size()) element_ = arrays_[array_].begin();
        continue;
      }
      made += sizeof(Document) + read_element(*element_, documents, problems);
      ++element_;
    }
    return made > 0;
  }

 private:
  void begin(std::vector<Document>& documents, std::vector<Problem>& problems) {
    std::unique_ptr<ByteStream> stream = std::move(stream_);
    std::string bytes;
    bool is_whole = !read_up_to(*stream, head_bytes, bytes);
    if (begin_lines(bytes, stream)) return;
    while (!is_whole && bytes.size() <= longest_json_bytes)
      is_whole = !read_up_to(*stream, bytes.size() + bytes.size() / 2, bytes);
    if (!is_whole) {
      tell(problems, problem_code::too_large,
           "It is longer than a JSON file may be (1 GiB); it was not read. Write its records as JSON Lines, one a line "
           "(jq -c '.[]' does), which may be any length.");
      return;
    }
    read_whole(std::move(bytes), stream->error(), documents, problems);
  }

  /// JSON Lines under another name: the first line is an object, and another begins after it.
  bool begin_lines(std::string& bytes, std::unique_ptr<ByteStream>& stream) {
    string_view text = bytes;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    const std::size_t end = text.find('\n');
    if (end == text.npos || !trimmed(text.substr(end)).starts_with('{')) return false;
    const string_view line = text.substr(0, end);
    if (!line.starts_with('{') || find_json_error(line) != line.npos) return false;
    lines_.emplace(put_back(std::move(bytes), std::move(stream)));
    return true;
  }

  bool next_lines(std::vector<Document>& documents, std::vector<Problem>& problems) {
    LineChunk chunk;
    if (lines_->next(chunk)) {
      line_parser_.parse(name_, chunk, options_, documents, problems);
      return true;
    }
    if (lines_->error().code == nullptr || std::exchange(is_told_, true)) return false;
    tell(problems, lines_->error().code, lines_->error().message + " The records before that were read.");
    return true;
  }

  void read_whole(std::string bytes, const StreamError& damage, std::vector<Document>& documents,
                  std::vector<Problem>& problems) {
    if (damage.code != nullptr) return read_text(std::move(bytes), damage, documents, problems);
    // Decoded twice if it isn't records, so that the document is that of the bytes.
    DecodedText decoded = decode_text(bytes);
    if (decoded.trouble == DecodeTrouble::binary) return read_text(std::move(bytes), {}, documents, problems);
    encoding_ = decoded.encoding;
    encoding_detected_ = decoded.is_detected;
    dom::element json;
    const simdjson::error_code error = parser_.parse(decoded.text).get(json);
    if (error == simdjson::MEMALLOC) throw std::bad_alloc();
    if (error) {
      const std::size_t old_problems = problems.size();
      read_text(std::move(bytes), {}, documents, problems);
      if (problems.size() == old_problems || documents.size() > 0)
        tell(problems, problem_code::malformed, describe_error(decoded.text, error));
      return;
    }
    choose_arrays(json);
    const bool is_one = arrays_.empty() && is_record(json);
    if (is_one) read_element(json, documents, problems);
    if (!arrays_.empty()) element_ = arrays_.front().begin();
    if (!arrays_.empty() || is_one) {
      tell_decoding(decoded, problems);
    } else if (const std::optional<dom::array> other = records_of_others(json)) {
      tell(problems, problem_code::malformed,
           fmt::format("None of its records has a field {}; the first has {}. Name the one that holds the text with "
                       "--text-field.",
                       shown_field(options_.text_field), names_of_first(*other)));
    } else if (!is_empty_array(json)) {
      read_text(std::move(bytes), {}, documents, problems);
    }
  }

  bool is_record(dom::element json) const {
    dom::object object;
    if (json.get_object().get(object)) return false;
    dom::element text;
    return object.at_key(options_.text_field).get(text) == simdjson::SUCCESS && text.is_string();
  }

  bool has_field(dom::element json) const {
    dom::object object;
    return !json.get_object().get(object) && object.at_key(options_.text_field).error() == simdjson::SUCCESS;
  }

  bool has_records(dom::array array) const {
    return std::any_of(array.begin(), array.end(), [this](dom::element json) { return has_field(json); });
  }

  /// The arrays whose elements are records: the whole, or members of the one object, which isn't one itself.
  void choose_arrays(dom::element json) {
    dom::array array;
    if (!json.get_array().get(array) && has_records(array)) arrays_.push_back(array);
    dom::object object;
    if (is_record(json) || json.get_object().get(object)) return;
    for (const auto& [key, value] : object)
      if (!value.get_array().get(array) && has_records(array)) arrays_.push_back(array);
  }

  /// What looks like records, but for the text: an array of objects, or the only one in an object.
  static std::optional<dom::array> records_of_others(dom::element json) {
    dom::array array;
    if (!json.get_array().get(array)) return has_objects(array) ? std::optional(array) : std::nullopt;
    dom::object object;
    if (json.get_object().get(object)) return std::nullopt;
    std::optional<dom::array> found;
    for (const auto& [key, value] : object) {
      if (value.get_array().get(array) || !has_objects(array)) continue;
      if (found) return std::nullopt;
      found = array;
    }
    return found;
  }

  static std::string names_of_first(dom::array records) {
    std::string names;
    std::size_t count = 0;
    const auto first = std::find_if(records.begin(), records.end(), &is_object);
    const dom::object object = (*first).get_object().value_unsafe();
    for (const auto& [key, value] : object)
      if (count++ < most_names) names += (count == 1 ? "" : ", ") + shown_field(key);
    if (count > most_names) names += fmt::format(" and {} more", count - most_names);
    return count == 0 ? "none at all" : names;
  }

  static bool is_empty_array(dom::element json) {
    dom::array array;
    return !json.get_array().get(array) && array.size() == 0;
  }

  /// Returns about how many bytes came of it.
  std::size_t read_element(dom::element json, std::vector<Document>& documents, std::vector<Problem>& problems) {
    const std::uint64_t number = ++number_;
    std::string path = name_ + "#" + std::to_string(number);
    JsonRecord record;
    if (read_json_record(json, options_, record)) {
      problems.push_back({std::move(path), problem_code::malformed,
                          shown_place("Record", number, {}) + " isn't a JSON object. Each must be one with a field " +
                              shown_field(options_.text_field) + "."});
      return 0;
    }
    if (!record.fields.text) {
      problems.push_back({std::move(path), problem_code::malformed,
                          shown_place("Record", number, record.id) + missing_text(record, options_)});
      return 0;
    }
    Document& document = documents.emplace_back(make_record(std::move(path), record.fields));
    document.format = "json";
    document.encoding = encoding_;
    document.encoding_detected = encoding_detected_;
    return document.text.size();
  }

  void read_text(std::string bytes, const StreamError& damage, std::vector<Document>& documents,
                 std::vector<Problem>& problems) const {
    Document document;
    const ExtractContext context{options_};
    if (make_document(name_, {std::move(bytes), nullptr, damage}, context, document, problems))
      documents.push_back(std::move(document));
  }

  static std::string describe_error(string_view text, simdjson::error_code error) {
    const std::size_t at = find_json_error(text);
    std::string where;
    if (at == text.size()) {
      where = "it ends too early";
    } else if (at != text.npos) {
      const string_view before = text.substr(0, at);
      const std::size_t newline = before.rfind('\n');
      where = fmt::format("line {}, character {}", 1 + std::count(before.begin(), before.end(), '\n'),
                          1 + num_characters(before.substr(newline == before.npos ? 0 : newline + 1)));
    } else {
      where = simdjson::error_message(error);
    }
    return fmt::format("It isn't valid JSON ({}), so it was read as plain text, brackets and all. Mend it.", where);
  }

  static std::size_t num_characters(string_view utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
  }

  void tell_decoding(const DecodedText& decoded, std::vector<Problem>& problems) const {
    if (decoded.trouble == DecodeTrouble::invalid_utf8)
      tell(problems, problem_code::invalid_utf8,
           fmt::format("{} byte sequence(s) aren't UTF-8, the first on line {}; each was read as U+FFFD. JSON must be "
                       "UTF-8: convert the file.",
                       decoded.num_replaced, decoded.first_line));
    if (decoded.trouble == DecodeTrouble::undecodable)
      tell(problems, problem_code::undecodable,
           fmt::format("Read as {}, but {} byte sequence(s) mean nothing in it and were read as U+FFFD. JSON must be "
                       "UTF-8: convert the file.",
                       decoded.encoding, decoded.num_replaced));
  }

  void tell(std::vector<Problem>& problems, const char* code, std::string message) const {
    problems.push_back({name_, code, std::move(message)});
  }

  std::unique_ptr<ByteStream> stream_;  // until the first call to next
  const std::string name_;
  const InputOptions options_;
  std::string encoding_ = "UTF-8";
  bool encoding_detected_ = false;

  dom::parser parser_;
  std::vector<dom::array> arrays_;
  std::size_t array_ = 0;
  dom::array::iterator element_;
  std::uint64_t number_ = 0;

  std::optional<LineReader> lines_;  // of JSON Lines
  JsonLinesParser line_parser_;
  bool is_told_ = false;
};

}  // namespace

bool is_json(string_view head, string_view name) {
  if (!has_ending(name, ".json") || is_surely_binary(head)) return false;
  for (const string_view mark : {string_view("\xEF\xBB\xBF"), string_view("\xFF\xFE"), string_view("\xFE\xFF")})
    if (head.starts_with(mark)) head.remove_prefix(mark.size());
  const std::size_t begin = head.find_first_not_of(string_view(" \t\r\n\0", 5));
  return begin != head.npos && (head[begin] == '{' || head[begin] == '[');
}

std::unique_ptr<RecordReader> open_json(std::unique_ptr<ByteStream> stream, std::string name,
                                        const ExtractContext& context) {
  return std::make_unique<JsonReader>(std::move(stream), std::move(name), context);
}

}  // namespace nuskha
