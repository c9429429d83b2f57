// The texts of a few documents, read a second time.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "nuskha/input.h"

namespace nuskha {

using TextsByName = std::unordered_map<std::string, std::string>;

/// The texts of documents by name, as they are now; of a name that two documents have, and of what can't be read any
/// more, none.
TextsByName read_texts(const std::vector<std::string>& names, const DocumentSource& source);

}  // namespace nuskha
