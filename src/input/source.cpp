// Documents out of files: the list is made when opened, the files are read by whichever thread asks next. Entry points:
// open_paths, open_files, read_path_list. A plain file is read whole by one thread; what has to be taken apart first is
// shared by all: one at a time goes on in it, and makes documents of what it got while the next does.
// Test: tests/input/source_test.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string_view>
#include <utility>

#include "base/stop.h"
#include "input/decode.h"
#include "input/file_id.h"
#include "input/json_lines.h"
#include "input/make_document.h"
#include "input/problem_codes.h"
#include "input/read_file.h"
#include "input/source.h"

#include "input/unpacker.h"
#include "input/walk.h"
#include "input/wanted_names.h"
#include "nuskha/input.h"
#include <sys/stat.h>

namespace nuskha {
namespace {

constexpr std::size_t batch_files = 32;
constexpr std::size_t batch_bytes = 4 << 20;

/// Of a large file only the head is read where the rest is not needed, or not at once.
bool is_not_for_one_read(std::string_view head, const std::string& path) {
  const Format* format = nullptr;
  return needs_unpacking(head, path, format) || (format == nullptr && is_surely_binary(head));
}

/// The documents of a part; `wanted`, if any, chooses among the lines of a file.
void take_documents(UnpackedPart& part, const InputOptions& options, const WantedNames* wanted,
                    std::vector<Document>& documents, std::vector<Problem>& problems) {
  switch (part.kind) {
    case UnpackedPart::Kind::lines: {
      static thread_local JsonLinesParser parser;
      parser.parse(part.name, part.lines, options, documents, problems,
                   wanted != nullptr ? &wanted->lines_of(part.name) : nullptr);
      return;
    }
    case UnpackedPart::Kind::records:
      std::move(part.documents.begin(), part.documents.end(), std::back_inserter(documents));
      return;
    case UnpackedPart::Kind::document: {
      Document document;
      if (!make_document(part.name, {std::move(part.bytes), part.format, std::move(part.damage)},
                         {options, part.charset}, document, problems))
        return;
      if (part.date && !document.date && !document.date_text) document.date = std::move(part.date);
      documents.push_back(std::move(document));
      return;
    }
  }
}

/// A file that is being taken apart, by any number of threads.
class SharedFile {
 public:
  /// `common` and `wanted` must outlive it; `own` are options of this file alone.
  SharedFile(const std::string& path, const Hash128& id, const InputOptions& common, std::optional<InputOptions> own,
             std::size_t longest_line, const WantedNames* wanted)
      : id_(id),
        own_(std::move(own)),
        options_(own_ ? *own_ : common),
        unpacker_(path, options_, longest_line, wanted) {}

  const std::string& path() const { return unpacker_.path(); }
  const Hash128& id() const { return id_; }
  const InputOptions& options() const { return options_; }

  /// The next part; false when there is none (any more). `step` becomes the number of this step, the last one being
  /// that which finds no part; nothing if that was before.
  bool next(UnpackedPart& part, std::vector<Problem>& problems, std::optional<std::uint32_t>& step) {
    const std::lock_guard lock(mutex_);
    step.reset();
    if (is_done_) return false;
    step = num_steps_++;
    try {
      is_done_ = !unpacker_.next(part, problems);
    } catch (const std::bad_alloc&) {
      is_done_ = true;
      problems.push_back({path(), problem_code::too_large,
                          "There wasn't enough memory for some of its records, which were not read. Run with fewer "
                          "threads (--jobs) or more memory."});
    }
    return !is_done_;
  }

 private:
  std::mutex mutex_;
  const Hash128 id_;
  const std::optional<InputOptions> own_;
  const InputOptions& options_;
  Unpacker unpacker_;
  std::uint32_t num_steps_ = 0;
  bool is_done_ = false;
};

class FileSource : public DocumentSource {
 public:
  FileSource(FileList list, InputOptions options, const ReadLimits& limits,
             std::shared_ptr<const WantedNames> wanted = nullptr)
      : files_(std::move(list.files)),
        options_(std::move(options)),
        limits_(limits),
        wanted_(std::move(wanted)),
        walk_problems_(std::move(list.problems)) {}

  bool next(std::vector<Document>& documents, std::vector<Problem>& problems) override {
    return read(documents, problems, nullptr);
  }

  bool next_steps(std::vector<Document>& documents, std::vector<Problem>& problems,
                  std::vector<ReadStep>& steps) override {
    steps.clear();
    return read(documents, problems, &steps);
  }

  std::vector<SourceFile> list_files() const override {
    std::vector<SourceFile> files;
    files.reserve(files_.size());
    for (const std::string& path : files_) {
      const std::optional<FileStamp> stamp = file_stamp(path);
      files.push_back(stamp ? SourceFile{id_of_file(path, *stamp, options_for(path)), stamp->bytes} : SourceFile{});
    }
    return files;
  }

  void pass_over(std::vector<SourceFile> files, std::shared_ptr<const KnownSteps> known) override {
    if (known && files.size() != files_.size()) return;
    listed_ = std::move(files);
    known_ = std::move(known);
  }

  std::unique_ptr<DocumentSource> again(std::span<const std::string> names) const override {
    // A name that looks like a record's may also be a file's, or both: whatever was in the list is read.
    auto wanted = std::make_shared<const WantedNames>(names);
    FileList list;
    for (const std::string& file : files_)
      if (wanted->may_hold(file)) list.files.push_back(file);
    return std::make_unique<FileSource>(std::move(list), options_, limits_, std::move(wanted));
  }

  std::size_t num_files() const override { return files_.size(); }

  std::uint64_t expected_bytes() const {
    const std::size_t step = files_.size() / most_files_looked_at + 1;
    std::uint64_t bytes = 0;
    std::size_t num_looked_at = 0;
    for (std::size_t i = 0; i < files_.size(); i += step, ++num_looked_at) {
      struct stat info {};
      if (stat(files_[i].c_str(), &info) == 0) bytes += static_cast<std::uint64_t>(info.st_size);
    }
    return num_looked_at == 0 ? 0 : bytes * files_.size() / num_looked_at;
  }

 private:
  static constexpr std::size_t most_files_looked_at = 4096;
  struct Work {
    std::shared_ptr<SharedFile> shared;
    const std::string* file = nullptr;
  };

  bool read(std::vector<Document>& documents, std::vector<Problem>& problems, std::vector<ReadStep>* steps) {
    documents.clear();
    const std::size_t old_problems = problems.size();
    std::size_t bytes = 0;
    while (documents.size() < batch_files && bytes < batch_bytes) {
      const Work work = claim(problems);
      const std::size_t old_size = documents.size();
      const std::size_t num_told = problems.size();
      ReadStep step;
      bool is_step = false;
      if (work.shared) {
        std::optional<std::uint32_t> number;
        const bool is_part = read_part(*work.shared, documents, problems, number);
        if (!is_part) finish(work.shared);
        is_step = number && !is_known(*work.shared, *number);
        if (is_step) step = {work.shared->id(), *number, !is_part};
      } else if (work.file != nullptr) {
        try {
          is_step = !read_document(*work.file, documents, problems, steps != nullptr ? &step.file : nullptr);
        } catch (const std::bad_alloc&) {
          problems.resize(num_told);
          problems.push_back(out_of_memory(*work.file));
        }
        step.is_last = true;
      } else {
        break;
      }
      for (std::size_t i = old_size; i < documents.size(); ++i) bytes += documents[i].source_bytes;
      if (steps == nullptr || !is_step) continue;
      if (may_pass(std::span(problems).subspan(num_told))) step.file = {};
      steps->push_back({step.file, step.number, step.is_last, old_size, documents.size(), num_told, problems.size()});
    }
    return !documents.empty() || problems.size() > old_problems || (steps != nullptr && !steps->empty());
  }

  bool is_known(const SharedFile& file, std::uint32_t step) const {
    return known_ && known_->has_step(file.id(), step);
  }

  /// Files already begun go first, so that all threads end one before the next is begun.
  Work claim(std::vector<Problem>& problems) {
    const std::lock_guard lock(mutex_);
    std::move(walk_problems_.begin(), walk_problems_.end(), std::back_inserter(problems));
    walk_problems_.clear();
    if (!shared_.empty()) return {shared_.front(), nullptr};
    while (known_ && next_file_ < files_.size() && known_->has_file(listed_[next_file_].id)) ++next_file_;
    if (next_file_ == files_.size()) return {};
    return {nullptr, &files_[next_file_++]};
  }

  void share(const std::string& path, const Hash128* id) {
    auto file = std::make_shared<SharedFile>(path, id != nullptr ? *id : Hash128{}, options_, own_options(path),
                                             limits_.longest_line, wanted_.get());
    const std::lock_guard lock(mutex_);
    shared_.push_back(std::move(file));
  }

  void finish(const std::shared_ptr<SharedFile>& file) {
    const std::lock_guard lock(mutex_);
    std::erase(shared_, file);
  }

  bool read_part(SharedFile& file, std::vector<Document>& documents, std::vector<Problem>& problems,
                 std::optional<std::uint32_t>& step) const {
    UnpackedPart part;
    const std::size_t num_told = problems.size();
    const bool is_there = file.next(part, problems, step);
    if (step && is_known(file, *step)) {
      problems.resize(num_told);
      return is_there;
    }
    if (!is_there) return false;
    const std::size_t old_size = documents.size();
    try {
      const bool is_whole_file = part.kind == UnpackedPart::Kind::document && part.name == file.path();
      take_documents(part, file.options(), wanted_.get(), documents, problems);
      if (is_whole_file && documents.size() > old_size) set_file_time(file.options(), documents.back());
    } catch (const std::bad_alloc&) {
      problems.push_back(out_of_memory(part.name));
    }
    if (wanted_ && part.kind != UnpackedPart::Kind::lines) {
      const auto begin = documents.begin() + static_cast<std::ptrdiff_t>(old_size);
      documents.erase(std::remove_if(begin, documents.end(),
                                     [&](const Document& document) { return !wanted_->contains(document.path); }),
                      documents.end());
    }
    return true;
  }

  InputOptions options_for(const std::string& path) const {
    std::optional<InputOptions> own = own_options(path);
    return own ? *std::move(own) : options_;
  }

  /// `options_` with what holds for one file, if anything does.
  std::optional<InputOptions> own_options(const std::string& path) const {
    if (!options_.of_file) return std::nullopt;
    InputOptions options = options_;
    const FileOptions here = options_.of_file(path);
    options.text_field = here.text_field.value_or(options_.text_field);
    options.id_field = here.id_field.value_or(options_.id_field);
    options.file_times = here.file_times.value_or(options_.file_times);
    if (options.id_field == options.text_field) options.id_field = "\n";  // names nothing
    return options;
  }

  static void set_file_time(const InputOptions& options, Document& document) {
    if (options.file_times) document.file_time = modification_time(document.path);
  }

  /// True if the file isn't one document, and has to be taken apart. `id`, if given, becomes SourceFile::id.
  bool read_document(const std::string& path, std::vector<Document>& documents, std::vector<Problem>& problems,
                     Hash128* id) {
    DocumentBytes source;
    const FileState state = read_file(path, source.bytes, &is_not_for_one_read);
    if (id != nullptr) *id = id_of_file(path, state.stamp, options_for(path));
    if (state.error != 0) source.damage = error_of_errno(state.error);
    if (state.is_special || state.is_folder)
      source.damage = {problem_code::special_file,
                       "It was a file when the folder was listed and isn't any more; it was not read."};
    if (state.has_changed) {
      problems.push_back({path, problem_code::changed,
                          "The file changed while it was read; the document is the state that was found. Run again "
                          "once nothing writes to it."});
    }
    if (source.damage.code == nullptr) {
      const std::string_view head = std::string_view(source.bytes).substr(0, decode_head_bytes);
      if (needs_unpacking(head, path, source.format)) {
        share(path, id);
        return true;
      }
    }
    const std::optional<InputOptions> own = own_options(path);
    const InputOptions& options = own ? *own : options_;
    Document document;
    if (!make_document(path, std::move(source), {options}, document, problems)) return false;
    set_file_time(options, document);
    documents.push_back(std::move(document));
    return false;
  }

  static Problem out_of_memory(const std::string& path) {
    return {path, problem_code::too_large,
            "There isn't enough memory for it. Split it, or run with fewer threads (--jobs) or more memory."};
  }

  const std::vector<std::string> files_;
  const InputOptions options_;
  const ReadLimits limits_;
  const std::shared_ptr<const WantedNames> wanted_;
  std::mutex mutex_;
  std::size_t next_file_ = 0;
  std::vector<std::shared_ptr<SharedFile>> shared_;
  std::vector<Problem> walk_problems_;
  std::vector<SourceFile> listed_;  // of files_, while some are known
  std::shared_ptr<const KnownSteps> known_;
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

std::uint64_t expected_bytes(const DocumentSource& source) {
  const auto* const files = dynamic_cast<const FileSource*>(&source);
  return files != nullptr ? files->expected_bytes() : 0;
}

std::unique_ptr<DocumentSource> open_files(FileList list, const InputOptions& options) {
  return std::make_unique<FileSource>(std::move(list), options, ReadLimits{});
}

bool read_in_memory(FileInMemory file, const InputOptions& options, const InMemoryBounds& bounds,
                    std::vector<Document>& documents, std::vector<Problem>& problems) {
  try {
    if (file.sent_as != SentAs::file) {
      const std::vector<Format>& formats = all_formats();
      const auto html =
          std::find_if(formats.begin(), formats.end(), [](const Format& format) { return format.name == "html"; });
      DocumentBytes source{std::move(file.bytes), file.sent_as == SentAs::html ? &*html : nullptr};
      source.is_surely_text = file.sent_as == SentAs::text;
      Document document;
      if (make_document(file.name, std::move(source), {options, file.charset}, document, problems))
        documents.push_back(std::move(document));
      return true;
    }
    Unpacker unpacker(file.name, std::move(file.bytes), std::move(file.charset), options);
    std::uint64_t text_bytes = 0;
    for (UnpackedPart part; unpacker.next(part, problems); part = {}) {
      throw_if_stopped();
      std::size_t taken = documents.size();
      take_documents(part, options, nullptr, documents, problems);
      for (; taken < documents.size(); ++taken) text_bytes += documents[taken].text.size();
      if (documents.size() > bounds.documents || text_bytes > bounds.text_bytes) return false;
    }
  } catch (const std::bad_alloc&) {
    problems.push_back({file.name, problem_code::too_large, "There isn't enough memory for it."});
  }
  return true;
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
