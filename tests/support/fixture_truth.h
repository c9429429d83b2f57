// What is true of the documents in fixtures/archive: fixtures/archive.truth.tsv and archive.families.tsv.
// fixtures/README.md explains them.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace nuskha::test {

struct TruthPair {
  std::string a, b;      ///< Paths below fixtures/archive; a < b by bytes.
  std::string relation;  ///< As in the file: a relation of nuskha, "translation" or "unrelated-footer".
  std::string level;     ///< "bytes", "layout", "text", "spelling" or empty.
  std::string note;
};

struct TruthDocument {
  std::string path, family, date, language, issuer, encoding;
};

struct FixtureTruth {
  std::vector<TruthPair> pairs;
  std::vector<TruthDocument> documents;

  /// The truth of a pair of paths, or nullptr if it isn't listed: unrelated.
  const TruthPair* find(const std::string& a, const std::string& b) const;
  /// Paths of the families of two documents or more, each sorted, sorted by their first path.
  std::vector<std::vector<std::string>> families() const;

 private:
  friend FixtureTruth read_fixture_truth();
  std::map<std::pair<std::string, std::string>, std::size_t> index_;
};

/// The folder of the documents.
std::string fixture_archive();

/// Reads both files. Throws std::runtime_error when one is missing or not as described.
FixtureTruth read_fixture_truth();

}  // namespace nuskha::test
