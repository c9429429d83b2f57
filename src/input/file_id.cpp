// Entry points: id_of_file, may_pass. Test: tests/input/file_id_test.cpp.
#include "input/file_id.h"

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstdint>
#include <string_view>

#include "base/hash.h"
#include "input/problem_codes.h"

namespace nuskha {
namespace {

// Coarse clocks of file systems tick every 10 ms.
constexpr std::int64_t least_age_ns = 100'000'000;

bool is_fresh(const FileStamp& stamp) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const std::int64_t now_ns = std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
  return stamp.changed_ns > now_ns - least_age_ns;
}

}  // namespace

Hash128 id_of_file(const std::string& path, const FileStamp& stamp, const InputOptions& options) {
  if (is_fresh(stamp)) return {};
  const InputLimits& limits = options.limits;
  // Everything that reading one file depends on; which files are read is in the list of them.
  const std::array<std::uint64_t, 12> numbers = {stamp.bytes,
                                                 stamp.inode,
                                                 std::bit_cast<std::uint64_t>(stamp.modified_ns),
                                                 std::bit_cast<std::uint64_t>(stamp.changed_ns),
                                                 options.hidden ? 1u : 0u,
                                                 options.file_times ? 1u : 0u,
                                                 limits.document_bytes,
                                                 limits.expansion,
                                                 limits.nesting,
                                                 limits.members,
                                                 limits.pdf_seconds,
                                                 limits.pdf_memory};
  Hasher128 hasher;
  hasher.update({reinterpret_cast<const char*>(numbers.data()), sizeof numbers});
  for (const std::string* text : {&options.text_field, &options.id_field, &path}) {
    hasher.update(*text);
    hasher.update(std::string_view("\0", 1));
  }
  return hasher.digest();
}

bool may_pass(std::span<const Problem> problems) {
  static constexpr std::array<std::string_view, 6> passing = {problem_code::unreadable,  problem_code::special_file,
                                                              problem_code::disappeared, problem_code::changed,
                                                              problem_code::too_large,   problem_code::unsupported};
  return std::any_of(problems.begin(), problems.end(), [](const Problem& problem) {
    return std::find(passing.begin(), passing.end(), problem.code) != passing.end();
  });
}

}  // namespace nuskha
