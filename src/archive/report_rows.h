// What a report says, as rows: families, pairs, boilerplate. Functions throw DatabaseFailure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "archive/database.h"
#include "nuskha/archive.h"
#include "nuskha/input.h"
#include "nuskha/report.h"

namespace nuskha {

/// Puts a report of all documents, whose ids are `ids`, in the place of the one before. `known` problems (sorted) are
/// stored elsewhere.
void replace_report(Database& database, const Report& report, std::span<const DocumentId> ids,
                    std::span<const std::uint64_t> recurring, std::span<const Problem> known);

/// Takes one document out of families and pairs.
void remove_from_report(Database& database, DocumentId id);

/// The report of the archive, without the time that it took, and the ids of its documents.
struct StoredReport {
  Report report;
  std::vector<DocumentId> ids;  ///< Of report.documents.
};
StoredReport read_report(Database& database);

/// The documents in the order of a report.
std::vector<ArchiveDocument> read_documents_in_order(Database& database);

std::vector<BoilerplateRecord> read_boilerplate(Database& database, std::uint64_t least_documents);

}  // namespace nuskha
