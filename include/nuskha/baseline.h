// Baselines: findings that were looked at and accepted, so that a check speaks of new ones only. The file's format is
// docs/report_format.md, "Baseline".
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/finding.h"
#include "nuskha/result.h"

namespace nuskha {

struct Baseline {
  /// Sorted by path, rule, fingerprint; each such three are there once.
  std::vector<BaselineEntry> entries;
};

/// Whether the document of a path, which is not among those that were checked, is there all the same: what was accepted
/// of it still stands there. False: it was deleted, moved or renamed.
using StillThere = std::function<bool(const std::string& path)>;

/// Reads the bytes of a baseline file; `name` is the file's, for the message. Entries of one rule, fingerprint and path
/// are added up. Fails with malformed for what isn't a baseline, or is one of a newer version of the format.
Result<Baseline> read_baseline(std::string_view bytes, const std::string& name);

/// One entry a line, sorted: the same baseline gives the same bytes. `out` carries the failure bits.
void write_baseline(const Baseline& baseline, std::ostream& out);

/// A baseline that accepts all that a report finds, verdicts included, but for what is suppressed already: to be asked
/// before `apply_baseline`. Reasons are taken over from `previous`, and so are its entries for documents that were not
/// checked and are still there.
Baseline make_baseline(const CheckReport& report, const Baseline& previous, const StillThere& still_there);

/// Marks the findings and verdicts that the baseline accepts as suppressed, and counts them in the summary anew. What
/// is suppressed already stays as it is, and uses nothing up. A finding is known by rule and fingerprint, wherever it
/// stands, and as many are accepted as the entries count: first those at the path of an entry, then, for entries whose
/// document has fewer or is gone, others in the order of the report. Entries for documents that were not checked and
/// are still there accept nothing elsewhere. Fills `CheckReport::stale` with what accepted nothing and can be told to
/// be stale: the document was checked, or is gone.
void apply_baseline(CheckReport& report, const Baseline& baseline, const StillThere& still_there);

}  // namespace nuskha
