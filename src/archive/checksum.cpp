// Test: tests/archive/verify_test.cpp.
#include "archive/checksum.h"

#include <string>

#include "base/hash.h"

namespace nuskha {

std::uint64_t row_hash(std::string_view table, const Query& row) {
  std::string bytes(table);
  row.append_to(bytes);
  return hash64(bytes);
}

std::uint64_t sum_of_rows(std::string_view table, Query rows) {
  std::uint64_t sum = 0;
  while (rows.step()) sum += row_hash(table, rows);
  return sum;
}

const std::vector<SummedTable>& summed_tables() {
  static const std::vector<SummedTable> tables = {
      {"settings", "SELECT * FROM settings", false, false},
      {"roots", "SELECT * FROM roots", false, false},
      {"root_globs", "SELECT * FROM root_globs", false, false},
      {"files", "SELECT * FROM files", false, true},
      {"read_problems", "SELECT * FROM read_problems", false, false},
      {"document_data", "SELECT * FROM document_data", false, true},
      {"pair_data", "SELECT * FROM pair_data", true, false},
      {"family_data", "SELECT * FROM family_data", true, false},
      {"member_data", "SELECT * FROM member_data", true, false},
      {"lost_sources", "SELECT * FROM lost_sources", true, false},
      {"lost_source_members", "SELECT * FROM lost_source_members", true, false},
      {"boilerplate", "SELECT * FROM boilerplate", true, false},
      {"boilerplate_variants", "SELECT * FROM boilerplate_variants", true, false},
      {"recurring", "SELECT * FROM recurring", true, false},
      {"relate_problems", "SELECT * FROM relate_problems", true, false},
      {"state", "SELECT * FROM state", false, false},
  };
  return tables;
}

void store_sums(Database& database, bool with_report) {
  for (const SummedTable& table : summed_tables()) {
    if (table.is_counted || (table.is_report && !with_report)) continue;
    const std::uint64_t sum = sum_of_rows(table.name, database.query(table.rows));
    database.run("INSERT OR REPLACE INTO sums VALUES (?, ?)", table.name, sum);
  }
}

void add_to_sum(Database& database, const char* table, std::uint64_t difference) {
  const std::uint64_t sum = stored_sum(database, table).value_or(0) + difference;
  database.run("INSERT OR REPLACE INTO sums VALUES (?, ?)", table, sum);
}

std::optional<std::uint64_t> stored_sum(Database& database, const char* table) {
  Query row = database.query("SELECT sum FROM sums WHERE name = ?", table);
  if (!row.step()) return std::nullopt;
  return to_unsigned(row.integer(0));
}

}  // namespace nuskha
