// Entry point: HeldBoilerplate::find. Test: tests/serve/desk_test.cpp.
#include "serve/held_boilerplate.h"

#include <algorithm>

#include "rule/known_passages.h"

namespace nuskha::serve {
namespace {

constexpr std::size_t least_words = 3;  // of a wording that says something of a text that holds it

}  // namespace

Result<std::shared_ptr<const HeldBoilerplate>> HeldBoilerplate::read(const Archive& archive) {
  Result<std::vector<BoilerplateRecord>> records = archive.boilerplate();
  if (!records) return tl::unexpected(records.error());
  std::shared_ptr<HeldBoilerplate> out(new HeldBoilerplate());
  out->records_ = *std::move(records);
  Analyzer analyzer(Level::spelling);
  Analysis analysis;
  for (std::size_t i = 0; i < out->records_.size(); ++i) {
    if (out->records_[i].within_document) continue;
    const std::vector<BoilerplateVariant>& variants = out->records_[i].variants;
    for (std::size_t j = 0; j < variants.size(); ++j) {
      analyzer.analyze(variants[j].text, analysis);
      const std::vector<WordId> words = without_numbers(analysis.words).words;
      if (words.size() < least_words) continue;
      out->phrases_.add(words, out->of_phrase_.size());
      out->of_phrase_.push_back({i, j});
    }
  }
  out->phrases_.finish();
  return out;
}

std::vector<HeldBoilerplate::Held> HeldBoilerplate::find(std::span<const WordId> words) const {
  const std::vector<WordId> plain = without_numbers(words).words;
  struct Place {
    Held held;
    std::size_t length = 0;
  };
  std::vector<Place> places;
  for (const PhrasePlace& place : phrases_.find(plain))
    places.push_back({of_phrase_[place.phrase], place.end - place.begin});
  std::sort(places.begin(), places.end(), [](const Place& x, const Place& y) {
    if (x.held.record != y.held.record) return x.held.record < y.held.record;
    if (x.length != y.length) return x.length > y.length;
    return x.held.variant < y.held.variant;
  });
  std::vector<Held> out;
  for (const Place& place : places)
    if (out.empty() || out.back().record != place.held.record) out.push_back(place.held);
  return out;
}

std::size_t HeldBoilerplate::current(const BoilerplateRecord& record) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < record.variants.size(); ++i)
    if (record.variants[i].last > record.variants[best].last) best = i;
  return best;
}

}  // namespace nuskha::serve
