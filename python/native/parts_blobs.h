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
inline void append_blobs(const Blobs& blobs, std::uint64_t first_shard, nb::list& out) {
  for (const Blob& blob : blobs) out.append(nb::make_tuple(first_shard + blob.key, to_bytes(blob.data)));
}

inline nb::list list_of(const Blobs& blobs) {
  nb::list out;
  append_blobs(blobs, 0, out);
  return out;
}

inline nb::list list_of(const std::vector<std::string>& strings) {
  nb::list out;
  for (const std::string& string : strings) out.append(to_bytes(string));
  return out;
}

/// Ids and what is said of each, of lists of one length.
inline std::vector<PartRow> part_rows_of(const nb::list& ids, const nb::list& data) {
  std::vector<PartRow> out;
  for (const TextRow& row : text_rows_of(ids, data)) out.push_back({row.id, row.digest});
  return out;
}

}  // namespace nuskha::python
