// How much memory there is for this process.
#pragma once

#include <cstdint>
#include <string>

namespace nuskha {

/// Bytes that this process may take at most: the machine's memory, or the limit of its control group (of a container,
/// of a service) if that is less. Never 0.
std::uint64_t memory_limit_bytes();

/// The same with the files of control groups looked for below `proc` and `groups` instead of /proc/self/cgroup and
/// /sys/fs/cgroup, and for a machine of `machine_bytes`.
std::uint64_t memory_limit_bytes(std::uint64_t machine_bytes, const std::string& proc, const std::string& groups);

}  // namespace nuskha
