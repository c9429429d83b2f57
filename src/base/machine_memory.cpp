// Entry point: memory_limit_bytes. Test: tests/base/machine_memory_test.cpp.
#include "base/machine_memory.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace nuskha {
namespace {

/// The number in a file; `otherwise` if there is none ("max").
std::uint64_t number_in(const std::string& file, std::uint64_t otherwise) {
  std::ifstream in(file);
  std::uint64_t number = 0;
  return in >> number ? number : otherwise;
}

}  // namespace

std::uint64_t memory_limit_bytes(std::uint64_t machine_bytes, const std::string& proc, const std::string& groups) {
  std::uint64_t limit = machine_bytes;
  std::ifstream in(proc);
  for (std::string line; std::getline(in, line);) {
    // "0::/user.slice/x" (version 2), "4:memory:/docker/x" (version 1). A group above may allow less.
    const bool is_second = line.starts_with("0::");
    const std::size_t first = line.find(":memory:");
    if (!is_second && first == line.npos) continue;
    std::string group = is_second ? line.substr(3) : line.substr(first + 8);
    for (;;) {
      const std::string file =
          is_second ? groups + group + "/memory.max" : groups + "/memory" + group + "/memory.limit_in_bytes";
      limit = std::min(limit, number_in(file, limit));
      const std::size_t slash = group.find_last_of('/');
      if (slash == group.npos) break;
      group.resize(slash);
    }
  }
  return std::max<std::uint64_t>(limit, 1);
}

std::uint64_t memory_limit_bytes() {
  const auto pages = static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES));
  return memory_limit_bytes(pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)), "/proc/self/cgroup",
                            "/sys/fs/cgroup");
}

}  // namespace nuskha
