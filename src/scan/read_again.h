// Documents read a second time, for what was let go with their texts.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "nuskha/hash.h"
#include "nuskha/input.h"

namespace nuskha {

/// A document as it was read at first.
struct KnownDocument {
  std::string_view path;
  Hash128 source_hash;
};

/// What for, as the messages of problems say it.
struct Purpose {
  std::string_view consequence;  ///< "so that …" of a document that changed: "boilerplate can't be quoted from it".
  std::string_view intent;       ///< of one that is gone: "boilerplate was to be quoted from it".
};

/// Calls `work(thread, index, document)` for each of `wanted` (sorted by path) that still is what it was, on `threads`
/// threads. Returns the problems that this met and that aren't among `known` (sorted): one at least for each document
/// that `work` wasn't called for.
std::vector<Problem> read_again(const DocumentSource& source, std::span<const KnownDocument> wanted,
                                std::span<const Problem> known, const Purpose& purpose, unsigned threads,
                                const std::function<void(unsigned, std::size_t, const Document&)>& work);

}  // namespace nuskha
