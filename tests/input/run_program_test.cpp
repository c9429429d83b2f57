// Programs are those of every POSIX system. No test asserts how long something took: those that end would otherwise run
// for hours.
#include "input/run_program.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "input/temporary_folder.h"
#include "support/catch.h"

using nuskha::ProgramOptions;
using nuskha::ProgramRun;
using nuskha::run_program;
using Stop = ProgramRun::Stop;

namespace {

ProgramRun shell(const std::string& script, const ProgramOptions& options = {}) {
  return run_program({"sh", "-c", script}, options);
}

bool is_running(pid_t process) { return kill(process, 0) == 0; }

}  // namespace

TEST_CASE("a program reads its input, and can seek in it") {
  const std::string input = std::string(300'000, 'x') + "end\n";
  const ProgramRun run = shell("wc -c; tail -c 4 /dev/stdin", {.input = &input});
  CHECK(run.exit_code == 0);
  CHECK(run.out.find("300004") != std::string::npos);
  CHECK(run.out.ends_with("end\n"));
  const std::string nothing;
  CHECK(shell("wc -c", {.input = &nothing}).out.find('0') != std::string::npos);
}

TEST_CASE("a program that doesn't read its input harms nobody") {
  const std::string input(1 << 20, 'x');
  CHECK(shell("exit 3", {.input = &input}).exit_code == 3);
}

TEST_CASE("a program that takes too long is ended, and what it started too") {
  const ProgramRun run = shell("sleep 5000 & echo $!; sleep 5000", {.limits = {.seconds = 1}});
  CHECK(run.stop == Stop::time);
  const pid_t started = static_cast<pid_t>(std::stoi(run.out));
  for (int i = 0; i < 500 && is_running(started); ++i) usleep(10'000);  // its new parent takes note of its end
  CHECK(!is_running(started));
}

TEST_CASE("a program that closes its outputs and goes on is ended") {
  CHECK(shell("exec >&- 2>&-; sleep 5000", {.limits = {.seconds = 1}}).stop == Stop::time);
}

TEST_CASE("a program that leaves another behind is not waited for beyond its time") {
  const ProgramRun run = shell("sleep 5000 & exit 4", {.limits = {.seconds = 1}});
  CHECK(run.stop == Stop::time);  // the other holds the output open
}

#ifdef __linux__
TEST_CASE("processor time, memory and files are limited") {
  CHECK(shell("while :; do :; done", {.limits = {.seconds = 1}}).stop == Stop::time);
  const nuskha_test::TemporaryFolder folder;
  const ProgramRun run = shell("sleep 0.1; echo x > " + (folder / "file") + " && cat " + (folder / "file"),
                               {.limits = {.seconds = 60, .may_write_files = false}});
  CHECK(run.out.empty());
  CHECK((run.exit_code != 0 || run.signal != 0));
  const std::string limits =
      shell("sleep 0.1; ulimit -v; ulimit -c", {.limits = {.memory_bytes = 512u << 20, .may_write_files = false}}).out;
  CHECK(limits == "524288\n0\n");
}
#endif

TEST_CASE("too much output ends the program") {
  const ProgramRun run = shell("yes", {.limits = {.seconds = 600, .output_bytes = 100'000}});
  CHECK(run.stop == Stop::output);
  CHECK(run.out.size() <= 100'000);
  CHECK(shell("printf 12345", {.limits = {.output_bytes = 5}}).stop == Stop::none);
  CHECK(shell("printf 123456", {.limits = {.output_bytes = 5}}).stop == Stop::output);
}

TEST_CASE("of standard error a beginning is kept where there are limits") {
  const ProgramRun run = shell("head -c 300000 /dev/zero >&2; echo out", {.limits = {.seconds = 600}});
  CHECK(run.err.size() == 64u << 10);
  CHECK(run.out == "out\n");
}

TEST_CASE("output can be taken piece by piece, and the taker may fail") {
  std::size_t num_bytes = 0;
  const ProgramRun run =
      shell("head -c 200000 /dev/zero", {.take_output = [&](std::string_view piece) { num_bytes += piece.size(); }});
  CHECK(num_bytes == 200'000);
  CHECK(run.out.empty());
  const auto fail = [](std::string_view) { throw std::runtime_error("full"); };
  CHECK_THROWS_AS(shell("yes", {.limits = {.seconds = 600}, .take_output = fail}), std::runtime_error);
}

TEST_CASE("how a program ended is told") {
  CHECK(shell("kill -SEGV $$").signal == SIGSEGV);
  CHECK(shell("kill -SEGV $$").exit_code == 128 + SIGSEGV);
  CHECK(shell("exit 7").signal == 0);
  CHECK(run_program({"nuskha-no-such-program"}, ProgramOptions{}).start_error == ENOENT);
  const std::string input = "x";
  CHECK(
      run_program({"nuskha-no-such-program"}, ProgramOptions{.input = &input, .limits = {.seconds = 1}}).start_error ==
      ENOENT);
}

TEST_CASE("many threads run programs at once, each gets its own output, and no process is left") {
  std::vector<std::thread> threads;
  std::vector<int> num_wrong(8, 0);
  for (std::size_t t = 0; t < num_wrong.size(); ++t) {
    threads.emplace_back([t, &num_wrong] {
      for (int i = 0; i < 12; ++i) {
        const std::string input = std::to_string(t * 1000 + static_cast<std::size_t>(i));
        const ProgramRun run =
            run_program({"cat"}, ProgramOptions{.input = &input, .limits = {.seconds = 600, .may_write_files = false}});
        num_wrong[t] += run.out != input || run.exit_code != 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const int wrong : num_wrong) CHECK(wrong == 0);
  CHECK(waitpid(-1, nullptr, WNOHANG) == -1);
  CHECK(errno == ECHILD);
}
