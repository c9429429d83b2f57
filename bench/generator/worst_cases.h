// Archives that a search for duplicates may take long over, or much memory: each one thing, carried to its end.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "generator/corpus_writer.h"

namespace nuskha::bench {

struct WorstCase {
  std::string_view name;
  std::uint64_t num_documents;  // as many as are made unless said otherwise
  std::string_view what;
};

std::span<const WorstCase> worst_cases();

/// Makes one in options.folder / "docs", `num_documents` large (0: its own size). False if there is none of that name.
/// There is no truth file: `what` says what the right answer is.
bool make_worst_case(std::string_view name, std::uint64_t num_documents, std::uint64_t seed, OutputOptions options);

}  // namespace nuskha::bench
