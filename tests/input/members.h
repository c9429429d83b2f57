// Everything that a reader of a container hands out.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "input/extractor.h"
#include "input/memory_stream.h"

namespace nuskha_test {

struct ReadMember {
  nuskha::Member member;
  std::string bytes;
  nuskha::StreamError error;
};

struct ReadMembers {
  std::vector<ReadMember> members;
  std::vector<nuskha::Problem> problems;
  nuskha::StreamError error;

  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const ReadMember& one : members) out.push_back(one.member.name);
    return out;
  }
  /// Whether anything at all was told to have gone wrong.
  bool is_told() const {
    return error.code != nullptr || !problems.empty() ||
           std::any_of(members.begin(), members.end(), [](const ReadMember& one) { return one.error.code != nullptr; });
  }
  std::string_view code() const { return error.code != nullptr ? error.code : ""; }
};

inline ReadMembers read_members(nuskha::MemberReader& reader, std::size_t piece = 10'000, std::size_t most = 1 << 24) {
  ReadMembers out;
  nuskha::Member member;
  std::string buffer(piece, '\0');
  while (reader.next(member, out.problems)) {
    ReadMember& one = out.members.emplace_back();
    one.member = member;
    for (std::size_t got = 0; one.bytes.size() < most && (got = reader.read(buffer.data(), buffer.size())) > 0;)
      one.bytes.append(buffer, 0, got);
    one.error = reader.member_error();
  }
  out.error = reader.error();
  return out;
}

/// By way of a stream; `path`: by way of a file as well.
inline ReadMembers read_members(nuskha::OpenContainer open, std::string bytes, const nuskha::InputOptions& options = {},
                                const std::string& path = {}, std::size_t piece = 10'000) {
  const auto reader =
      open({std::make_unique<MemoryStream>(std::move(bytes), std::max<std::size_t>(piece, 512)), path}, {options});
  return read_members(*reader, piece);
}

}  // namespace nuskha_test
