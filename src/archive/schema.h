// What an archive file looks like: its tables, its version and its settings. docs/operating.md is the contract.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "archive/database.h"
#include "nuskha/archive.h"

namespace nuskha {

inline constexpr std::int64_t archive_application_id = 0x6E75736B;  // "nusk"
inline constexpr std::int64_t archive_schema_version = 1;

/// Names what words and hashes depend on besides the settings: their definition (docs/algorithm.md), and the version of
/// Unicode that the tables come from.
std::string analysis_version();

enum class Contents { archive, nothing };

/// Throws malformed if the file is another database, or an archive of a newer version, or of another analysis.
/// `nothing`: an empty database, as a creation that was cut short leaves it.
Contents check_contents(Database& database);

/// Makes the tables and writes the settings. In a transaction of the caller's.
void create_archive(Database& database, const ArchiveSettings& settings);

/// Whether this is one of the statements that create_archive makes tables by, as SQLite keeps them; and how many of
/// them there are.
bool is_own_schema(std::string_view sql);
std::size_t num_schema_objects();

/// Throws malformed if one is missing or not a value.
ArchiveSettings read_settings(Database& database);

// Numbers and names that change: how many documents there are, and what a report's summary says.
std::int64_t read_state(Database& database, const char* name);
void write_state(Database& database, const char* name, std::int64_t value);

/// Names in `state`.
namespace state {
inline constexpr const char* documents = "documents";
/// Documents with a greater id wait to be related to the others.
inline constexpr const char* related_up_to = "related_up_to";
inline constexpr const char* waiting = "waiting";
/// Documents removed since families were made.
inline constexpr const char* removed = "removed";
inline constexpr const char* generation = "generation";  ///< Number of changes.
inline constexpr const char* join = "join";
inline constexpr const char* join_floor = "join_floor";
inline constexpr const char* copies_not_paired = "copies_not_paired";
inline constexpr const char* buckets_cut = "buckets_cut";
inline constexpr const char* families_not_collated = "families_not_collated";
inline constexpr const char* related_by = "related_by";  ///< Version of the program that made the families.
}  // namespace state

}  // namespace nuskha
