// zip, tar and 7z through libarchive. Nothing is written and no name is followed: members are read one after another
// into the caller's memory. Entry point: open_with_libarchive. What may be ignored at first: names, and which status of
// the library means what. docs/decisions/input-containers.md has the reasons. Test:
// tests/input/libarchive_reader_test.cpp.
#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <locale.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <new>
#include <utility>

#include "input/archive_input.h"
#include "input/container_budget.h"
#include "input/front_matter.h"
#include "input/problem_codes.h"
#include "input/readers.h"
#include "input/seven_zip_count.h"
#include "input/stream_head.h"

namespace nuskha {
namespace {

using std::string_view;

/// libarchive makes names of the locale's encoding: while this lives, of UTF-8, in this thread only.
class Utf8Names {
 public:
  Utf8Names() : old_(uselocale(utf8())) {}
  ~Utf8Names() { uselocale(old_); }
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;

 private:
  /// Without such a locale (Debian's libc-bin has it), that of the thread.
  static locale_t utf8() {
    static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return locale;
  }

  locale_t old_;
};

enum class Kind { zip, tar, seven_zip };

const char* name_of(Kind kind) {
  switch (kind) {
    case Kind::zip: return "ZIP archive";
    case Kind::tar: return "tar archive";
    case Kind::seven_zip: break;
  }
  return "7z archive";
}

/// Files that macOS adds to archives: they hold no text that anybody wrote. A resource fork begins with a signature.
bool is_of_macos(string_view name, string_view head) {
  const std::size_t slash = name.rfind('/');
  const string_view last = slash == name.npos ? name : name.substr(slash + 1);
  return name.starts_with("__MACOSX/") || last == ".DS_Store" ||
         (last.starts_with("._") && head.starts_with(string_view("\x00\x05\x16\x07", 4)));
}

/// Whether a zip has the record that ends its directory; without it libarchive reads it from the front, and says
/// nothing of what was cut off.
bool has_zip_end(ArchiveInput& input) {
  constexpr std::size_t record_bytes = 22;
  constexpr std::int64_t most_behind = record_bytes + (1 << 16);  // and the longest comment
  const std::int64_t size = input.seek(0, SEEK_END);
  if (size < 0 || input.seek(std::max<std::int64_t>(size - most_behind, 0), SEEK_SET) < 0) return false;
  std::string end;
  for (string_view piece; !(piece = input.next_piece()).empty();) end += piece;
  input.seek(0, SEEK_SET);
  const std::size_t found = end.find("PK\x05\x06");
  return found != end.npos && end.size() - found >= record_bytes;
}

class LibarchiveReader : public MemberReader {
 public:
  LibarchiveReader(ContainerBytes bytes, const InputLimits& limits) : bytes_(std::move(bytes)), limits_(limits) {}

  bool next(Member& member, std::vector<Problem>& problems) override {
    member_error_ = {};
    if (!std::exchange(is_opened_, true)) open();
    while (!is_done_) {
      if (!pass_over_rest() || !read_header()) break;
      ++num_entries_;
      if (archive_entry_filetype(entry_) != AE_IFREG || archive_entry_hardlink(entry_) != nullptr) continue;
      member.name = name_of_entry();
      member.charset.clear();
      member.date.reset();
      if (archive_entry_is_encrypted(entry_) != 0) {
        problems.push_back({member.name, problem_code::encrypted,
                            "It is encrypted and can't be read without a password. Unpack it with the password and "
                            "name the result."});
        continue;
      }
      is_in_member_ = true;
      begin_member();
      if (is_left_out(member.name, problems)) continue;
      if (!is_of_macos(member.name, {block_, block_bytes_})) return true;
    }
    tell_damage();
    return false;
  }

  std::size_t read(char* data, std::size_t size) override {
    if (size == 0) return 0;
    for (;;) {
      if (num_zeros_ > 0) {
        const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(num_zeros_, size));
        std::memset(data, 0, part);
        num_zeros_ -= part;
        position_ += part;
        return part;
      }
      if (block_bytes_ > 0) {
        const std::size_t part = std::min(block_bytes_, size);
        std::memcpy(data, block_, part);
        block_ += part;
        block_bytes_ -= part;
        position_ += part;
        return part;
      }
      if (!next_block()) return 0;
    }
  }

  const StreamError& member_error() const override { return member_error_; }
  const StreamError& error() const override { return error_; }

 private:
  struct Free {
    void operator()(archive* reader) const { archive_read_free(reader); }
  };

  void open() {
    std::string head = read_head(*bytes_.stream, 512);
    const Kind kind = is_tar(head, {}) ? Kind::tar : is_seven_zip(head, {}) ? Kind::seven_zip : Kind::zip;
    what_ = name_of(kind);
    bytes_.stream = put_back(std::move(head), std::move(bytes_.stream));
    is_forward_ = kind == Kind::tar;
    input_ =
        is_forward_ ? open_forward_input(std::move(bytes_), limits_) : open_seekable_input(std::move(bytes_), limits_);
    // Unpacking from the beginning is what 7z does to get to a member.
    passing_over_unpacks_ = kind == Kind::seven_zip;
    if (input_->error().code != nullptr && input_->error().code != string_view(problem_code::malformed)) {
      end(input_->error());
      return;
    }
    archive_.reset(archive_read_new());
    entry_ = nullptr;
    if (!archive_) throw std::bad_alloc();
    // Only these: others would take plain text for a list of files to open (mtree), or read what was never tried here.
    switch (kind) {
      case Kind::zip:
        if (!has_zip_end(*input_)) note_damage("its directory is missing");
        archive_read_support_format_zip(archive_.get());
        break;
      case Kind::seven_zip:
        if (!is_seven_zip_fit()) return;
        archive_read_support_format_7zip(archive_.get());
        break;
      // Not by asking for it: a tar whose first block is damaged is still one.
      case Kind::tar: archive_read_set_format(archive_.get(), ARCHIVE_FORMAT_TAR); break;
    }
    archive_read_set_read_callback(archive_.get(), &LibarchiveReader::give_piece);
    if (input_->can_seek()) {
      archive_read_set_seek_callback(archive_.get(), &LibarchiveReader::seek);
      archive_read_set_skip_callback(archive_.get(), &LibarchiveReader::skip);
    }
    archive_read_set_callback_data(archive_.get(), this);
    const int status = archive_read_open1(archive_.get());
    rethrow();
    if (status != ARCHIVE_OK) end_by_damage();
  }

  bool is_seven_zip_fit() {
    switch (look_into_seven_zip(*input_, limits_.members)) {
      case SevenZipDirectory::fits: return true;
      case SevenZipDirectory::encrypted: end(encrypted()); break;
      case SevenZipDirectory::unreadable: end(damage("its directory can't be read")); break;
      case SevenZipDirectory::too_large:
        end({problem_code::too_many,
             fmt::format("It says to hold more than {} files and was not read. Raise --max-members if that is meant.",
                         limits_.members)});
        break;
    }
    if (input_->error().code != nullptr) end(input_->error());
    return false;
  }

  // Nothing may be thrown through the library: what was is thrown again behind it.

  static la_ssize_t give_piece(archive* reader, void* self, const void** piece) {
    auto& that = *static_cast<LibarchiveReader*>(self);
    try {
      const string_view bytes = that.input_->next_piece();
      *piece = bytes.data();
      return static_cast<la_ssize_t>(bytes.size());
    } catch (...) {
      that.thrown_ = std::current_exception();
      archive_set_error(reader, ENOMEM, "out of memory");
      return ARCHIVE_FATAL;
    }
  }

  static la_int64_t seek(archive*, void* self, la_int64_t offset, int origin) {
    const std::int64_t position = static_cast<LibarchiveReader*>(self)->input_->seek(offset, origin);
    return position < 0 ? ARCHIVE_FATAL : position;
  }

  static la_int64_t skip(archive*, void* self, la_int64_t count) {
    ArchiveInput& input = *static_cast<LibarchiveReader*>(self)->input_;
    const std::int64_t old = input.seek(0, SEEK_CUR);
    const std::int64_t end = input.seek(0, SEEK_END);
    if (old < 0 || end < 0) return 0;
    return std::max<std::int64_t>(input.seek(std::min(old + std::min(count, end - old), end), SEEK_SET) - old, 0);
  }

  void rethrow() {
    if (!thrown_) return;
    is_done_ = true;
    std::rethrow_exception(std::exchange(thrown_, nullptr));
  }

  /// The next entry that libarchive finds, of any type; false at the end.
  bool read_header() {
    const Utf8Names utf8_names;
    for (;;) {
      const int status = archive_read_next_header(archive_.get(), &entry_);
      rethrow();
      if (status == ARCHIVE_OK || status == ARCHIVE_WARN) return true;
      if (status == ARCHIVE_EOF) break;
      if (status == ARCHIVE_FATAL || num_damages_ == most_damages) {
        end_by_damage();
        return false;
      }
      // Of a tar a block that can't be a header: libarchive goes on to look at the next.
      note_damage(library_message());
    }
    is_done_ = true;
    if (input_->error().code != nullptr) end(input_->error());
    return false;
  }

  std::string name_of_entry() {
    const Utf8Names utf8_names;
    if (const char* const name = archive_entry_pathname(entry_)) return name;
    if (const char* const name = archive_entry_pathname_utf8(entry_)) return name;
    return fmt::format("(entry {})", num_entries_);
  }

  void begin_member() {
    position_ = 0;
    num_zeros_ = 0;
    block_bytes_ = 0;
    next_block();  // its head is looked at, and whether it can be read at all comes out
  }

  /// True of a member of which nothing can be read.
  bool is_left_out(const std::string& name, std::vector<Problem>& problems) {
    if (member_error_.code == nullptr || block_bytes_ > 0 || num_zeros_ > 0) return false;
    if (!is_done_) problems.push_back({name, member_error_.code, std::exchange(member_error_, {}).message});
    return true;
  }

  /// Unpacks more of the member; false at its end.
  bool next_block() {
    if (!is_in_member_) return false;
    const void* block = nullptr;
    la_int64_t offset = 0;
    block_bytes_ = 0;
    const int status = archive_read_data_block(archive_.get(), &block, &block_bytes_, &offset);
    rethrow();
    if (status != ARCHIVE_OK && status != ARCHIVE_EOF) {
      block_bytes_ = 0;
      end_member_by_damage(status);
      return false;
    }
    block_ = static_cast<const char*>(block);
    if (status == ARCHIVE_EOF) {
      block_bytes_ = 0;
      is_in_member_ = false;
      // A hole at the end of a sparse file.
      if (is_forward_ && archive_entry_sparse_count(entry_) > 0) offset = archive_entry_size(entry_);
    }
    // Before the block lies a hole.
    const auto at = static_cast<std::uint64_t>(std::max<la_int64_t>(offset, 0));
    if (is_forward_ && at > position_) num_zeros_ = at - position_;
    return block_bytes_ > 0 || num_zeros_ > 0 || is_in_member_;
  }

  /// Before the next header: what is left of a member. False if nothing follows.
  bool pass_over_rest() {
    const bool must_unpack =
        is_in_member_ && (passing_over_unpacks_ || (entry_ != nullptr && archive_entry_size_is_set(entry_) == 0));
    if (must_unpack) {
      num_zeros_ = 0;
      const std::uint64_t most = most_container_bytes(limits_, input_->source_bytes());
      while (is_in_member_ && next_block()) {
        num_passed_bytes_ += block_bytes_;
        if (num_passed_bytes_ <= most) continue;
        end({problem_code::too_large,
             fmt::format("It unpacks to more than {} MiB; the rest of it was not read. If that is meant, raise "
                         "--max-expansion, or unpack it and name the result.",
                         num_passed_bytes_ >> 20)});
        return false;
      }
      member_error_ = {};
    }
    is_in_member_ = false;
    block_bytes_ = 0;
    num_zeros_ = 0;
    return !is_done_;
  }

  std::string library_message() const {
    const char* const text = archive_error_string(archive_.get());
    return text != nullptr ? to_one_line(text) : "no reason given";
  }

  void note_damage(std::string why) {
    if (num_damages_++ == 0) first_damage_ = std::move(why);
  }

  void end(StreamError error) {
    is_done_ = true;
    is_in_member_ = false;
    error_ = std::move(error);
  }

  StreamError damage(const std::string& why) const {
    return {problem_code::malformed,
            fmt::format("The {} is damaged or cut short ({}). Copy or pack it again.", what_, why)};
  }

  StreamError encrypted() const {
    return {problem_code::encrypted,
            fmt::format("The {} is encrypted, names and all, and can't be read without a password. Unpack it with the "
                        "password and name the result.",
                        what_)};
  }

  void end_by_damage() {
    const std::string why = library_message();
    if (input_->error().code != nullptr) {
      end(input_->error());
    } else if (why.find("ncrypted") != why.npos) {
      end(encrypted());
    } else {
      end(damage(why));
    }
  }

  void end_member_by_damage(int status) {
    is_in_member_ = false;
    const std::string why = library_message();
    if (status == ARCHIVE_FATAL) end_by_damage();
    const bool is_unknown = why.find("nsupported") != why.npos || why.find("not supported") != why.npos ||
                            why.find("nknown codec") != why.npos;
    if (is_unknown) {
      member_error_ = {problem_code::unsupported,
                       fmt::format("It is packed in a way that libarchive doesn't know ({}). Unpack the {} with the "
                                   "program that made it and name the result.",
                                   why, what_)};
      if (status == ARCHIVE_FATAL) error_ = member_error_;
    } else if (input_->error().code != nullptr) {
      member_error_ = input_->error();
    } else {
      member_error_ = {
          problem_code::malformed,
          fmt::format("It is damaged or cut short within the {} ({}). Copy or pack it again.", what_, why)};
    }
  }

  /// Of damage that was got over.
  void tell_damage() {
    if (num_damages_ == 0 || error_.code != nullptr) return;
    error_ = damage(first_damage_);
    error_.message += " Files after the damage were read where they could be found.";
  }

  static constexpr std::uint64_t most_damages = 1 << 20;

  ContainerBytes bytes_;
  InputLimits limits_;
  std::unique_ptr<ArchiveInput> input_;  // outlives archive_
  std::unique_ptr<archive, Free> archive_;
  archive_entry* entry_ = nullptr;
  const char* what_ = "";
  bool is_forward_ = false;
  bool passing_over_unpacks_ = false;
  bool is_opened_ = false;
  bool is_done_ = false;
  std::exception_ptr thrown_;
  std::uint64_t num_entries_ = 0;
  std::uint64_t num_damages_ = 0;
  std::string first_damage_;
  std::uint64_t num_passed_bytes_ = 0;
  // The member:
  bool is_in_member_ = false;
  const char* block_ = nullptr;
  std::size_t block_bytes_ = 0;
  std::uint64_t num_zeros_ = 0;  // of a hole before the block
  std::uint64_t position_ = 0;
  StreamError member_error_;
  StreamError error_;
};

}  // namespace

std::unique_ptr<MemberReader> open_with_libarchive(ContainerBytes bytes, const ExtractContext& context) {
  return std::make_unique<LibarchiveReader>(std::move(bytes), context.options.limits);
}

}  // namespace nuskha
