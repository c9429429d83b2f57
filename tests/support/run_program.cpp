// Runs the real program; see the header. POSIX only: fork, exec, pipes and pseudo-terminals.
#include "support/run_program.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <system_error>

namespace nuskha::testing {
namespace {

[[noreturn]] void throw_errno(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

/// The two ends of a channel: we hold `ours`, the program gets `theirs`.
struct Channel {
  int ours = -1;
  int theirs = -1;
};

Channel open_pipe(bool program_writes) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw_errno("pipe2");
  return program_writes ? Channel{ends[0], ends[1]} : Channel{ends[1], ends[0]};
}

Channel open_terminal() {
  winsize size{};
  size.ws_row = 24;
  size.ws_col = 80;
  Channel channel;
  if (openpty(&channel.ours, &channel.theirs, nullptr, nullptr, &size) != 0) throw_errno("openpty");
  fcntl(channel.ours, F_SETFD, FD_CLOEXEC);
  fcntl(channel.theirs, F_SETFD, FD_CLOEXEC);
  return channel;
}

std::vector<std::string> make_environment(const RunOptions& options) {
  std::map<std::string, std::string> variables = {
      {"PATH", "/usr/bin:/bin"}, {"HOME", "/"}, {"LC_ALL", "C"}, {"TERM", "xterm"}};
  // Sanitizers are steered through the environment.
  for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS", "LD_LIBRARY_PATH"}) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here changes the environment
    if (const char* value = std::getenv(name)) variables[name] = value;
  }
  for (const auto& [name, value] : options.environment) variables[name] = value;
  std::vector<std::string> lines;
  for (const auto& [name, value] : variables) {
    if (!value.empty()) lines.push_back(name + "=" + value);
  }
  return lines;
}

std::vector<char*> pointers_to(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  pointers.reserve(strings.size() + 1);
  for (std::string& string : strings) pointers.push_back(string.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// Feeds the program's input and collects both outputs until they end.
void exchange(int input, std::string_view to_send, int out, int err, ProgramResult& result) {
  const auto collect = [](int& descriptor, std::string& text) {
    char buffer[4096];
    const ssize_t count = read(descriptor, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) return;
    if (count > 0) {
      text.append(buffer, static_cast<std::size_t>(count));
    } else {  // the end; a terminal whose other side is gone says EIO
      close(descriptor);
      descriptor = -1;
    }
  };
  if (to_send.empty()) {
    close(input);
    input = -1;
  }
  while (out >= 0 || err >= 0) {
    pollfd waiting[3] = {{out, POLLIN, 0}, {err, POLLIN, 0}, {input, POLLOUT, 0}};
    if (poll(waiting, 3, -1) < 0 && errno != EINTR) throw_errno("poll");
    if (waiting[0].revents != 0) collect(out, result.out);
    if (waiting[1].revents != 0) collect(err, result.err);
    if (waiting[2].revents != 0) {
      const ssize_t count = write(input, to_send.data(), to_send.size());
      to_send.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : to_send.size());
      if (to_send.empty()) {
        close(input);
        input = -1;
      }
    }
  }
  if (input >= 0) close(input);
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "nuskha-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw_errno("mkdtemp");
  chmod(name.c_str(), 0755);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  for (std::filesystem::recursive_directory_iterator
           entry(path_, std::filesystem::directory_options::skip_permission_denied, ignored),
       end;
       !ignored && entry != end; entry.increment(ignored)) {
    if (entry->is_directory(ignored) && !entry->is_symlink(ignored)) chmod(entry->path().c_str(), 0755);
  }
  std::filesystem::remove_all(path_, ignored);
}

void TemporaryFolder::write(const std::string& name, std::string_view content) const {
  const std::filesystem::path file = path_ / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream stream(file, std::ios::binary);
  stream << content;
  if (!stream.flush()) throw std::system_error(errno, std::generic_category(), file.string());
}

std::string TemporaryFolder::read(const std::string& name) const {
  std::ifstream stream(path_ / name, std::ios::binary);
  if (!stream) throw std::system_error(errno, std::generic_category(), name);
  std::ostringstream content;
  content << stream.rdbuf();
  return content.str();
}

bool TemporaryFolder::exists(const std::string& name) const { return std::filesystem::exists(path_ / name); }

ProgramResult run_nuskha(const TemporaryFolder& folder, const std::vector<std::string>& arguments,
                         const RunOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);  // the program may end before it has read its input
  std::vector<std::string> words = {NUSKHA_BINARY};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = make_environment(options);
  const std::vector<char*> argv = pointers_to(words);
  const std::vector<char*> envp = pointers_to(variables);

  const Channel in = open_pipe(false);
  Channel out = options.output_is_terminal ? open_terminal() : open_pipe(true);
  const Channel err = options.error_is_terminal ? open_terminal() : open_pipe(true);
  if (options.close_output_early) {
    close(out.ours);
    out.ours = -1;
  }
  if (!options.standard_output_file.empty()) {
    close(out.theirs);
    out.theirs = open(options.standard_output_file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    if (out.theirs < 0) throw_errno(options.standard_output_file.c_str());
  }

  // Opened here, because a user without privileges may not be able to reach it.
  const int program = open(NUSKHA_BINARY, O_RDONLY | O_CLOEXEC);
  if (program < 0) throw_errno(NUSKHA_BINARY);
  const pid_t child = fork();
  if (child < 0) throw_errno("fork");
  if (child == 0) {
    std::signal(SIGPIPE, SIG_DFL);
    dup2(in.theirs, 0);
    dup2(out.theirs, 1);
    dup2(err.theirs, 2);
    if (chdir((folder.path() / options.start_in).c_str()) != 0) _exit(127);
    if (options.without_privileges && geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(127);
    if (options.max_file_bytes != 0) {
      std::signal(SIGXFSZ, SIG_IGN);  // else the signal ends the program before it sees the error
      const rlimit limit{options.max_file_bytes, options.max_file_bytes};
      setrlimit(RLIMIT_FSIZE, &limit);
    }
    fexecve(program, argv.data(), envp.data());
    _exit(127);
  }
  close(program);
  close(in.theirs);
  close(out.theirs);
  close(err.theirs);
  ProgramResult result;
  exchange(in.ours, options.standard_input, out.ours, err.ours, result);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

}  // namespace nuskha::testing
