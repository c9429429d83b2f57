// The documents of an archive as a source, for whoever reads documents.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "archive/database.h"
#include "nuskha/archive.h"
#include "nuskha/input.h"
#include "nuskha/result.h"

namespace nuskha {

/// What the sources of one archive share. The database is only used under the lock.
struct SharedArchive {
  SharedArchive(Database& shared_database, bool store_text) : database(shared_database), has_text(store_text) {}
  Database& database;
  bool has_text;
  std::mutex mutex;
  std::optional<Error> failure;  ///< The first; sources end when it is there.
};

/// Hands out the documents of these ids; `names` are their paths and ids, sorted. Thread-safe as every source.
std::unique_ptr<DocumentSource> open_stored(
    std::shared_ptr<SharedArchive> archive,
    std::shared_ptr<const std::vector<std::pair<std::string, DocumentId>>> names);

/// The names of all documents, sorted.
std::vector<std::pair<std::string, DocumentId>> stored_names(Database& database);

}  // namespace nuskha
