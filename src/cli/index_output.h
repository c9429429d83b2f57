// What nuskha index prints. Pure functions.
#pragma once

#include <ostream>
#include <span>
#include <string>

#include "nuskha/archive.h"
#include "nuskha/index.h"

namespace nuskha::cli {

// For people; `archive` is its name.
void write_outcome_text(const std::string& archive, const IndexOutcome& outcome, std::ostream& out);
void write_info_text(const std::string& archive, const ArchiveInfo& info, std::ostream& out);
void write_damage_text(const std::string& archive, std::span<const ArchiveDamage> damage, std::ostream& out);

// One JSON object each, on one line, as docs/report_format.md has them.
void write_outcome_json(const IndexOutcome& outcome, std::ostream& out);
void write_info_json(const ArchiveInfo& info, std::ostream& out);
void write_damage_json(std::span<const ArchiveDamage> damage, std::ostream& out);

}  // namespace nuskha::cli
