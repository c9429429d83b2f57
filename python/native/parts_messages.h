// What goes between the steps on parts, to and from Python: lists of bytes, and where each goes.
#pragma once

#include <nanobind/nanobind.h>

#include <cstdint>
#include <string>
#include <vector>

#include "parts.h"
#include "parts/key_counts.h"
#include "parts/text_rows.h"
#include "strings.h"

namespace nuskha::python {

/// (where to, bytes) of each; the shards of a second group have numbers from `first_shard` on.
inline void append_messages(const std::vector<Message>& messages, std::uint64_t first_shard, nb::list& out) {
  for (const Message& message : messages) out.append(nb::make_tuple(first_shard + message.to, to_bytes(message.data)));
}

inline nb::list list_of(const std::vector<Message>& messages) {
  nb::list out;
  append_messages(messages, 0, out);
  return out;
}

inline nb::list list_of(const std::vector<std::string>& blobs) {
  nb::list out;
  for (const std::string& blob : blobs) out.append(to_bytes(blob));
  return out;
}

/// Ids and what is said of each, of lists of one length.
inline std::vector<PartRow> part_rows_of(const nb::list& ids, const nb::list& data) {
  std::vector<PartRow> out;
  for (const TextRow& row : text_rows_of(ids, data)) out.push_back({row.id, row.digest});
  return out;
}

}  // namespace nuskha::python
