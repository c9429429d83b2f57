// Declaring and checking the limits; see the header. Covered by tests/cli/limit_test.cpp.
#include "cli/limit_options.h"

#include <cstdint>
#include <type_traits>

#include <fmt/format.h>

#include "cli/arguments.h"
#include "cli/byte_size.h"

namespace nuskha::cli {
namespace {

constexpr const char* group_limits = "Limits";

constexpr std::uint64_t most_expansion = 1'000'000'000;
constexpr std::uint64_t most_nesting = 100;
constexpr std::uint64_t most_members = 1'000'000'000'000;
constexpr std::uint64_t most_seconds = 86'400;

auto size_parser(const char* option) {
  return [option](const std::string& typed) -> Result<std::uint64_t> {
    const auto size = parse_byte_size(typed);
    if (!size) return refuse(option, fmt::format("\"{}\" is not a size such as 512M or 4G", typed));
    return *size;
  };
}

auto number_parser(const char* option, std::uint64_t least, std::uint64_t most) {
  return [=](const std::string& typed) -> Result<std::uint64_t> {
    const auto number = parse_number<std::uint64_t>(typed);
    if (!number || *number < least || *number > most)
      return refuse(option, fmt::format("\"{}\" is not a whole number from {} to {}", typed, least, most));
    return *number;
  };
}

const auto parse_max_document = size_parser("--max-document");
const auto parse_max_expansion = number_parser("--max-expansion", 1, most_expansion);
const auto parse_max_nesting = number_parser("--max-nesting", 0, most_nesting);
const auto parse_max_members = number_parser("--max-members", 1, most_members);
const auto parse_pdf_timeout = number_parser("--pdf-timeout", 1, most_seconds);
const auto parse_pdf_memory = size_parser("--pdf-memory");

}  // namespace

void add_limits(Command& command, LimitArguments& arguments) {
  command.add(
      group_limits, "--max-document", arguments.max_document, "SIZE",
      fmt::format("A document may unpack to this size, or to --max-expansion times\nthat of its file if that is "
                  "more; all of a container to 16 times as\nmuch. [{}]",
                  arguments.max_document),
      {.check = refused_by(parse_max_document)});
  command.add(group_limits, "--max-expansion", arguments.max_expansion, "N",
              fmt::format("See --max-document. [{}]", arguments.max_expansion),
              {.is_number = true, .check = refused_by(parse_max_expansion)});
  command.add(group_limits, "--max-nesting", arguments.max_nesting, "N", "Containers within one another, 0 to 100. [4]",
              {.is_number = true, .check = refused_by(parse_max_nesting)});
  command.add(group_limits, "--max-members", arguments.max_members, "N", "Files in one container. [1000000]",
              {.is_number = true, .check = refused_by(parse_max_members)});
  command.add(group_limits, "--pdf-timeout", arguments.pdf_timeout, "SECONDS",
              fmt::format("Time for one PDF. [{}]", arguments.pdf_timeout),
              {.is_number = true, .check = refused_by(parse_pdf_timeout)});
  command.add(group_limits, "--pdf-memory", arguments.pdf_memory, "SIZE", "Memory for reading one PDF. [1G]",
              {.check = refused_by(parse_pdf_memory)});
}  // NOLINT(clang-analyzer-cplusplus.NewDeleteLeaks): of std::function, which frees what it holds

Result<InputLimits> parse_limits(const LimitArguments& arguments) {
  InputLimits limits;
  Result<void> done;
  const auto set = [&](auto& field, const Result<std::uint64_t>& parsed) {
    if (!done) return;
    if (parsed)
      field = static_cast<std::remove_reference_t<decltype(field)>>(*parsed);
    else
      done = tl::unexpected(parsed.error());
  };
  set(limits.document_bytes, parse_max_document(arguments.max_document));
  set(limits.expansion, parse_max_expansion(arguments.max_expansion));
  set(limits.nesting, parse_max_nesting(arguments.max_nesting));
  set(limits.members, parse_max_members(arguments.max_members));
  set(limits.pdf_seconds, parse_pdf_timeout(arguments.pdf_timeout));
  set(limits.pdf_memory, parse_pdf_memory(arguments.pdf_memory));
  if (!done) return tl::unexpected(done.error());
  return limits;
}

}  // namespace nuskha::cli
