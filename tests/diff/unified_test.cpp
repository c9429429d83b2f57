// The unified format: read back by patch itself.
#include <cstdlib>
#include <random>
#include <string>

#include "nuskha/diff.h"
#include "support/catch.h"
#include "support/reference.h"
#include "support/run_program.h"

using namespace nuskha;
using nuskha::testing::TemporaryFolder;

namespace {

/// What patch makes of `a` with the difference to `b`.
std::string patched(const TemporaryFolder& folder, const std::string& a, const std::string& b) {
  folder.write("a", a);
  folder.write("d", unified_diff(a, b, "a", "b"));
  const std::string command = "cd '" + folder.path().string() + "' && patch -s --binary -o out a d >log 2>&1";
  // NOLINTNEXTLINE(concurrency-mt-unsafe,cert-env33-c): a test of another program
  REQUIRE(std::system(command.c_str()) == 0);
  return folder.read("out");
}

}  // namespace

TEST_CASE("a unified diff is as diff -u writes it") {
  CHECK(unified_diff("a\nb\nc\n", "a\nB\nc\n", "old", "new") == "--- old\n+++ new\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n");
  CHECK(unified_diff("a", "a\n", "o", "n") == "--- o\n+++ n\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
  CHECK(unified_diff("", "x\n", "o", "n") == "--- o\n+++ n\n@@ -0,0 +1 @@\n+x\n");
  CHECK(unified_diff("same\n", "same\n", "o", "n").empty());
  CHECK(unified_diff("x\n", "y\n", "a b", "q\"\n").starts_with("--- \"a b\"\n+++ \"q\\\"\\012\"\n"));
  CHECK(unified_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\n5\n6\n7\n8\nX\n", "o", "n", 1) ==
        "--- o\n+++ n\n@@ -8,2 +8,2 @@\n 8\n-9\n+X\n");
}

TEST_CASE("patch makes the second of the first, byte for byte") {
  const TemporaryFolder folder;
  const std::string long_line(5000, 'x');
  const std::pair<std::string, std::string> pairs[] = {{"a\nb\n", "a\nb"},
                                                       {"a\nb", "a\nb\n"},
                                                       {"a\r\nb\r\n", "a\nb\r\n"},
                                                       {"a\rb\r", "a\rc\r"},
                                                       {"", "new\n"},
                                                       {"", "no newline"},
                                                       {"--- x\n", "+++ y\n"},
                                                       {"\\ No newline\n", "\\\n"},
                                                       {long_line, long_line + "y"},
                                                       {"\xff\xfe\n", "\xff\n"},
                                                       {"a\n\n\nb\n", "a\n\nb\n\n"}};
  for (const auto& [a, b] : pairs) {
    INFO(a << "|" << b);
    CHECK(patched(folder, a, b) == b);
  }
  std::mt19937_64 random(20260401);
  const std::string lines[] = {"a\n", "b\n", "c\r\n", "\n", "الوزارة\n", "@@ -1 +1 @@\n", "d"};
  for (int trial = 0; trial < reference::trials(150); ++trial) {
    std::string a, b;
    for (std::uint64_t n = 1 + random() % 30; n > 0; --n) {
      const std::string& line = lines[random() % std::size(lines)];
      if (random() % 6 != 0) a += line;
      if (random() % 6 != 0) b += line;
    }
    if (a == b) continue;
    INFO(a << "|" << b);
    REQUIRE(patched(folder, a, b) == b);
  }
}
