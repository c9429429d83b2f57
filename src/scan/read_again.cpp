// Entry point: read_again. Test: tests/scan/boilerplate_records_test.cpp and tests/scan/noisy_pairs_test.cpp.
#include "scan/read_again.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "base/document_name.h"
#include "base/parallel.h"

namespace nuskha {
namespace {

void add_missing(const KnownDocument& document, bool is_changed, const Purpose& purpose, std::size_t num_met,
                 std::vector<Problem>& problems) {
  const auto met = std::span(problems).first(num_met);
  const bool is_explained = std::any_of(met.begin(), met.end(), [&](const Problem& problem) {
    return any_holder(document.path, [&](std::string_view holder) { return problem.path == holder; });
  });
  if (is_changed) {
    problems.push_back({std::string(document.path), "changed",
                        "The document changed during the scan, so " + std::string(purpose.consequence) +
                            ". Run again once nothing writes to it."});
  } else if (!is_explained) {
    problems.push_back({std::string(document.path), "disappeared",
                        "The document was there at first and gone when " + std::string(purpose.intent) +
                            ". Run again once nothing moves it."});
  }
}

}  // namespace

std::vector<Problem> read_again(const DocumentSource& source, std::span<const KnownDocument> wanted,
                                std::span<const Problem> known, const Purpose& purpose, unsigned threads,
                                const std::function<void(unsigned, std::size_t, const Document&)>& work) {
  if (wanted.empty()) return {};
  std::vector<std::string> names;
  for (const KnownDocument& document : wanted)
    if (names.empty() || names.back() != document.path) names.emplace_back(document.path);
  std::vector<std::atomic<std::uint8_t>> is_read(wanted.size());
  std::vector<std::atomic<std::uint8_t>> is_changed(wanted.size());
  std::vector<std::vector<Problem>> met(threads);
  const std::unique_ptr<DocumentSource> again = source.again(names);
  run_threads(threads, [&](unsigned thread) {
    std::vector<Document> batch;
    while (again->next(batch, met[thread])) {
      for (const Document& document : batch) {
        // Documents of one name stand next to one another; their contents tell them apart.
        auto place = std::partition_point(wanted.begin(), wanted.end(),
                                          [&](const KnownDocument& other) { return other.path < document.path; });
        for (; place != wanted.end() && place->path == document.path; ++place) {
          const auto index = static_cast<std::size_t>(place - wanted.begin());
          if (place->source_hash != document.source_hash) {
            is_changed[index] = 1;
          } else if (is_read[index].exchange(1) == 0) {
            work(thread, index, document);
          }
        }
      }
    }
  });
  std::vector<Problem> problems;
  for (std::vector<Problem>& list : met)
    for (Problem& problem : list)
      if (!std::binary_search(known.begin(), known.end(), problem)) problems.push_back(std::move(problem));
  const std::size_t num_met = problems.size();
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (is_read[i] == 0) add_missing(wanted[i], is_changed[i] != 0, purpose, num_met, problems);
  return problems;
}

}  // namespace nuskha
