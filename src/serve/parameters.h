// The parameters of requests, checked as docs/openapi.json describes them. Pure functions; they throw BadRequest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "serve/archive_view.h"
#include "serve/query.h"

namespace nuskha::serve {

/// A request that isn't as docs/openapi.json has it, on its way out. Never leaves the layer.
struct BadRequest {
  std::string message;
};

/// Empty if it isn't there; a thousand bytes at most.
std::string text_parameter(const Target& target, const std::string& name);

/// Of any length, not empty.
std::string required_parameter(const Target& target, const std::string& name);

std::uint64_t count_parameter(const Target& target, const std::string& name, std::uint64_t otherwise,
                              std::uint64_t least, std::uint64_t most);

/// q, folder, from, to, min_size, relation.
Wanted wanted_of(const Target& target);

/// How a list of families is sorted.
struct Order {
  FamilyOrder by = FamilyOrder::id;
  bool descending = false;
};

/// sort
Order order_of(const Target& target);

/// A part of a list of things, by their positions.
struct Page {
  std::size_t begin = 0;
  std::size_t count = 0;
};

/// offset and limit; what is beyond the end of `total` things is an empty page there.
Page page_of(const Target& target, std::size_t total);

}  // namespace nuskha::serve
