#include "scan/parent_copies.h"

#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "support/catch.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

struct Archive {
  std::vector<TextIdentity> identities;
  DocumentRecords documents;

  DocumentIndex add(std::uint64_t bytes, std::string path, std::optional<std::string> date) {
    identities.push_back({{bytes, 0}, {bytes, 1}, {0, 2}, {0, 3}, true});
    DocumentRecord record;
    record.path = std::move(path);
    record.date = std::move(date);
    documents.push_back(std::move(record));
    return static_cast<DocumentIndex>(documents.size() - 1);
  }
};

/// The rule as it is said, one copy after the other.
DocumentIndex last_before(const Archive& archive, const std::vector<DocumentIndex>& copies, DocumentIndex child) {
  DocumentIndex best = copies.front();
  const auto& date = archive.documents[child].date;
  for (const DocumentIndex copy : copies) {
    const auto& other = archive.documents[copy].date;
    const bool is_later = date && other && *date != *other ? *other > *date : copy > child;
    const bool same_bytes = archive.identities[copy].source == archive.identities[best].source;
    const bool same_folder = folder_of(archive.documents[copy].path) == folder_of(archive.documents[child].path);
    if (!is_later && (!same_bytes || same_folder)) best = copy;
  }
  return best;
}

}  // namespace

TEST_CASE("the folder of a path ends with its slash") {
  CHECK(folder_of("a/b/c.txt") == "a/b/");
  CHECK(folder_of("c.txt") == "");
}

TEST_CASE("the copy that a version hangs from is that of the rule, for dates, bytes and folders of all kinds") {
  std::mt19937_64 random(31);
  std::size_t first = 0, later = 0;
  for (int trial = 0; trial < reference::trials(400); ++trial) {
    Archive archive;
    // Of dates: none at all, one, all, some.
    const std::uint64_t dates = std::array<std::uint64_t, 4>{0, 1, 5, 5}[random() % 4];
    const bool some_undated = random() % 2 == 0;
    const std::uint64_t kinds = 1 + random() % 4;
    const std::size_t count = 2 + random() % 80;
    std::vector<DocumentIndex> copies, children;
    for (std::size_t i = 0; i < count; ++i) {
      std::optional<std::string> date;
      if (dates > 0 && !(some_undated && random() % 3 == 0)) date = "2021-04-0" + std::to_string(1 + random() % dates);
      const std::string folder(1, static_cast<char>('a' + 3 * i / count + (random() % 8 == 0)));
      const DocumentIndex document = archive.add(random() % kinds, folder + "/x", std::move(date));
      (random() % 3 == 0 ? children : copies).push_back(document);
    }
    if (copies.empty()) continue;
    std::sort(copies.begin(), copies.end(), [&](DocumentIndex x, DocumentIndex y) {
      const auto key = [&](DocumentIndex d) {
        const auto& date = archive.documents[d].date;
        return std::tuple(!date, date.value_or(""), d);
      };
      return key(x) < key(y);
    });
    const ParentCopies parent(archive.identities, archive.documents, copies);
    for (const DocumentIndex child : children) {
      const DocumentIndex expected = last_before(archive, copies, child);
      CAPTURE(trial, copies.size(), child);
      CHECK(parent.last_before(child) == expected);
      (expected == copies.front() ? first : later) += 1;
    }
  }
  CHECK(first > (reference::sanitized ? 20u : 200u));
  CHECK(later > (reference::sanitized ? 20u : 200u));
}
