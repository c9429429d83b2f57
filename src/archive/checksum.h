// Sums over rows, by which damage is found that SQLite's own check can't see: a letter of a title, a digit of a date.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "archive/database.h"

namespace nuskha {

/// What a row's content comes to, with its table: XXH3-64 of the table's name and the columns in order, each as one
/// byte of type (0 null, 1 number, 2 fraction, 3 text, 4 blob), its length as 64 bits, and its bytes, little-endian.
std::uint64_t row_hash(std::string_view table, const Query& row);

/// The sum of the hashes of all rows of a query, modulo 2^64: their order doesn't matter.
std::uint64_t sum_of_rows(std::string_view table, Query rows);

/// A table with its sum: all but `texts`, whose rows have checksums of their own, and `anchors`, which follow from
/// them.
struct SummedTable {
  const char* name;
  const char* rows;  ///< The statement that selects them.
  bool is_report;    ///< Changes only with pairs and families.
  bool is_counted;   ///< The sum is kept by whoever changes a row: the table may be large.
};
const std::vector<SummedTable>& summed_tables();

/// Stores the sums of all tables but the counted ones; those of a report only if they may have changed.
void store_sums(Database& database, bool with_report);
/// Adds to the sum of a counted table.
void add_to_sum(Database& database, const char* table, std::uint64_t difference);

/// Nothing if none was stored.
std::optional<std::uint64_t> stored_sum(Database& database, const char* table);

}  // namespace nuskha
