// Tables of delimited text (CSV, TSV) by libcsv, which cuts a stream into cells; only the cells of a record that count
// are kept. Entry point: open_csv. is_csv and the delimiter are delimited.cpp's. Test: tests/input/csv_test.cpp.
#include <csv.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <new>
#include <utility>

#include "base/unicode.h"
#include "input/delimited.h"
#include "input/problem_codes.h"
#include "input/readers.h"
#include "input/record_fields.h"
#include "input/utf8_blocks.h"

namespace nuskha {
namespace {

using std::string_view;

constexpr std::size_t batch_bytes = 1 << 20;
constexpr std::size_t slice_bytes = 64 << 10;  // between two looks at how much a cell takes
constexpr std::size_t most_columns = 100'000;
constexpr std::size_t num_roles = static_cast<std::size_t>(RecordField::language) + 1;
constexpr unsigned char lenient = CSV_REPALL_NL;
constexpr unsigned char strict = CSV_REPALL_NL | CSV_STRICT;  // stops at each quotation mark that is out of place

/// As an editor counts: CR LF is one.
std::uint64_t count_lines(string_view cell) {
  std::uint64_t count = 0;
  for (std::size_t i = cell.find_first_of("\r\n"); i != cell.npos; i = cell.find_first_of("\r\n", i + 1))
    count += cell[i] == '\n' || !cell.substr(i + 1).starts_with('\n');
  return count;
}

/// libcsv's state, and what its callbacks, which mustn't throw, leave behind.
class CsvReader : public RecordReader {
 public:
  CsvReader(std::unique_ptr<ByteStream> stream, std::string name, const InputOptions& options)
      : blocks_(std::move(stream)),
        name_(std::move(name)),
        text_field_(options.text_field),
        id_field_(options.id_field),
        most_bytes_(options.limits.document_bytes) {
    if (csv_init(&parser_, strict) != 0) throw std::bad_alloc();
    csv_set_blk_size(&parser_, slice_bytes);
  }
  ~CsvReader() override { csv_free(&parser_); }
  CsvReader(const CsvReader&) = delete;
  CsvReader& operator=(const CsvReader&) = delete;

  bool next(std::vector<Document>& documents, std::vector<Problem>& problems) override {
    if (is_done_) return false;
    documents_ = &documents;
    problems_ = &problems;
    made_bytes_ = 0;
    while (made_bytes_ < batch_bytes && !is_done_) {
      if (at_ < block_.size()) {
        parse_slice();
      } else if (blocks_.next(block_)) {
        begin_block();
      } else {
        finish();
      }
      if (failed_) throw std::bad_alloc();
    }
    return true;
  }

 private:
  void begin_block() {
    at_ = 0;
    if (std::exchange(is_first_block_, false)) {
      const Delimiter delimiter = find_delimiter(block_, name_, text_field_);
      csv_set_delim(&parser_, static_cast<unsigned char>(delimiter.character));
      if (delimiter.skipped > 0) ++line_;
      at_ = delimiter.skipped;
    }
  }

  void parse_slice() {
    const std::size_t size = std::min(slice_bytes, block_.size() - at_);
    const std::size_t parsed = parse(string_view(block_).substr(at_, size));
    at_ += parsed;
    if (is_done_ || failed_) return;
    if (parsed < size) {
      if (csv_error(&parser_) != CSV_EPARSE) throw std::bad_alloc();
      if (parser_.quoted != 0 && bad_quote_line_ == 0) bad_quote_line_ = line_;
      csv_set_opts(&parser_, lenient);
      at_ += parse(string_view(block_).substr(at_, 1));
      csv_set_opts(&parser_, strict);
    }
    if (parser_.entry_pos > most_bytes_) give_up();
  }

  std::size_t parse(string_view bytes) {
    return csv_parse(&parser_, bytes.data(), bytes.size(), &CsvReader::on_cell, &CsvReader::on_row, this);
  }

  void finish() {
    is_done_ = true;
    const StreamError& error = blocks_.error();
    csv_set_opts(&parser_, strict | CSV_STRICT_FINI);
    const std::uint64_t quote_line = line_;
    const bool is_unterminated = csv_fini(&parser_, &CsvReader::on_cell, &CsvReader::on_row, this) != 0;
    if (is_unterminated) {
      csv_set_opts(&parser_, lenient);
      csv_fini(&parser_, &CsvReader::on_cell, &CsvReader::on_row, this);
    }
    if (failed_) throw std::bad_alloc();
    if (error.code != nullptr) {
      tell(name_, error.code, error.message + (has_header_ ? " The records before that were read." : ""));
    } else if (is_unterminated) {
      tell(name_, problem_code::malformed,
           fmt::format("The cell in quotation marks that begins on line {} has no end: a quotation mark is missing, or "
                       "the file is cut short. It was read as far as the file goes; mend the file.",
                       quote_line));
    } else if (!has_header_) {
      tell(name_, problem_code::malformed,
           "It is empty: a table begins with a line that names its columns. There is nothing to read.");
    }
  }

  /// A cell without end would take all memory.
  void give_up() {
    is_done_ = true;
    tell(name_, problem_code::too_large,
         fmt::format("The record on line {} has more than {} MiB; neither it nor what follows was read. Most likely a "
                     "closing quotation mark is missing there: mend the file.",
                     cell_ == 0 ? line_ : record_line_, most_bytes_ >> 20));
  }

  static void on_cell(void* data, std::size_t size, void* self) {
    auto& reader = *static_cast<CsvReader*>(self);
    if (reader.is_done_after_header() || reader.failed_) return;
    try {
      reader.take_cell({static_cast<const char*>(data), size});
    } catch (const std::bad_alloc&) {
      reader.failed_ = true;
    }
  }

  static void on_row(int end, void* self) {
    auto& reader = *static_cast<CsvReader*>(self);
    if (reader.is_done_after_header() || reader.failed_) return;
    try {
      reader.end_row(end);
    } catch (const std::bad_alloc&) {
      reader.failed_ = true;
    }
  }

  /// The rest of a slice is still parsed when it is known already that there is nothing to read.
  bool is_done_after_header() const { return has_header_ && !has_text_column_; }

  void take_cell(string_view cell) {
    after_return_ = false;
    if (cell_ == 0) record_line_ = line_;
    const std::size_t index = cell_++;
    line_ += count_lines(cell);
    if (!cell.empty()) last_filled_ = cell_;
    row_bytes_ += cell.size();
    if (!has_header_) {
      if (columns_.size() < most_columns && row_bytes_ < batch_bytes) columns_.emplace_back(cell);
      return;
    }
    const RecordField role = index < roles_.size() ? roles_[index] : RecordField::none;
    if (role == RecordField::none || (cell.empty() && role != RecordField::text)) return;
    cells_[static_cast<std::size_t>(role)].assign(cell);
    has_cell_[static_cast<std::size_t>(role)] = true;
  }

  void end_row(int end) {
    if (cell_ > 0 && !has_header_) {
      take_header();
    } else if (cell_ > 0) {
      take_record();
    }
    cell_ = last_filled_ = row_bytes_ = 0;
    bad_quote_line_ = 0;
    has_cell_.fill(false);
    const bool is_second_half = end == '\n' && after_return_;  // of CR LF
    if (!is_second_half) ++line_;
    after_return_ = end == '\r';
  }

  void take_header() {
    has_header_ = true;
    for (std::string& column : columns_) {
      column = trimmed_name(column);
      roles_.push_back(record_field(column, text_field_, id_field_));
    }
    // "Text" is meant by "text" where no column is called exactly that.
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const RecordField role = record_field(lower(columns_[i]), lower(text_field_), lower(id_field_));
      if (std::find(roles_.begin(), roles_.end(), role) == roles_.end()) roles_[i] = role;
    }
    has_text_column_ = std::find(roles_.begin(), roles_.end(), RecordField::text) != roles_.end();
    if (has_text_column_ && cell_ == columns_.size()) return;
    is_done_ = true;
    if (has_text_column_ || cell_ > columns_.size()) {
      has_text_column_ = false;
      tell(name_, problem_code::malformed,
           fmt::format("Line {} should name the columns but has {} cells. It was not read.", record_line_, cell_));
      return;
    }
    std::string names;
    constexpr std::size_t most_names = 30;
    for (std::size_t i = 0; i < columns_.size() && i < most_names; ++i)
      names += (i == 0 ? "" : ", ") + shown_field(columns_[i]);
    if (columns_.size() > most_names) names += fmt::format(" and {} more", columns_.size() - most_names);
    tell(name_, problem_code::malformed,
         fmt::format("It has no column {}; its columns are {}. Name the one that holds the text with --text-field.",
                     shown_field(text_field_), names));
  }

  static std::string lower(std::string name) {
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return name;
  }

  /// A column's name, blanks around it left out.
  static std::string trimmed_name(string_view column) {
    while (!column.empty() && (column.front() == ' ' || column.front() == '\t')) column.remove_prefix(1);
    while (!column.empty() && (column.back() == ' ' || column.back() == '\t')) column.remove_suffix(1);
    return std::string(column);
  }

  void take_record() {
    const std::string path = name_ + "#" + std::to_string(record_line_);
    mend_cells(path);
    const std::string& id = cells_[static_cast<std::size_t>(RecordField::id)];
    const std::string place =
        shown_place("Line", record_line_, has_cell_[static_cast<std::size_t>(RecordField::id)] ? id : std::string());
    RecordFields fields;
    fields.text = cell_of(RecordField::text);
    fields.title = cell_of(RecordField::title);
    fields.date = cell_of(RecordField::date);
    fields.language = cell_of(RecordField::language);
    check_cells(path, place, fields.text.has_value());
    if (!fields.text) return;
    Document document = make_record(path, fields);
    document.format = "csv";
    document.encoding = blocks_.encoding();
    document.encoding_detected = blocks_.encoding_detected();
    made_bytes_ += document.text.size() + sizeof(Document);
    documents_->push_back(std::move(document));
  }

  std::optional<string_view> cell_of(RecordField role) const {
    const auto i = static_cast<std::size_t>(role);
    return has_cell_[i] ? std::optional<string_view>(cells_[i]) : std::nullopt;
  }

  void mend_cells(const std::string& path) {
    bool has_zeros = false;
    bool is_replaced = false;
    for (std::size_t i = 0; i < num_roles; ++i) {
      if (!has_cell_[i]) continue;
      has_zeros |= std::erase(cells_[i], '\0') > 0;
      if (blocks_.is_converted()) {
        is_replaced |= cells_[i].find("\xEF\xBF\xBD") != std::string::npos;
      } else if (find_invalid_utf8(cells_[i]) != std::string::npos) {
        is_replaced = true;
        cells_[i] = replace_invalid_utf8(cells_[i]);
      }
    }
    if (has_zeros)
      tell(path, problem_code::malformed,
           fmt::format("Line {} holds NUL bytes, which were left out. The file may be damaged: make it anew.",
                       record_line_));
    if (!is_replaced) return;
    if (blocks_.is_converted()) {
      tell(path, problem_code::undecodable,
           fmt::format("Line {} holds bytes that mean nothing in {}, as which the file was read; they were read as "
                       "U+FFFD. Convert the file to UTF-8 from the encoding it was written in.",
                       record_line_, blocks_.encoding()));
    } else {
      tell(path, problem_code::invalid_utf8,
           fmt::format("Line {} holds bytes that aren't UTF-8; each such sequence was read as U+FFFD. Mend the file if "
                       "they matter.",
                       record_line_));
    }
  }

  void check_cells(const std::string& path, const std::string& place, bool has_text) {
    const std::size_t wanted = roles_.size();
    if (!has_text) {
      tell(path, problem_code::malformed,
           fmt::format("{} has {} cell(s), and none in the column {}: it was not read.", place, cell_,
                       shown_field(text_field_)));
    } else if (last_filled_ > wanted) {
      tell(path, problem_code::malformed,
           fmt::format("{} has {} cells, but only {} columns have names: most likely a cell holds the delimiter and "
                       "isn't in quotation marks, so that its text was cut there. Mend the line.",
                       place, cell_, wanted));
    } else if (cell_ < wanted) {
      tell(path, problem_code::malformed,
           fmt::format("{} has {} of {} cells: most likely a cell holds a line break and isn't in quotation marks, so "
                       "that its text was cut there. Mend the line.",
                       place, cell_, wanted));
    }
    if (bad_quote_line_ != 0)
      tell(path, problem_code::malformed,
           fmt::format("{} has text after a closing quotation mark (in the cell that begins on line {}), which was "
                       "read as part of the cell, up to the next such mark. Double quotation marks inside of cells.",
                       place, bad_quote_line_));
  }

  void tell(const std::string& path, const char* code, std::string message) {
    problems_->push_back({path, code, std::move(message)});
  }

  Utf8Blocks blocks_;
  const std::string name_;
  const std::string text_field_;
  const std::string id_field_;
  const std::uint64_t most_bytes_;
  csv_parser parser_ = {};
  std::string block_;
  std::size_t at_ = 0;
  bool is_first_block_ = true;
  bool is_done_ = false;
  bool failed_ = false;  // a callback ran out of memory

  std::vector<std::string> columns_;
  std::vector<RecordField> roles_;
  bool has_header_ = false;
  bool has_text_column_ = false;

  std::uint64_t line_ = 1;         // on which the next cell begins
  std::uint64_t record_line_ = 1;  // on which the row begins
  bool after_return_ = false;      // the last row ended in CR
  std::size_t cell_ = 0;           // cells of this row so far
  std::size_t last_filled_ = 0;    // cells up to the last that isn't empty
  std::size_t row_bytes_ = 0;
  std::uint64_t bad_quote_line_ = 0;
  std::array<std::string, num_roles> cells_;
  std::array<bool, num_roles> has_cell_ = {};

  std::vector<Document>* documents_ = nullptr;  // those of the call to next that is going on
  std::vector<Problem>* problems_ = nullptr;
  std::size_t made_bytes_ = 0;
};

}  // namespace

std::unique_ptr<RecordReader> open_csv(std::unique_ptr<ByteStream> stream, std::string name,
                                       const ExtractContext& context) {
  return std::make_unique<CsvReader>(std::move(stream), std::move(name), context.options);
}

}  // namespace nuskha
