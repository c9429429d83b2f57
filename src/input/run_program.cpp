// posix_spawn, which costs the same whatever the size of this process, with both outputs read through pipes at once, so
// that neither can fill up and block the program. Its limits are set by prlimit(2) right after it has started: for some
// microseconds it runs without them, which harms nobody. Entry point: run_program. Tests:
// tests/input/run_program_test.cpp, changed_files_test.cpp.
#include "input/run_program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <thread>
#include <utility>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX has it in no header

namespace nuskha {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t max_error_bytes = 64 << 10;

/// A file descriptor, closed when this goes.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {
    // Out of the way of 0, 1 and 2, which the child gets anew, should this process have closed them.
    if (number_ < 0 || number_ > STDERR_FILENO) return;
    const int above = fcntl(number_, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    close(number_);
    number_ = above;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { reset(); }
  void reset() {
    if (number_ >= 0) close(number_);
    number_ = -1;
  }
  int number() const { return number_; }

 private:
  int number_ = -1;
};

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;

  bool open() {
    std::array<int, 2> ends = {-1, -1};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    read_end = Descriptor(ends[0]);
    write_end = Descriptor(ends[1]);
    return read_end.number() >= 0 && write_end.number() >= 0;
  }
};

/// A file that no folder has: in memory where the system can, else a temporary one whose name is taken off at once.
Descriptor nameless_file() {
#ifdef __linux__
  if (Descriptor memory(memfd_create("input", MFD_CLOEXEC)); memory.number() >= 0) return memory;
#endif
  const char* folder = std::getenv("TMPDIR");  // NOLINT(concurrency-mt-unsafe): nothing of ours sets variables
  std::string name = std::string(folder != nullptr && *folder != '\0' ? folder : "/tmp") + "/nuskha-XXXXXX";
  Descriptor file(mkostemp(name.data(), O_CLOEXEC));
  if (file.number() >= 0) unlink(name.c_str());
  return file;
}

/// `bytes` as an open file, at its beginning; a closed descriptor, and errno, if there is no room for it.
Descriptor open_input(std::string_view bytes) {
  Descriptor file = nameless_file();
  while (file.number() >= 0 && !bytes.empty()) {
    const ssize_t done = write(file.number(), bytes.data(), bytes.size());
    if (done > 0) bytes.remove_prefix(static_cast<std::size_t>(done));
    if (done < 0 && errno != EINTR) return {};
  }
  if (file.number() >= 0) lseek(file.number(), 0, SEEK_SET);
  return file;
}

std::vector<char*> environment_without(const std::vector<std::string>& without) {
  std::vector<char*> out;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view name(*variable, std::string_view(*variable).find('='));
    if (std::find(without.begin(), without.end(), name) == without.end()) out.push_back(*variable);
  }
  out.push_back(nullptr);
  return out;
}

bool is_limited(const ProgramLimits& limits) {
  return limits.seconds != 0 || limits.memory_bytes != 0 || limits.output_bytes != 0 || !limits.may_write_files;
}

void set_limits([[maybe_unused]] pid_t process, [[maybe_unused]] const ProgramLimits& limits) {
#ifdef __linux__
  const auto set = [process](__rlimit_resource what, rlim_t soft, rlim_t hard) {
    const rlimit limit = {soft, hard};
    prlimit(process, what, &limit, nullptr);
  };
  if (limits.seconds != 0) set(RLIMIT_CPU, limits.seconds, limits.seconds + 1);
  if (limits.memory_bytes != 0) set(RLIMIT_AS, limits.memory_bytes, limits.memory_bytes);
  if (!limits.may_write_files) {
    set(RLIMIT_FSIZE, 0, 0);
    set(RLIMIT_CORE, 0, 0);
  }
#endif
}

/// A program that has been started. Ended, with its process group, and waited for when this goes.
class Child {
 public:
  Child(pid_t process, bool has_group) : process_(process), has_group_(has_group) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (process_ <= 0) return;
    end();
    wait();
  }

  void end() const { kill(has_group_ ? -process_ : process_, SIGKILL); }

  /// Its status, once it has ended; by `deadline` it is ended. Then the rest of its process group is, before its number
  /// is free for others.
  int wait(const std::optional<Clock::time_point>& deadline = {}, bool* was_late = nullptr) {
    auto pause = std::chrono::microseconds(200);
    while (true) {
      siginfo_t info = {};
      const int got = waitid(P_PID, static_cast<id_t>(process_), &info, WEXITED | WNOWAIT | (deadline ? WNOHANG : 0));
      if (got < 0 && errno != EINTR) break;
      if (got == 0 && info.si_pid == process_) break;
      if (got < 0 || !deadline) continue;
      if (Clock::now() >= *deadline) {
        if (was_late != nullptr) *was_late = true;
        end();
        return wait();
      }
      std::this_thread::sleep_for(pause);
      pause = std::min(pause * 2, std::chrono::microseconds(20'000));
    }
    if (has_group_) end();
    int status = 0;
    while (waitpid(process_, &status, 0) < 0 && errno == EINTR) continue;
    process_ = 0;
    return status;
  }

 private:
  pid_t process_;
  bool has_group_;
};

/// Milliseconds until `deadline`, rounded up; -1 without one.
int milliseconds_until(const std::optional<Clock::time_point>& deadline) {
  if (!deadline) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - Clock::now()).count();
  return static_cast<int>(std::clamp<long long>(left, 0, 60'000));
}

/// Reads until both pipes are closed, or a limit is reached, which is returned.
ProgramRun::Stop read_both(const Pipe& out, const Pipe& err, const ProgramOptions& options,
                           const std::optional<Clock::time_point>& deadline, ProgramRun& run) {
  std::array<pollfd, 2> waiting = {{{out.read_end.number(), POLLIN, 0}, {err.read_end.number(), POLLIN, 0}}};
  std::uint64_t num_out = 0;
  std::array<char, 1 << 16> buffer;
  while (waiting[0].fd >= 0 || waiting[1].fd >= 0) {
    const int ready = poll(waiting.data(), waiting.size(), milliseconds_until(deadline));
    if (ready < 0 && errno != EINTR) return ProgramRun::Stop::none;
    if (deadline && Clock::now() >= *deadline) return ProgramRun::Stop::time;
    if (ready <= 0) continue;
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      if (waiting[i].fd < 0 || waiting[i].revents == 0) continue;
      const ssize_t got = read(waiting[i].fd, buffer.data(), buffer.size());
      if (got == 0 || (got < 0 && errno != EINTR)) waiting[i].fd = -1;
      if (got <= 0) continue;
      const std::string_view piece(buffer.data(), static_cast<std::size_t>(got));
      if (i == 1) {
        const bool is_bounded = is_limited(options.limits);
        run.err.append(
            piece.substr(0, is_bounded ? max_error_bytes - std::min(max_error_bytes, run.err.size()) : piece.npos));
        continue;
      }
      num_out += piece.size();
      if (options.limits.output_bytes != 0 && num_out > options.limits.output_bytes) return ProgramRun::Stop::output;
      if (options.take_output)
        options.take_output(piece);
      else
        run.out.append(piece);
    }
  }
  return ProgramRun::Stop::none;
}

/// What is to be undone of an object of posix_spawn.
struct SpawnSetup {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;

  SpawnSetup() {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
  }
  SpawnSetup(const SpawnSetup&) = delete;
  SpawnSetup& operator=(const SpawnSetup&) = delete;
  ~SpawnSetup() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
};

/// Starts it; errno or 0.
int start(const std::vector<std::string>& words, const ProgramOptions& options, const Descriptor& input,
          const Pipe& out, const Pipe& err, pid_t& process) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const std::vector<char*> environment = environment_without(options.without);
  SpawnSetup setup;
  if (options.input != nullptr)
    posix_spawn_file_actions_adddup2(&setup.actions, input.number(), STDIN_FILENO);
  else
    posix_spawn_file_actions_addopen(&setup.actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&setup.actions, out.write_end.number(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&setup.actions, err.write_end.number(), STDERR_FILENO);
  if (is_limited(options.limits)) {
    sigset_t defaults;
    sigemptyset(&defaults);
    for (const int signal : {SIGPIPE, SIGXCPU, SIGXFSZ}) sigaddset(&defaults, signal);
    posix_spawnattr_setsigdefault(&setup.attributes, &defaults);
    posix_spawnattr_setpgroup(&setup.attributes, 0);
    posix_spawnattr_setflags(&setup.attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
  }
  return posix_spawnp(&process, arguments[0], &setup.actions, &setup.attributes, arguments.data(), environment.data());
}

}  // namespace

ProgramRun run_program(const std::vector<std::string>& words, const ProgramOptions& options) {
  ProgramRun run;
  Descriptor input;
  Pipe out;
  Pipe err;
  if (options.input != nullptr) input = open_input(*options.input);
  if ((options.input != nullptr && input.number() < 0) || !out.open() || !err.open()) {
    run.start_error = errno;
    return run;
  }
  std::optional<Clock::time_point> deadline;
  if (options.limits.seconds != 0) deadline = Clock::now() + std::chrono::seconds(options.limits.seconds);
  pid_t process = 0;
  run.start_error = start(words, options, input, out, err, process);
  if (run.start_error != 0) return run;
  Child child(process, is_limited(options.limits));
  set_limits(process, options.limits);
  input.reset();
  out.write_end.reset();
  err.write_end.reset();
  run.stop = read_both(out, err, options, deadline, run);
  if (run.stop != ProgramRun::Stop::none) child.end();
  bool was_late = false;
  const int status = child.wait(deadline, &was_late);
  if (was_late) run.stop = ProgramRun::Stop::time;
  run.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  run.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  if (run.signal == SIGXCPU && run.stop == ProgramRun::Stop::none) run.stop = ProgramRun::Stop::time;
  return run;
}

ProgramRun run_program(const std::vector<std::string>& words, const std::vector<std::string>& without) {
  return run_program(words, ProgramOptions{.without = without});
}

}  // namespace nuskha
