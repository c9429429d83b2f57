// The memory that a process may take.
#include "base/machine_memory.h"

#include "support/catch.h"
#include "support/run_program.h"

using namespace nuskha;

TEST_CASE("a process may take no more than the machine has") {
  CHECK(memory_limit_bytes() > (std::uint64_t{16} << 20));
  CHECK(memory_limit_bytes(1000, "/nonexistent", "/nonexistent") == 1000);
}

TEST_CASE("the least limit of a control group and those above it holds") {
  const testing::TemporaryFolder folder;
  const std::string groups = folder.path();
  const auto limit_of = [&](const char* cgroup) {
    folder.write("cgroup", cgroup);
    return memory_limit_bytes(1'000'000, groups + "/cgroup", groups);
  };
  folder.write("a/b/memory.max", "max\n");
  folder.write("a/memory.max", "5000\n");
  folder.write("c/memory.max", "2000000\n");
  folder.write("memory/d/memory.limit_in_bytes", "300\n");
  CHECK(limit_of("0::/a/b\n") == 5000);
  CHECK(limit_of("0::/a\n") == 5000);
  CHECK(limit_of("0::/c\n") == 1'000'000);
  CHECK(limit_of("0::/\n") == 1'000'000);
  CHECK(limit_of("12:cpu:/a\n4:memory:/d\n") == 300);
  CHECK(limit_of("") == 1'000'000);
}
