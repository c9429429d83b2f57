// The stages after reading, kept in a work folder: each is done once for the same documents and options.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "nuskha/hash.h"
#include "nuskha/result.h"
#include "nuskha/scan.h"
#include "scan/corpus.h"
#include "scan/work_codec.h"
#include "scan/work_dir.h"

namespace nuskha {

/// Of all that matching depends on: the documents as they were read, whatever their order or the number of threads.
Hash128 fingerprint_of(const Corpus& corpus, unsigned threads);

/// Not thread-safe. The folder must outlive it.
class Checkpoints {
 public:
  Checkpoints(WorkDir& folder, const Corpus& corpus, const ScanOptions& options);

  /// To be called once the distinct texts are known: how many they are.
  void set_num_texts(std::size_t count) { num_texts_ = count; }

  /// What the folder holds of this stage; false if nothing that fits.
  template <class T>
  bool load(WorkKind stage, T& value) {
    const WorkFile file = read(stage);
    if (file.state != WorkFile::State::good) return false;
    ByteReader in(file.payload());
    T loaded;
    decode(in, num_texts_, loaded);
    if (!in.is_at_end()) return pass_over_damaged(stage);
    value = std::move(loaded);
    taken_over_.push_back(stage);
    return true;
  }

  /// Fails where the corpus's pages have: temporary data is lost then, and what was found without it may be wrong.
  template <class T>
  Result<void> save(WorkKind stage, const T& value) {
    ByteWriter out;
    encode(value, out);
    return write(stage, out.bytes());
  }

  /// Says which stages were taken over, once there is something else to do. Nothing if there were none.
  void tell();

 private:
  WorkFile read(WorkKind stage);
  Result<void> write(WorkKind stage, std::string_view payload);
  bool pass_over_damaged(WorkKind stage);
  const Hash128& fingerprint(WorkKind stage) const;

  WorkDir& folder_;
  const ScanOptions& options_;
  std::shared_ptr<PageStore> pages_;
  Hash128 of_candidates_;  // of the documents, and the options that candidates and verification depend on
  Hash128 of_relations_;   // and those that the rest depends on
  std::size_t num_texts_ = 0;
  std::vector<WorkKind> taken_over_;
};

/// Fills `value` from the folder, or by `compute`, and keeps it then. Without a folder it only computes. Fails if it
/// can't be written, as `compute` does, and as Checkpoints::save does.
template <class T, class F>
Result<void> do_once(Checkpoints* checkpoints, WorkKind stage, T& value, F compute) {
  if (checkpoints == nullptr) return compute();
  if (checkpoints->load(stage, value)) return {};
  checkpoints->tell();
  if (Result<void> done = compute(); !done) return done;
  return checkpoints->save(stage, value);
}

}  // namespace nuskha
