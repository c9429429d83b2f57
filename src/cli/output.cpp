// Where a result goes; see the header. POSIX calls rather than std::ofstream, because the reason of a failure is
// wanted, and a file of a known mode, not yet there. Covered by tests/cli/output_test.cpp.
#include "cli/output.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <streambuf>
#include <system_error>
#include <utility>

#include "cli/exit_code.h"
#include "cli/messages.h"

namespace nuskha::cli {
namespace {

constexpr std::size_t buffer_bytes = 1 << 16;

bool is_standard_output(const std::string& path) { return path.empty() || path == "-"; }

std::string reason(int error_number) { return std::generic_category().message(error_number); }

tl::unexpected<Error> cannot_write(const std::string& path, int error_number) {
  return fail(ErrorCode::write_failed, is_standard_output(path) ? "standard output" : path,
              "could not be written: " + reason(error_number));
}

/// A buffer in front of a file descriptor. After a failure it takes nothing more.
class DescriptorBuffer : public std::streambuf {
 public:
  explicit DescriptorBuffer(int descriptor) : descriptor_(descriptor) {
    setp(buffer_.data(), buffer_.data() + buffer_.size());
  }
  int error_number() const { return error_number_; }

 protected:
  int_type overflow(int_type c) override {
    if (sync() != 0) return traits_type::eof();
    if (!traits_type::eq_int_type(c, traits_type::eof())) sputc(traits_type::to_char_type(c));
    return traits_type::not_eof(c);
  }

  std::streamsize xsputn(const char* data, std::streamsize size) override {
    if (size <= epptr() - pptr()) return std::streambuf::xsputn(data, size);
    // What doesn't fit isn't copied first.
    if (sync() != 0) return 0;
    write_all(data, data + size);
    return error_number_ == 0 ? size : 0;
  }

  int sync() override {
    write_all(pbase(), pptr());
    setp(buffer_.data(), buffer_.data() + buffer_.size());
    return error_number_ == 0 ? 0 : -1;
  }

 private:
  void write_all(const char* begin, const char* end) {
    while (error_number_ == 0 && begin != end) {
      const ssize_t count = ::write(descriptor_, begin, static_cast<std::size_t>(end - begin));
      if (count >= 0) {
        begin += count;
      } else if (errno == EAGAIN) {  // someone else made it non-blocking
        pollfd waiting{descriptor_, POLLOUT, 0};
        ::poll(&waiting, 1, -1);
      } else if (errno != EINTR) {
        error_number_ = errno;
      }
    }
  }

  int descriptor_;
  int error_number_ = 0;
  std::array<char, buffer_bytes> buffer_;
};

/// Where a link leads, so that the link itself stays; the path as it is if it leads nowhere yet.
std::string resolve_link(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_symlink(path, error)) return path;
  const std::filesystem::path target = std::filesystem::weakly_canonical(path, error);
  return error ? path : target.string();
}

std::string folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

bool is_special(const struct stat& status) { return !S_ISREG(status.st_mode); }

}  // namespace

struct Output::State {
  std::string path;            ///< As given.
  std::string target;          ///< With links resolved.
  std::string temporary_path;  ///< Empty if written directly.
  int descriptor = -1;
  bool owns_descriptor = false;
  std::unique_ptr<DescriptorBuffer> buffer;
  std::unique_ptr<std::ostream> stream;

  ~State() {
    if (owns_descriptor && descriptor >= 0) ::close(descriptor);
    if (!temporary_path.empty()) ::unlink(temporary_path.c_str());
  }
};

Result<void> check_writable(const std::string& path) {
  if (is_standard_output(path)) return {};
  const std::string target = resolve_link(path);
  struct stat status {};
  if (::stat(target.c_str(), &status) == 0) {
    if (S_ISDIR(status.st_mode)) return cannot_write(path, EISDIR);
    if (is_special(status)) return ::access(target.c_str(), W_OK) == 0 ? Result<void>{} : cannot_write(path, errno);
  }
  const std::string folder = folder_of(target);
  if (::stat(folder.c_str(), &status) != 0) return cannot_write(path, errno);
  if (!S_ISDIR(status.st_mode)) return cannot_write(path, ENOTDIR);
  if (::access(folder.c_str(), W_OK | X_OK) != 0) return cannot_write(path, errno);
  return {};
}

Output::Output(std::unique_ptr<State> state) : state_(std::move(state)) {}
Output::~Output() = default;
Output::Output(Output&&) noexcept = default;
Output& Output::operator=(Output&&) noexcept = default;

Result<Output> Output::open(const std::string& path) {
  auto state = std::make_unique<State>();
  state->path = path;
  if (is_standard_output(path)) {
    state->descriptor = STDOUT_FILENO;
  } else {
    state->target = resolve_link(path);
    struct stat status {};
    const bool exists = ::stat(state->target.c_str(), &status) == 0;
    if (exists && is_special(status)) {
      state->descriptor = ::open(state->target.c_str(), O_WRONLY | O_CLOEXEC);
    } else {
      // O_EXCL, so that no file or link that someone put there is followed; 0666, so that the umask counts.
      for (unsigned attempt = 0; attempt < 1000 && state->descriptor < 0; ++attempt) {
        state->temporary_path = state->target + ".part-" + std::to_string(::getpid()) + "-" + std::to_string(attempt);
        state->descriptor = ::open(state->temporary_path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (state->descriptor < 0 && errno != EEXIST) break;
      }
      if (state->descriptor < 0) {
        const int error_number = errno;
        state->temporary_path.clear();
        return cannot_write(path, error_number);
      }
      if (exists) ::fchmod(state->descriptor, status.st_mode & 07777);  // best effort
    }
    if (state->descriptor < 0) return cannot_write(path, errno);
    state->owns_descriptor = true;
  }
  state->buffer = std::make_unique<DescriptorBuffer>(state->descriptor);
  state->stream = std::make_unique<std::ostream>(state->buffer.get());
  return Output(std::move(state));
}

std::ostream& Output::stream() { return *state_->stream; }

Result<void> Output::finish() {
  State& state = *state_;
  state.stream->flush();
  if (state.buffer->error_number() != 0) return cannot_write(state.path, state.buffer->error_number());
  if (!state.owns_descriptor) return {};
  const bool is_temporary = !state.temporary_path.empty();
  if (is_temporary && ::fsync(state.descriptor) != 0) return cannot_write(state.path, errno);
  if (::close(std::exchange(state.descriptor, -1)) != 0) return cannot_write(state.path, errno);
  if (is_temporary) {
    if (std::rename(state.temporary_path.c_str(), state.target.c_str()) != 0) return cannot_write(state.path, errno);
    state.temporary_path.clear();
  }
  return {};
}

bool Output::reader_is_gone() const { return state_->buffer->error_number() == EPIPE; }

int print_result(const std::string& text) {
  Result<Output> output = Output::open("");
  output->stream() << text;
  const Result<void> finished = output->finish();
  if (finished) return exit_done;
  if (!output->reader_is_gone()) print_error(finished.error());
  return exit_error;
}

}  // namespace nuskha::cli
