#include "input/read_file.h"

#include <sys/stat.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "input/temporary_folder.h"
#include "support/catch.h"

using nuskha::read_file;

TEST_CASE("files of every size around the buffer are read whole") {
  const nuskha_test::TemporaryFolder folder;
  for (const std::size_t size : {0u, 1u, 65535u, 65536u, 65537u, 200000u, 3000000u}) {
    std::string expected(size, 'x');
    for (std::size_t i = 0; i < size; ++i) expected[i] = static_cast<char>('a' + i % 26);
    const std::string path = folder.write("f", expected);
    std::string contents = "left over";
    const auto state = read_file(path, contents);
    CHECK(state.error == 0);
    CHECK_FALSE(state.has_changed);
    CHECK(contents == expected);
  }
}

TEST_CASE("a missing file, a folder and a named pipe are told apart without waiting") {
  const nuskha_test::TemporaryFolder folder;
  std::string contents;
  CHECK(read_file(folder / "none", contents).error == ENOENT);
  CHECK(read_file(folder.path(), contents).is_folder);
  REQUIRE(mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK(read_file(folder / "pipe", contents).is_special);
  CHECK(read_file("/dev/null", contents).is_special);
}

TEST_CASE("a file that grows and shrinks while it is read is no crash, and a change is told") {
  const nuskha_test::TemporaryFolder folder;
  const std::string path = folder.write("busy", std::string(8 << 20, 'x'));
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    for (unsigned i = 0; !stop; ++i) {
      std::error_code ignored;
      std::filesystem::resize_file(path, i % 2 == 0 ? 100 : 8 << 20, ignored);
    }
  });
  bool told = false;
  // A change while the file is being read is bound to happen, but nobody can say when; the bound only ends a test that
  // fails.
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!told && std::chrono::steady_clock::now() < give_up) {
    std::string contents;
    const auto state = read_file(path, contents);
    CHECK(state.error == 0);
    told = state.has_changed;
  }
  stop = true;
  writer.join();
  CHECK(told);
}

TEST_CASE("a file of the system that says it is empty is still read to its end") {
  std::string contents;
  REQUIRE(read_file("/proc/self/status", contents).error == 0);
  CHECK(contents.find("Name:") == 0);
}
