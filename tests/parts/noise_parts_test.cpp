// Damaged copies on parts of an archive, dealt here by maps: what find_noisy_pairs finds, whatever the parts.
#include "parts/noise_parts.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "base/hash.h"
#include "match/candidates.h"
#include "match/verify.h"
#include "nuskha/input.h"
#include "parts/part_pairs.h"
#include "scan/corpus.h"
#include "scan/noisy_pairs.h"
#include "scan/work_codec.h"
#include "support/catch.h"

using namespace nuskha;

namespace {

using Random = std::mt19937_64;

std::string new_word(Random& random) {
  std::string out;
  for (std::size_t length = 3 + random() % 7; out.size() < length;) out += static_cast<char>('a' + random() % 26);
  return out;
}

template <class T>
T got(Result<T> result) {
  REQUIRE(result);
  return std::move(*result);
}

/// One letter in `every` is another.
std::string damaged(std::string text, Random& random, std::uint64_t every) {
  for (char& c : text)
    if (c != ' ' && random() % every == 0) c = static_cast<char>('a' + random() % 26);
  return text;
}

/// Texts in the order of their documents, some of them damaged copies of others, some with a sentence of others.
std::vector<std::string> make_texts(std::size_t count) {
  Random random(11);
  std::vector<std::string> words;
  for (int i = 0; i < 4000; ++i) words.push_back(new_word(random));
  std::vector<std::string> out;
  while (out.size() < count) {
    if (!out.empty() && random() % 3 == 0) {
      out.push_back(damaged(out[random() % out.size()], random, 6 + random() % 12));
      continue;
    }
    std::string text;
    if (!out.empty() && random() % 4 == 0) text = out[random() % out.size()].substr(0, 300);
    for (std::size_t length = 12 + random() % 260; length > 0; --length) {
      const double u = static_cast<double>(random() % 10'000) / 10'000;
      text += words[static_cast<std::size_t>(u * u * 4000)] + (length % 12 == 0 ? " 2021 " : " ");
    }
    out.push_back(std::move(text));
  }
  return out;
}

/// What a scan knows of an archive when it comes to its damaged copies.
struct Archive {
  std::vector<std::string> raw;
  std::vector<std::uint64_t> ids;
  std::vector<std::string> digests;
  PartTexts texts;
  std::vector<std::uint32_t> family_of;
  PageLists<Passage> passages;
  std::vector<VerifiedPair> pairs;
};

Archive make_archive(std::size_t count) {
  Archive out;
  out.raw = make_texts(count);
  Digester digester(Level::spelling);
  WordStore store;
  for (std::size_t i = 0; i < out.raw.size(); ++i) {
    Document document;
    document.path = "document " + std::to_string(1000 + i);
    document.text = out.raw[i];
    document.source_hash = hash128(out.raw[i]);
    ByteWriter row;
    encode_document(digester.digest(document, store), row);
    out.digests.emplace_back(row.bytes());
    out.ids.push_back(3 * i + i % 2);
  }
  std::vector<TextRow> rows;
  for (std::size_t i = 0; i < out.ids.size(); ++i) rows.push_back({out.ids[i], out.digests[i]});
  out.texts = got(PartTexts::decode(rows));

  std::vector<Candidate> all;
  for (std::uint32_t a = 0; a < count; ++a)
    for (std::uint32_t b = a + 1; b < count; ++b) all.push_back({a, b, (a + b) % 3 == 0 ? 30u : 0u});
  out.pairs = verify(out.texts.texts(), all, {}, 2);
  Random random(5);
  for (std::uint32_t text = 0; text < count; ++text) {
    const std::uint32_t near = text - std::min<std::uint32_t>(text, 4);
    out.family_of.push_back(text > 0 && random() % 3 == 0 ? out.family_of[near] : text);
    std::vector<Passage> passages;
    if (random() % 2 == 0) passages.push_back({2, 2 + static_cast<std::uint32_t>(random() % 8)});
    out.passages.push_back(passages);
  }
  return out;
}

std::vector<PartPair> pairs_of_scan(const Archive& archive, Level level, const MatchOptions& options) {
  std::vector<Document> documents(archive.raw.size());
  std::vector<KnownDocument> known;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    documents[i].path = archive.texts.documents()[i].record.path;
    documents[i].text = archive.raw[i];
    known.push_back({archive.texts.documents()[i].record.path, archive.texts.documents()[i].source_hash});
  }
  const auto source = open_documents(std::move(documents));
  const NoisyTexts input{archive.texts.texts(), known, archive.family_of, archive.passages, archive.pairs};
  NoisyPairs found = find_noisy_pairs(input, *source, {}, level, options, 2);
  REQUIRE(found.problems.empty());
  std::vector<PartPair> out;
  for (const VerifiedPair& pair : found.pairs)
    out.push_back({archive.texts.ids()[pair.a], archive.texts.ids()[pair.b], pair});
  return out;
}

/// Blobs by where they are to go.
using Dealt = std::map<std::uint64_t, std::vector<std::string>>;
void deal(const Blobs& blobs, Dealt& dealt) {
  for (const Blob& blob : blobs) dealt[blob.key].push_back(blob.data);
}
std::vector<std::string_view> views(const std::vector<std::string>& blobs) { return {blobs.begin(), blobs.end()}; }

struct Part {
  std::vector<TextRow> rows;
  std::vector<std::uint32_t> families;
  std::string facts;
};

class Parts {
 public:
  Parts(const Archive& archive, std::uint64_t texts_per_part, std::uint64_t num_shards) : archive_(archive) {
    deal_ = {0, num_shards, texts_per_part};
    for (std::size_t i = 0; i < archive.ids.size(); ++i) {
      Part& part = parts_[archive.ids[i] / texts_per_part];
      part.rows.push_back({archive.ids[i], archive.digests[i]});
      part.families.push_back(archive.family_of[i] % 254);
      deal_.num_words += archive.texts.texts()[i].words.size();
    }
  }

  std::vector<PartPair> run(std::size_t most_candidates) {
    look_at_words();
    join();
    std::vector<std::string> found;
    for (const NoiseTask& task : tasks(most_candidates)) {
      std::vector<TextRow> rows;
      for (const std::uint64_t text : task.needed) rows.push_back(row_of(text));
      const PartTexts texts = got(PartTexts::decode(rows));
      found.push_back(got(filter_candidates(texts, task.candidates, {})));
      found.push_back(task.pairs);
    }
    std::vector<std::string> damaged;
    for (const std::string& pairs : found) {
      const std::vector<std::string_view> rows{pairs};
      std::set<std::uint64_t> needed;
      for (const PartPair& pair : got(decode_pairs(rows))) needed.insert({pair.a, pair.b});
      damaged.push_back(compare(needed, rows));
    }
    return got(decode_pairs(views(damaged)));
  }

  std::size_t num_candidates = 0;

 private:
  TextRow row_of(std::uint64_t id) const { return {id, archive_.digests[*archive_.texts.place(id)]}; }

  void look_at_words() {
    std::map<std::uint64_t, std::vector<std::pair<std::uint64_t, std::string>>> sent;  // by shard: part, blob
    for (const auto& [number, part] : parts_)
      for (const Blob& blob : send_words(got(PartTexts::decode(part.rows)), part.families, deal_))
        sent[blob.key].emplace_back(number, blob.data);
    std::map<std::uint64_t, std::vector<std::pair<std::uint64_t, std::string>>> answers;
    for (const auto& [shard, blobs] : sent) {
      std::vector<std::string_view> data;
      for (const auto& [part, blob] : blobs) data.push_back(blob);
      const std::vector<std::string> bits = got(answer_words(data, deal_));
      for (std::size_t i = 0; i < blobs.size(); ++i) answers[blobs[i].first].emplace_back(shard, bits[i]);
    }
    for (auto& [number, part] : parts_) {
      std::vector<std::pair<std::uint64_t, std::string_view>> bits;
      for (const auto& [shard, answer] : answers[number]) bits.emplace_back(shard, answer);
      const NoisyPart found = got(send_keys(got(PartTexts::decode(part.rows)), bits, deal_));
      part.facts = found.facts;
      num_keys_ += found.num_keys;
      deal(found.whole_keys, whole_keys_);
      deal(found.keys, keys_);
    }
  }

  void join() {
    for (const auto& [shard, blobs] : keys_) {
      std::vector<std::string> turned(blobs.rbegin(), blobs.rend());  // the order says nothing
      const SharedKeys shared = got(join_keys(views(whole_keys_[shard]), views(turned), num_keys_, deal_));
      deal(shared.pairs, shared_);
      deal(shared.rare, rare_);
    }
  }

  std::vector<NoiseTask> tasks(std::size_t most_candidates) {
    Dealt passages, others, joined, known;
    for (const VerifiedPair& pair : archive_.pairs) {
      ByteWriter row;
      encode_pairs(row, archive_.texts, std::span(&pair, 1));
      const KnownPairs sent = got(send_known(std::vector{row.bytes()}, deal_));
      deal(sent.passages, passages);
      deal(sent.others, others);
    }
    for (const auto& [number, part] : parts_) {
      const HalfDecided half = got(look_from_first(part.facts, views(shared_[number]), views(rare_[number]),
                                                   views(passages[number]), views(others[number]), deal_));
      deal(half.joined, joined);
      deal(half.known, known);
    }
    std::vector<NoiseTask> out;
    for (const auto& [number, part] : parts_) {
      for (NoiseTask& task : got(look_from_second(part.facts, views(rare_[number]), views(joined[number]),
                                                  views(known[number]), most_candidates))) {
        num_candidates += task.candidates.size() / 24;
        out.push_back(std::move(task));
      }
    }
    return out;
  }

  std::string compare(const std::set<std::uint64_t>& needed, const std::vector<std::string_view>& pairs) const {
    std::vector<TextRow> rows;
    std::vector<TextAgain> again;
    for (const std::uint64_t id : needed) {
      rows.push_back(row_of(id));
      const std::uint32_t place = *archive_.texts.place(id);
      const std::span<const Passage> passages = archive_.passages[place];
      again.push_back({id, archive_.raw[place], {passages.begin(), passages.end()}});
    }
    return got(compare_damaged(got(PartTexts::decode(rows)), again, pairs, Level::spelling, {}));
  }

  const Archive& archive_;
  NoiseDeal deal_;
  std::map<std::uint64_t, Part> parts_;
  std::uint64_t num_keys_ = 0;
  Dealt whole_keys_, keys_, shared_, rare_;
};

bool equal(const PartPair& x, const PartPair& y) {
  ByteWriter a, b;
  encode_pair(a, x.a, x.b, x.pair);
  encode_pair(b, y.a, y.b, y.pair);
  return a.bytes() == b.bytes();
}

}  // namespace

TEST_CASE("the damaged copies of a scan are found on parts, with all that is measured of them") {
  const Archive archive = make_archive(500);
  const std::vector<PartPair> expected = pairs_of_scan(archive, Level::spelling, {});
  REQUIRE(expected.size() > 30);
  const auto is_known = [&](const PartPair& pair) {
    return std::any_of(archive.pairs.begin(), archive.pairs.end(), [&](const VerifiedPair& known) {
      return archive.texts.ids()[known.a] == pair.a && archive.texts.ids()[known.b] == pair.b;
    });
  };
  const auto num_known = std::count_if(expected.begin(), expected.end(), is_known);
  CHECK(num_known > 3);                                             // in place of shared passages
  CHECK(num_known < static_cast<std::ptrdiff_t>(expected.size()));  // found by rare pairs of words
  for (const auto& [texts_per_part, num_shards, most_candidates] :
       {std::tuple(10'000, 1, 1000), std::tuple(100, 3, 7), std::tuple(37, 16, 100)}) {
    CAPTURE(texts_per_part, num_shards, most_candidates);
    Parts parts(archive, static_cast<std::uint64_t>(texts_per_part), static_cast<std::uint64_t>(num_shards));
    const std::vector<PartPair> found = parts.run(static_cast<std::size_t>(most_candidates));
    CHECK(parts.num_candidates > 0);
    REQUIRE(found.size() == expected.size());
    CHECK(std::equal(found.begin(), found.end(), expected.begin(), equal));
  }
}

TEST_CASE("a text that has changed, or that can't be read, is no damaged copy") {
  const Archive archive = make_archive(60);
  const std::vector<PartPair> expected = pairs_of_scan(archive, Level::spelling, {});
  REQUIRE_FALSE(expected.empty());
  ByteWriter pair;
  encode_pair(pair, expected[0].a, expected[0].b, expected[0].pair);
  const std::vector<std::string_view> pairs{pair.bytes()};
  const auto found = [&](const std::vector<TextAgain>& again) {
    return got(compare_damaged(archive.texts, again, pairs, Level::spelling, {}));
  };
  const std::string& a = archive.raw[*archive.texts.place(expected[0].a)];
  const std::string& b = archive.raw[*archive.texts.place(expected[0].b)];
  CHECK(found({{expected[0].a, a, {}}, {expected[0].b, b, {}}}).size() == bytes_of_pair);
  CHECK(found({{expected[0].a, a, {}}}).empty());
  CHECK(found({{expected[0].a, a, {}}, {expected[0].b, b + " ", {}}}).empty());
}

TEST_CASE("rows that aren't whole are malformed") {
  const NoiseDeal deal{1000, 2, 10};
  const std::vector<std::string_view> torn{"torn"};
  CHECK(answer_words(torn, deal).error().code == ErrorCode::malformed);
  CHECK(join_keys({}, torn, 10, deal).error().code == ErrorCode::malformed);
  CHECK(send_known(torn, deal).error().code == ErrorCode::malformed);
  CHECK(look_from_first("torn", {}, {}, {}, {}, deal).error().code == ErrorCode::malformed);
  CHECK(look_from_first("", torn, {}, {}, {}, deal).error().code == ErrorCode::malformed);
  CHECK(look_from_second("", {}, torn, {}, 10).error().code == ErrorCode::malformed);
  CHECK(look_from_second("", {}, {}, torn, 10).error().code == ErrorCode::malformed);
  const Archive archive = make_archive(3);
  CHECK(send_keys(archive.texts, {}, deal).error().code == ErrorCode::malformed);
  CHECK(filter_candidates(archive.texts, "torn", {}).error().code == ErrorCode::malformed);
}
