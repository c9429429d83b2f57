// Entry point: WorkDir::open. A file is written under a temporary name, brought to the disk and renamed; the hash in
// its header says whether it is whole. Test: tests/scan/work_dir_test.cpp.
#include "scan/work_dir.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/hash.h"
#include "nuskha/version.h"
#include "scan/byte_codec.h"

namespace nuskha {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t format_version = 1;
constexpr std::string_view magic = "nuskhaWD";
constexpr std::size_t version_bytes = 24;
constexpr std::size_t hashed_bytes = 64;  // of the header

constexpr const char* marker_name = "nuskha-work-dir";
constexpr std::string_view marker_begin = "work folder of nuskha, format ";
constexpr std::string_view marker_end =
    "\n\nWhat nuskha scan --work-dir has done so far. Delete the folder once the scan is done.\n";

// So that a scan of a folder around this one passes over it.
constexpr const char* ignore_name = ".nuskhaignore";
constexpr std::string_view ignore_text = "*\n";

constexpr std::string_view segment_prefix = "reading-";
constexpr std::string_view ending = ".stage";
constexpr std::string_view temporary_ending = ".tmp";
constexpr std::size_t segment_digits = 8;

std::string reason(int error_number) { return std::generic_category().message(error_number); }

tl::unexpected<Error> cannot_write(const std::string& path, int error_number) {
  const std::string advice = error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG
                                 ? "Make room there and run again: what is done already stays."
                                 : "Name a folder that can be written to with --work-dir.";
  return fail(ErrorCode::write_failed, path, fmt::format("can't be written: {}. {}", reason(error_number), advice));
}

/// Number of a segment by its name.
std::optional<std::uint64_t> segment_number(std::string_view name) {
  if (name.size() != segment_prefix.size() + segment_digits + ending.size() || !name.starts_with(segment_prefix) ||
      !name.ends_with(ending))
    return std::nullopt;
  const std::string_view digits = name.substr(segment_prefix.size(), segment_digits);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

bool is_ours(std::string_view name) {
  if (name == marker_name || name == ignore_name) return true;
  if (name.ends_with(temporary_ending)) name.remove_suffix(temporary_ending.size());
  if (name == ignore_name || segment_number(name)) return true;
  for (std::uint32_t kind = 2; kind <= num_work_kinds; ++kind)
    if (name == name_of(static_cast<WorkKind>(kind))) return true;
  return false;
}

std::vector<std::string> names_in(const std::string& path, std::error_code& error) {
  std::vector<std::string> names;
  fs::directory_iterator entry(path, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error))
    names.push_back(entry->path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

int write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t got = ::write(file, bytes.data(), bytes.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(got));
  }
  return 0;
}

/// Writes a file beside its place, brings it to the disk and moves it there. Returns an errno.
int write_file(const std::string& folder, const std::string& name, std::string_view head, std::string_view body) {
  const std::string path = folder + "/" + name;
  const std::string temporary = path + std::string(temporary_ending);
  const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return errno;
  int error = write_all(file, head);
  if (error == 0) error = write_all(file, body);
  if (error == 0 && ::fsync(file) != 0) error = errno;
  if (::close(file) != 0 && error == 0) error = errno;
  if (error == 0 && ::rename(temporary.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) {
    ::unlink(temporary.c_str());
    return error;
  }
  // The new name is on the disk, too, once the folder is.
  const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return errno;
  if (::fsync(directory) != 0 && errno != EINVAL) error = errno;
  ::close(directory);
  return error;
}

/// The whole file; nothing with errno if it can't be read.
std::optional<std::string> read_whole(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (file < 0) return std::nullopt;
  std::string bytes;
  struct stat state;
  int error = 0;
  if (::fstat(file, &state) != 0 || !S_ISREG(state.st_mode)) error = EINVAL;
  if (error == 0) bytes.resize(static_cast<std::size_t>(state.st_size));
  std::size_t size = 0;
  while (error == 0 && size < bytes.size()) {
    const ssize_t got = ::read(file, bytes.data() + size, bytes.size() - size);
    if (got == 0) break;
    if (got > 0) size += static_cast<std::size_t>(got);
    if (got < 0 && errno != EINTR) error = errno;
  }
  ::close(file);
  bytes.resize(size);
  if (error == 0) return bytes;
  errno = error;
  return std::nullopt;
}

/// The format that a marker names; nothing if it isn't one.
std::optional<std::uint32_t> format_of_marker(std::string_view text) {
  if (!text.starts_with(marker_begin)) return std::nullopt;
  text.remove_prefix(marker_begin.size());
  std::uint32_t format = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), format);
  if (error != std::errc() || end == text.data() + text.size() || *end != '\n' || format == 0) return std::nullopt;
  return format;
}

/// Refuses a folder that isn't one of ours.
Result<void> check_names(const std::string& path, const std::vector<std::string>& names) {
  const bool is_marked = std::find(names.begin(), names.end(), marker_name) != names.end();
  for (const std::string& name : names)
    if (!is_ours(name) || !is_marked)
      return fail(ErrorCode::invalid_argument, path,
                  fmt::format("isn't a work folder of nuskha: it holds \"{}\". Name a new or an empty folder with "
                              "--work-dir.",
                              name));
  return {};
}

/// The marker, locked for as long as the descriptor is open.
Result<int> lock_marker(const std::string& path) {
  const std::string marker = path + "/" + marker_name;
  const int file = ::open(marker.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (file < 0) return cannot_write(path, errno);
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) return file;
  const int error = errno;
  ::close(file);
  if (error == EWOULDBLOCK)
    return fail(ErrorCode::invalid_argument, path,
                "is in use by another nuskha. Wait until that is done, or name another folder with --work-dir.");
  return fail(ErrorCode::write_failed, path,
              fmt::format("can't be locked: {}. Name a folder on a local disk with --work-dir.", reason(error)));
}

/// What a marker says that is there already, or was made just now and is empty.
Result<void> check_marker(const std::string& path, bool has_files, std::string_view text) {
  const std::optional<std::uint32_t> format = format_of_marker(text);
  if (format == format_version || (text.empty() && !has_files)) return {};
  if (format && *format > format_version)
    return fail(ErrorCode::invalid_argument, path,
                fmt::format("was made by a newer nuskha (format {}; this one knows {}). Run that, or name another "
                            "folder with --work-dir.",
                            *format, format_version));
  return fail(ErrorCode::invalid_argument, path,
              fmt::format("isn't a work folder of this nuskha: its file \"{}\" is damaged or of another version. "
                          "Delete the folder, or name another with --work-dir.",
                          marker_name));
}

}  // namespace

struct WorkDir::Counter {
  std::atomic<std::uint64_t> next{1};
};

std::string_view to_string(WorkKind kind) {
  static constexpr std::array<std::string_view, num_work_kinds> names = {
      "reading", "candidates", "verified", "boilerplate", "bodies", "passages", "related"};
  return names[static_cast<std::size_t>(kind) - 1];
}

std::string name_of(WorkKind kind) { return std::string(to_string(kind)) + std::string(ending); }

std::string make_header(WorkKind kind, const Hash128& fingerprint, std::string_view payload) {
  ByteWriter header;
  header.append(magic);
  header.number(format_version);
  header.number(static_cast<std::uint32_t>(kind));
  header.number(static_cast<std::uint64_t>(payload.size()));
  header.hash(fingerprint);
  std::string program = version();
  program.resize(version_bytes, '\0');
  header.append(program);
  Hasher128 hasher;
  hasher.update(header.bytes());
  hasher.update(payload);
  header.hash(hasher.digest());
  return std::string(header.bytes());
}

WorkDir::WorkDir(std::string path, WorkDirOptions options, int lock)
    : path_(std::move(path)), options_(std::move(options)), lock_(lock), next_segment_(std::make_unique<Counter>()) {}

WorkDir::~WorkDir() { ::close(lock_); }

Result<std::unique_ptr<WorkDir>> WorkDir::open(const std::string& path, WorkDirOptions options) {
  if (::mkdir(path.c_str(), 0755) != 0 && errno != EEXIST) {
    if (errno != ENOENT) return cannot_write(path, errno);
    return fail(ErrorCode::not_found, path, "can't be made: the folder above it isn't there.");
  }
  std::error_code error;
  std::vector<std::string> names = names_in(path, error);
  if (error) return cannot_write(path, error.value());
  if (const Result<void> ours = check_names(path, names); !ours) return tl::unexpected(ours.error());
  const Result<int> lock = lock_marker(path);
  if (!lock) return tl::unexpected(lock.error());
  std::unique_ptr<WorkDir> out(new WorkDir(path, std::move(options), *lock));

  // Nobody else is at it from here on.
  names = names_in(path, error);
  if (error) return cannot_write(path, error.value());
  const bool has_files = std::any_of(names.begin(), names.end(), [](const std::string& name) {
    return name != marker_name && !name.starts_with(ignore_name);
  });
  const std::optional<std::string> marker = read_whole(path + "/" + marker_name);
  if (!marker) return cannot_write(path, errno);
  if (const Result<void> good = check_marker(path, has_files, *marker); !good) return tl::unexpected(good.error());
  if (marker->empty()) {
    const std::string text = fmt::format("{}{}{}", marker_begin, format_version, marker_end);
    int failed = write_all(*lock, text);
    if (failed == 0 && ::fsync(*lock) != 0) failed = errno;
    if (failed != 0 && ::ftruncate(*lock, 0) != 0) failed = errno;
    if (failed != 0) return cannot_write(path, failed);
  }
  if (std::find(names.begin(), names.end(), ignore_name) == names.end())
    if (const int failed = write_file(path, ignore_name, ignore_text, {}); failed != 0)
      return cannot_write(path, failed);
  for (const std::string& name : names) {
    if (name.ends_with(temporary_ending)) out->remove(name);
    if (const auto number = segment_number(name)) out->next_segment_->next = *number + 1;
  }
  return out;
}

std::vector<std::string> WorkDir::segments() const {
  std::error_code error;
  std::vector<std::string> names = names_in(path_, error);
  std::erase_if(names, [](const std::string& name) { return !segment_number(name); });
  return names;
}

std::string WorkDir::new_segment() {
  return fmt::format("{}{:0{}}{}", segment_prefix, next_segment_->next.fetch_add(1), segment_digits, ending);
}

Result<void> WorkDir::write(const std::string& name, WorkKind kind, const Hash128& fingerprint,
                            std::string_view payload) {
  int error = options_.before_write ? options_.before_write(name) : 0;
  if (error == 0) error = write_file(path_, name, make_header(kind, fingerprint, payload), payload);
  if (error != 0) return cannot_write(path_, error);
  return {};
}

WorkFile WorkDir::read(const std::string& name, WorkKind kind, const Hash128& fingerprint) const {
  WorkFile out;
  std::optional<std::string> bytes = read_whole(path_ + "/" + name);
  if (!bytes) {
    if (errno != ENOENT) out.state = WorkFile::State::damaged;
    return out;
  }
  out.state = WorkFile::State::damaged;
  out.bytes = *std::move(bytes);
  if (out.bytes.size() < WorkFile::header_bytes) return out;
  ByteReader header(std::string_view(out.bytes).substr(0, WorkFile::header_bytes));
  const std::string_view stored_magic = header.take(magic.size());
  const auto stored_format = header.number<std::uint32_t>();
  const auto stored_kind = header.number<std::uint32_t>();
  const auto stored_size = header.number<std::uint64_t>();
  const Hash128 stored_fingerprint = header.hash();
  std::string_view program = header.take(version_bytes);
  const Hash128 stored_hash = header.hash();
  Hasher128 hasher;
  hasher.update(std::string_view(out.bytes).substr(0, hashed_bytes));
  hasher.update(out.payload());
  if (stored_magic != magic || stored_size != out.payload().size() || stored_hash != hasher.digest()) return out;
  program = program.substr(0, std::min(program.find('\0'), program.size()));
  const bool is_same = stored_format == format_version && stored_kind == static_cast<std::uint32_t>(kind) &&
                       stored_fingerprint == fingerprint && program == version();
  out.state = is_same ? WorkFile::State::good : WorkFile::State::other;
  return out;
}

void WorkDir::remove(const std::string& name) { ::unlink((path_ + "/" + name).c_str()); }

std::uint64_t WorkDir::used_bytes() const {
  std::error_code error;
  std::uint64_t bytes = 0;
  for (const std::string& name : names_in(path_, error)) {
    const std::uintmax_t size = fs::file_size(path_ + "/" + name, error);
    if (!error) bytes += size;
  }
  return bytes;
}

std::optional<std::uint64_t> WorkDir::free_bytes() const {
  struct statvfs state;
  if (::statvfs(path_.c_str(), &state) != 0) return std::nullopt;
  return std::uint64_t{state.f_bavail} * state.f_frsize;
}

}  // namespace nuskha
