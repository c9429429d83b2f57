// Which of an archive's boilerplate stands in a new text, and in which wording.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "nuskha/archive.h"
#include "nuskha/report.h"
#include "nuskha/result.h"
#include "nuskha/text.h"
#include "rule/phrase_finder.h"

namespace nuskha::serve {

/// The boilerplate of one state of an archive, ready to be found. Immutable: any number of threads may use one.
class HeldBoilerplate {
 public:
  /// Reads all of it. Fails as the functions of Archive do.
  static Result<std::shared_ptr<const HeldBoilerplate>> read(const Archive& archive);

  const BoilerplateRecord& record(std::size_t i) const { return records_[i]; }

  struct Held {
    std::size_t record = 0;   ///< Its id is one more.
    std::size_t variant = 0;  ///< The longest wording of it that stands in the text.
  };
  /// Passages of which a whole wording stands in the text, numbers apart, by record. Cost: O(words).
  std::vector<Held> find(std::span<const WordId> words) const;

  /// The wording of a passage that was used last; of several the one of most documents.
  static std::size_t current(const BoilerplateRecord& record);

 private:
  HeldBoilerplate() = default;

  std::vector<BoilerplateRecord> records_;
  std::vector<Held> of_phrase_;
  PhraseFinder phrases_;
};

}  // namespace nuskha::serve
