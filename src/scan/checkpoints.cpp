// Entry point: do_once. Test: tests/scan/resume_test.cpp.
#include "scan/checkpoints.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>

#include "base/hash.h"
#include "base/page_store.h"
#include "base/parallel.h"

namespace nuskha {
namespace {

constexpr std::size_t documents_at_once = 1024;

std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }

}  // namespace

Hash128 fingerprint_of(const Corpus& corpus, unsigned threads) {
  const std::size_t count = corpus.documents.size();
  std::vector<Hash128> hashes((count + documents_at_once - 1) / documents_at_once);
  std::vector<ByteWriter> scratch(threads);
  parallel_for(threads, count, documents_at_once, [&](unsigned thread, std::size_t begin, std::size_t end) {
    ByteWriter& bytes = scratch[thread];
    Hasher128 hasher;
    for (std::size_t i = begin; i < end; ++i) {
      bytes.clear();
      encode_document(corpus.documents[i], bytes);
      hasher.update(bytes.bytes());
    }
    hashes[begin / documents_at_once] = hasher.digest();
  });
  ByteWriter all;
  all.number(static_cast<std::uint64_t>(count));
  for (const Hash128& hash : hashes) all.hash(hash);
  for (const Problem& problem : corpus.problems) encode_problem(problem, all);
  return hash128(all.bytes());
}

Checkpoints::Checkpoints(WorkDir& folder, const Corpus& corpus, const ScanOptions& options)
    : folder_(folder), options_(options), pages_(corpus.pages) {
  ByteWriter bytes;
  bytes.hash(fingerprint_of(corpus, num_threads(options.jobs)));
  bytes.number(static_cast<std::uint32_t>(options.level));
  bytes.number(static_cast<std::uint32_t>(options.join));
  bytes.number(bits(options.threshold));
  bytes.number(bits(options.miss_rate));
  of_candidates_ = hash128(bytes.bytes());
  bytes.number(static_cast<std::uint32_t>(options.keep_boilerplate));
  of_relations_ = hash128(bytes.bytes());
}

const Hash128& Checkpoints::fingerprint(WorkKind stage) const {
  return stage <= WorkKind::verified ? of_candidates_ : of_relations_;
}

WorkFile Checkpoints::read(WorkKind stage) {
  WorkFile file = folder_.read(name_of(stage), stage, fingerprint(stage));
  if (file.state == WorkFile::State::damaged) pass_over_damaged(stage);
  // Of another archive or of other options: whoever scans by these again has it done again.
  if (file.state == WorkFile::State::other) folder_.remove(name_of(stage));
  return file;
}

bool Checkpoints::pass_over_damaged(WorkKind stage) {
  if (options_.note)
    options_.note(
        fmt::format("{}/{}: is damaged and passed over; that stage is done again", folder_.path(), name_of(stage)));
  folder_.remove(name_of(stage));
  return false;
}

Result<void> Checkpoints::write(WorkKind stage, std::string_view payload) {
  if (pages_ != nullptr)
    if (const std::optional<Error> failure = pages_->failure()) return tl::unexpected(*failure);
  return folder_.write(name_of(stage), stage, fingerprint(stage), payload);
}

void Checkpoints::tell() {
  if (taken_over_.empty() || !options_.note) return;
  std::string stages;
  for (const WorkKind stage : std::exchange(taken_over_, {})) {
    if (!stages.empty()) stages += ", ";
    switch (stage) {
      case WorkKind::segment: break;
      case WorkKind::candidates: stages += "candidates found"; break;
      case WorkKind::verified: stages += "pairs verified"; break;
      case WorkKind::boilerplate: stages += "boilerplate found"; break;
      case WorkKind::bodies: stages += "pairs with boilerplate verified again"; break;
      case WorkKind::passages: stages += "shared passages found"; break;
      case WorkKind::related: stages += "all pairs related"; break;
    }
  }
  options_.note(fmt::format("continues in {}: {}", folder_.path(), stages));
}

}  // namespace nuskha
