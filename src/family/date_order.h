// Versions that hang from later ones are hung anew.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "family/arborescence.h"

namespace nuskha {

/// True if a is later than b; dates of different precision that may be the same day are not.
inline bool is_later(std::string_view a, std::string_view b) { return a > b && !a.starts_with(b); }

/// Undated versions can stand between a later and an earlier one. Such an earlier one is hung anew, from the nearest
/// version that is neither later nor comes from one that is; it stays where there is none. Taken in order, each in the
/// tree that those before it made. `dates` of all versions, empty where there is none; `parent` is a tree, its root is
/// version 0; `arcs` are sorted by where they lead to, and of equally near ones the first is taken. Cost O(arcs +
/// versions log versions), and where a version is hung anew, what hangs from it.
void keep_dates_in_order(std::span<const std::string_view> dates, std::span<const Arc> arcs,
                         std::vector<std::uint32_t>& parent);

}  // namespace nuskha
