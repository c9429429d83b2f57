// Documents out of files: the list is made when opened, the files are read by whichever thread asks next. Entry points:
// open_paths, open_documents, read_path_list. What may be ignored at first: JSON Lines, which several threads share.
// Test: tests/input/source_test.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <functional>
#include <iterator>
#include <map>
#include <mutex>
#include <new>
#include <numeric>
#include <string_view>
#include <system_error>
#include <unordered_set>
#include <utility>

#include "base/hash.h"
#include "base/unicode.h"
#include "input/byte_stream.h"
#include "input/decode.h"
#include "input/front_matter.h"
#include "input/json_lines.h"
#include "input/line_reader.h"
#include "input/problem_codes.h"
#include "input/read_file.h"
#include "input/source.h"
#include "input/walk.h"
#include "nuskha/input.h"

namespace nuskha {
namespace {

constexpr std::size_t batch_files = 32;
constexpr std::size_t batch_bytes = 4 << 20;

bool ends_with_no_case(std::string_view name, std::string_view ending) {
  return name.size() >= ending.size() &&
         std::equal(ending.begin(), ending.end(), name.end() - static_cast<std::ptrdiff_t>(ending.size()),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b + 32 : b); });
}

struct FileType {
  bool is_json_lines = false;
  Compression compression = Compression::none;
};

FileType type_of(std::string_view path) {
  FileType type;
  if (ends_with_no_case(path, ".gz")) {
    type.compression = Compression::gzip;
    path.remove_suffix(3);
  } else if (ends_with_no_case(path, ".zst")) {
    type.compression = Compression::zstandard;
    path.remove_suffix(4);
  }
  type.is_json_lines = ends_with_no_case(path, ".jsonl") || ends_with_no_case(path, ".ndjson");
  return type;
}

/// CR LF is one.
std::uint64_t count_line_ends(std::string_view text) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))) ++count;
  return count;
}

/// A whole document out of its bytes; nothing when it isn't text.
bool make_document(const std::string& path, std::string bytes, Document& document, std::vector<Problem>& problems) {
  document.path = path;
  document.source_bytes = bytes.size();
  document.source_hash = hash128(bytes);
  DecodedText decoded = decode_text(std::move(bytes));
  switch (decoded.trouble) {
    case DecodeTrouble::none: break;
    case DecodeTrouble::binary:
      problems.push_back({path, problem_code::binary,
                          fmt::format("It looks like {}. This version reads text, Markdown and JSON Lines: convert it "
                                      "to text, or leave it out with --exclude.",
                                      decoded.detail)});
      return false;
    case DecodeTrouble::invalid_utf8:
      problems.push_back({path, problem_code::invalid_utf8,
                          fmt::format("{} byte sequence(s) aren't UTF-8, the first at byte {} (line {}); each was read "
                                      "as U+FFFD. Mend the file if they matter.",
                                      decoded.num_replaced, decoded.first_offset, decoded.first_line)});
      break;
    case DecodeTrouble::undecodable:
      problems.push_back({path, problem_code::undecodable,
                          fmt::format("Read as {}, but {} byte sequence(s) mean nothing in it and were read as U+FFFD. "
                                      "Convert the file to UTF-8 from the encoding it was written in.",
                                      decoded.encoding, decoded.num_replaced)});
      break;
  }
  document.text = std::move(decoded.text);
  document.encoding = std::move(decoded.encoding);
  document.encoding_detected = decoded.is_detected;
  FrontMatter matter = read_front_matter(document.text);
  if (matter.size > 0) {
    document.first_line += count_line_ends({document.text.data(), matter.size});
    document.text.erase(0, matter.size);
  }
  document.title = std::move(matter.title);
  document.date = std::move(matter.date);
  document.date_text = std::move(matter.date_text);
  document.language = std::move(matter.language);
  return true;
}

/// A JSON Lines file that is being read, by any number of threads.
class SharedLines {
 public:
  SharedLines(std::string path, Compression compression, std::size_t longest_line)
      : path_(std::move(path)),
        reader_(open_stream(path_, compression), LineReader::default_chunk_bytes, longest_line) {}

  const std::string& path() const { return path_; }

  /// The next chunk; false when there is none (any more). What stopped the stream is reported once.
  bool next(LineChunk& chunk, std::vector<Problem>& problems) {
    const std::lock_guard lock(mutex_);
    if (is_done_) return false;
    const bool is_first = std::exchange(is_first_, false);
    bool is_there = false;
    try {
      is_there = reader_.next(chunk);
    } catch (const std::bad_alloc&) {
      is_done_ = true;
      throw;
    }
    if (is_there) {
      if (!is_first || chunk.bytes.find('\0') == std::string::npos) return true;
      problems.push_back(
          {path_, problem_code::malformed,
           "It isn't JSON Lines in UTF-8: it holds NUL bytes, as UTF-16 or binary files do. Convert it to UTF-8."});
    } else if (const StreamError& error = reader_.error(); error.code != nullptr) {
      problems.push_back(
          {path_, error.code, is_first ? error.message : error.message + " The records before that were read."});
    }
    is_done_ = true;
    return false;
  }

 private:
  std::mutex mutex_;
  std::string path_;
  LineReader reader_;
  bool is_first_ = true;
  bool is_done_ = false;
};

/// The lines that are wanted of JSON Lines files, sorted; of a file that isn't named, all.
using WantedLines = std::map<std::string, std::vector<std::uint64_t>, std::less<>>;

/// Adds a line to those wanted if `name` is that of a record: "file.jsonl#12".
bool add_wanted_line(std::string_view name, WantedLines& wanted) {
  const std::size_t mark = name.rfind('#');
  if (mark == name.npos || !type_of(name.substr(0, mark)).is_json_lines) return false;
  const std::string_view digits = name.substr(mark + 1);
  std::uint64_t line = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), line);
  if (error != std::errc() || end != digits.data() + digits.size()) return false;
  wanted[std::string(name.substr(0, mark))].push_back(line);
  return true;
}

class FileSource : public DocumentSource {
 public:
  FileSource(FileList list, InputOptions options, const ReadLimits& limits, WantedLines wanted = {})
      : files_(std::move(list.files)),
        options_(std::move(options)),
        limits_(limits),
        wanted_(std::move(wanted)),
        walk_problems_(std::move(list.problems)) {}

  bool next(std::vector<Document>& documents, std::vector<Problem>& problems) override {
    documents.clear();
    const std::size_t old_problems = problems.size();
    std::size_t bytes = 0;
    while (documents.size() < batch_files && bytes < batch_bytes) {
      const Work work = claim(problems);
      if (work.lines) {
        if (!read_lines(*work.lines, documents, problems)) {
          finish(work.lines);
        } else if (!documents.empty()) {
          return true;
        }
      } else if (work.file != nullptr) {
        const std::size_t old_size = problems.size();
        try {
          read_document(*work.file, documents, problems);
        } catch (const std::bad_alloc&) {
          problems.resize(old_size);
          problems.push_back(out_of_memory(*work.file));
        }
        if (!documents.empty()) bytes += documents.back().source_bytes;
      } else {
        break;
      }
    }
    return !documents.empty() || problems.size() > old_problems;
  }

  std::unique_ptr<DocumentSource> again(std::span<const std::string> names) const override {
    // A name that looks like a record's may also be a file's, or both: whatever was in the list is read.
    WantedLines wanted;
    std::unordered_set<std::string_view> documents;
    for (const std::string& name : names) {
      documents.insert(name);
      add_wanted_line(name, wanted);
    }
    for (auto& [file, lines] : wanted) std::sort(lines.begin(), lines.end());
    FileList list;
    for (const std::string& file : files_)
      if (type_of(file).is_json_lines ? wanted.contains(file) : documents.contains(file)) list.files.push_back(file);
    return std::make_unique<FileSource>(std::move(list), options_, limits_, std::move(wanted));
  }

  std::size_t num_files() const override { return files_.size(); }

 private:
  struct Work {
    std::shared_ptr<SharedLines> lines;
    const std::string* file = nullptr;
  };

  /// JSON Lines files already begun go first, so that all threads end one before the next is begun.
  Work claim(std::vector<Problem>& problems) {
    const std::lock_guard lock(mutex_);
    std::move(walk_problems_.begin(), walk_problems_.end(), std::back_inserter(problems));
    walk_problems_.clear();
    if (!open_lines_.empty()) return {open_lines_.front(), nullptr};
    if (next_file_ == files_.size()) return {};
    const std::string& file = files_[next_file_++];
    const FileType type = type_of(file);
    if (!type.is_json_lines) return {nullptr, &file};
    return {open_lines_.emplace_back(std::make_shared<SharedLines>(file, type.compression, limits_.longest_line)),
            nullptr};
  }

  void finish(const std::shared_ptr<SharedLines>& lines) {
    const std::lock_guard lock(mutex_);
    std::erase(open_lines_, lines);
  }

  bool read_lines(SharedLines& lines, std::vector<Document>& documents, std::vector<Problem>& problems) const {
    LineChunk chunk;
    try {
      if (!lines.next(chunk, problems)) return false;
      static thread_local JsonLinesParser parser;
      const auto wanted = wanted_.find(lines.path());
      parser.parse(lines.path(), chunk, options_of(lines.path()), documents, problems,
                   wanted == wanted_.end() ? nullptr : &wanted->second);
    } catch (const std::bad_alloc&) {
      problems.push_back({lines.path(), problem_code::too_large,
                          "There wasn't enough memory for some of its records, which were not read. Run with fewer "
                          "threads (--jobs) or more memory."});
    }
    return true;
  }

  /// `options_`, with what holds for one file.
  InputOptions options_of(const std::string& path) const {
    InputOptions options = options_;
    if (!options_.of_file) return options;
    const FileOptions here = options_.of_file(path);
    options.text_field = here.text_field.value_or(options_.text_field);
    options.id_field = here.id_field.value_or(options_.id_field);
    options.file_times = here.file_times.value_or(options_.file_times);
    if (options.id_field == options.text_field) options.id_field = "\n";  // names nothing
    return options;
  }

  void read_document(const std::string& path, std::vector<Document>& documents, std::vector<Problem>& problems) const {
    std::string bytes;
    const FileType type = type_of(path);
    StreamError error;
    if (type.compression != Compression::none) {
      error = read_compressed(path, type.compression, bytes);
    } else {
      const FileState state = read_file(path, bytes, &is_surely_binary);
      if (state.error != 0) error = error_of_errno(state.error);
      if (state.is_special || state.is_folder)
        error = {problem_code::special_file,
                 "It was a file when the folder was listed and isn't any more; it was not read."};
      if (state.has_changed) {
        problems.push_back({path, problem_code::changed,
                            "The file changed while it was read; the document is the state that was found. Run again "
                            "once nothing writes to it."});
      }
    }
    if (error.code != nullptr) {
      if (bytes.empty() || error.code != std::string_view(problem_code::malformed)) {
        problems.push_back({path, error.code, error.message});
        return;
      }
      problems.push_back({path, error.code, error.message + " The text before that was read."});
      // A character cut in two is no mistake of the text.
      const std::size_t invalid = find_invalid_utf8(bytes);
      if (invalid != std::string::npos && bytes.size() - invalid < 4) bytes.resize(invalid);
    }
    Document document;
    if (!make_document(path, std::move(bytes), document, problems)) return;
    if (options_.of_file ? options_of(path).file_times : options_.file_times)
      document.file_time = modification_time(path);
    documents.push_back(std::move(document));
  }

  /// With an error `bytes` is what came before it. Of binary data only the head is decompressed.
  StreamError read_compressed(const std::string& path, Compression compression, std::string& bytes) const {
    const std::unique_ptr<ByteStream> stream = open_stream(path, compression);
    std::size_t size = 0;
    bool is_head = true;
    for (;;) {
      if (size == bytes.size()) {
        if (size > 0 && std::exchange(is_head, false) && is_surely_binary(bytes)) return {};
        const std::uint64_t most =
            std::max(limits_.decompressed_bytes, limits_.most_expansion * stream->source_bytes());
        if (size > most) {
          bytes.clear();
          return {problem_code::too_large,
                  fmt::format("It decompresses to more than {} MiB, {} times its size or more. If that is meant, "
                              "decompress it and name the result.",
                              most >> 20, size / std::max<std::uint64_t>(stream->source_bytes(), 1))};
        }
        const std::size_t wanted = size + std::max<std::size_t>(size / 2, decode_head_bytes);
        bytes.resize(size == 0 ? wanted : static_cast<std::size_t>(std::min<std::uint64_t>(wanted, most + 1)));
      }
      const std::size_t got = stream->read(bytes.data() + size, bytes.size() - size);
      if (got == 0) break;
      size += got;
    }
    bytes.resize(size);
    return stream->error();
  }

  static Problem out_of_memory(const std::string& path) {
    return {path, problem_code::too_large,
            "There isn't enough memory for it. Split it, or run with fewer threads (--jobs) or more memory."};
  }

  const std::vector<std::string> files_;
  const InputOptions options_;
  const ReadLimits limits_;
  const WantedLines wanted_;
  std::mutex mutex_;
  std::size_t next_file_ = 0;
  std::vector<std::shared_ptr<SharedLines>> open_lines_;
  std::vector<Problem> walk_problems_;
};

class MemorySource : public DocumentSource {
 public:
  using Documents = std::shared_ptr<const std::vector<Document>>;

  explicit MemorySource(Documents documents) : documents_(std::move(documents)), served_(documents_->size()) {
    std::iota(served_.begin(), served_.end(), std::size_t{0});
  }
  MemorySource(Documents documents, std::vector<std::size_t> served)
      : documents_(std::move(documents)), served_(std::move(served)) {}

  bool next(std::vector<Document>& documents, std::vector<Problem>& problems) override {
    documents.clear();
    const std::size_t begin = next_.fetch_add(batch_files);
    const std::size_t end = std::min(begin + batch_files, served_.size());
    if (begin >= end) return false;
    for (std::size_t i = begin; i < end; ++i) {
      Document& document = documents.emplace_back((*documents_)[served_[i]]);
      const std::size_t invalid = find_invalid_utf8(document.text);
      if (document.source_bytes == 0) document.source_bytes = document.text.size();
      if (document.source_hash == Hash128{}) document.source_hash = hash128(document.text);
      if (invalid == std::string::npos) continue;
      problems.push_back(
          {document.path, problem_code::invalid_utf8,
           fmt::format("The text isn't UTF-8 from byte {} on; each invalid sequence was read as U+FFFD.", invalid)});
      document.text = replace_invalid_utf8(document.text);
    }
    return true;
  }

  std::unique_ptr<DocumentSource> again(std::span<const std::string> names) const override {
    const std::unordered_set<std::string_view> wanted(names.begin(), names.end());
    std::vector<std::size_t> served;
    for (const std::size_t i : served_)
      if (wanted.contains((*documents_)[i].path)) served.push_back(i);
    return std::make_unique<MemorySource>(documents_, std::move(served));
  }

  std::size_t num_files() const override { return served_.size(); }

 private:
  const Documents documents_;
  std::vector<std::size_t> served_;  // positions in documents_
  std::atomic<std::size_t> next_{0};
};

}  // namespace

Result<std::unique_ptr<DocumentSource>> open_paths(std::span<const std::string> paths, const InputOptions& options) {
  return open_paths_within(paths, options, {});
}

Result<std::unique_ptr<DocumentSource>> open_paths_within(std::span<const std::string> paths,
                                                          const InputOptions& options, const ReadLimits& limits) {
  if (options.text_field.empty())
    return fail(ErrorCode::invalid_argument, "--text-field",
                "The name of the field is empty. Name the field that holds the text.");
  if (options.text_field == options.id_field)
    return fail(ErrorCode::invalid_argument, "--id-field",
                "It names the same field as --text-field. A record's text can't be its id.");
  auto list = list_files(paths, options);
  if (!list) return tl::unexpected(list.error());
  return std::make_unique<FileSource>(std::move(*list), options, limits);
}

std::unique_ptr<DocumentSource> open_files(FileList list, const InputOptions& options) {
  return std::make_unique<FileSource>(std::move(list), options, ReadLimits{});
}

std::unique_ptr<DocumentSource> open_documents(std::vector<Document> documents) {
  return std::make_unique<MemorySource>(std::make_shared<const std::vector<Document>>(std::move(documents)));
}

Result<std::vector<std::string>> read_path_list(const std::string& file, char separator) {
  std::string contents;
  std::FILE* const stream = file == "-" ? stdin : std::fopen(file.c_str(), "rbe");
  if (stream == nullptr)
    return fail(errno == ENOENT ? ErrorCode::not_found : ErrorCode::unreadable, file,
                fmt::format("The list of paths can't be read: {}.", system_message(errno)));
  char buffer[64 << 10];
  for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, stream)) > 0;) contents.append(buffer, got);
  const bool failed = std::ferror(stream) != 0;
  const int error = errno;
  if (stream != stdin) std::fclose(stream);
  if (failed)
    return fail(ErrorCode::unreadable, file,
                fmt::format("The list of paths can't be read: {}.", system_message(error)));
  std::vector<std::string> paths;
  for (std::size_t begin = 0; begin < contents.size();) {
    const std::size_t end = std::min(contents.find(separator, begin), contents.size());
    std::string path = contents.substr(begin, end - begin);
    if (separator == '\n' && path.ends_with('\r')) path.pop_back();
    if (!path.empty()) paths.push_back(std::move(path));
    begin = end + 1;
  }
  return paths;
}

}  // namespace nuskha
