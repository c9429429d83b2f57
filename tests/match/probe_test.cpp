// Bit-parallel LCS and the other measurements against their definitions.
#include "match/probe.h"
#include "match/word_histogram.h"

#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <vector>

#include "nuskha/match.h"
#include "support/catch.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

using Words = std::vector<WordId>;

/// All sequences over the words 1, 2, 3 of at most `length` words.
std::vector<Words> all_sequences(std::size_t length) {
  std::vector<Words> out = {{}};
  for (std::size_t begin = 0; begin < out.size(); ++begin) {
    if (out[begin].size() == length) continue;
    for (WordId word = 1; word <= 3; ++word) {
      Words longer = out[begin];
      longer.push_back(word);
      out.push_back(std::move(longer));
    }
  }
  return out;
}

/// Words from a vocabulary of `vocabulary`, some of them numbers.
Words random_words(std::mt19937_64& random, std::size_t length, std::uint64_t vocabulary) {
  Words out(length);
  for (WordId& word : out) {
    const auto value = static_cast<WordId>(random() % vocabulary);
    word = value % 4 == 0 ? value | number_bit : value;
  }
  return out;
}

/// A copy with words replaced, dropped, added and a stretch moved.
Words edited(std::mt19937_64& random, Words words, std::uint64_t vocabulary) {
  for (int i = 0; i < 12 && !words.empty(); ++i) {
    const auto at = words.begin() + static_cast<std::ptrdiff_t>(random() % words.size());
    switch (random() % 4) {
      case 0: *at = static_cast<WordId>(random() % vocabulary); break;
      case 1: words.erase(at); break;
      case 2: words.insert(at, static_cast<WordId>(random() % vocabulary)); break;
      default: std::rotate(words.begin(), at, at + std::min<std::ptrdiff_t>(words.end() - at, 9)); break;
    }
  }
  return words;
}

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

TEST_CASE("the LCS of all pairs of short sequences is that of the quadratic table") {
  const std::vector<Words> sequences = all_sequences(reference::sanitized ? 4 : 6);
  Probe probe(3);
  std::size_t wrong_length = 0, wrong_bound = 0, above_bound = 0;
  for (const Words& a : sequences) {
    probe.set_text({a});
    for (const Words& b : sequences) {
      const std::size_t lcs = probe.lcs_length(b);
      const std::size_t bound = probe.common_words_bound(b);
      wrong_length += lcs != reference::lcs_length(a, b);
      wrong_bound += bound != reference::common_words(a, b);
      above_bound += lcs > bound;
    }
  }
  CHECK(wrong_length == 0);
  CHECK(wrong_bound == 0);
  CHECK(above_bound == 0);
}

TEST_CASE("the LCS of long sequences crosses the blocks of 64 positions") {
  std::mt19937_64 random(41);
  Probe probe(3);
  for (int i = 0; i < reference::trials(3000); ++i) {
    const std::uint64_t vocabulary = std::array<std::uint64_t, 5>{2, 3, 20, 150, 1000}[random() % 5];
    const Words a = random_words(random, random() % 400, vocabulary);
    const Words b =
        random() % 2 == 0 ? edited(random, a, vocabulary) : random_words(random, random() % 400, vocabulary);
    probe.set_text({a});
    CAPTURE(i, vocabulary, a.size(), b.size());
    const std::size_t expected = reference::lcs_length(a, b);
    CHECK(probe.lcs_length(b) == expected);
    CHECK(lcs_length(b, a) == expected);
    CHECK(probe.common_words_bound(b) >= reference::common_words(a, b));
    CHECK(probe.common_words_bound(b) <= std::min(a.size(), b.size()));
  }
}

TEST_CASE("lengths around multiples of 64, with equal ends and carries over many blocks") {
  std::mt19937_64 random(42);
  for (const std::size_t length : {63u, 64u, 65u, 127u, 128u, 129u, 191u, 192u, 193u, 256u, 320u}) {
    const Words same(length, 7);
    CHECK(lcs_length(same, same) == length);
    CHECK(lcs_length(same, Words(length / 2, 7)) == length / 2);
    CHECK(lcs_length(Words(length / 2, 7), same) == length / 2);
    for (const std::size_t prefix : {std::size_t{0}, std::size_t{1}, std::size_t{63}, length - 1, length}) {
      if (prefix > length) continue;
      Words a = random_words(random, length, 5);
      Words b = a;
      for (std::size_t i = prefix; i < length; ++i) b[i] = static_cast<WordId>(random() % 5);
      CAPTURE(length, prefix);
      CHECK(lcs_length(a, b) == reference::lcs_length(a, b));
      b.insert(b.begin(), 99);
      CHECK(lcs_length(a, b) == reference::lcs_length(a, b));
      std::reverse(b.begin(), b.end());
      CHECK(lcs_length(a, b) == reference::lcs_length(a, b));
    }
  }
}

TEST_CASE("texts of more blocks than are matched at once have the LCS of the quadratic table") {
  std::mt19937_64 random(45);
  for (const WordId vocabulary : {3u, 40u, 5000u}) {
    for (const std::size_t length : {1023u, 1024u, 1025u, 1088u, 1300u, 4096u, 4097u}) {
      const Words a = random_words(random, length, vocabulary);
      Probe probe(3);
      probe.set_text({a});
      for (const Words& b : {edited(random, a, vocabulary), random_words(random, 300, vocabulary)}) {
        CAPTURE(vocabulary, length, b.size());
        CHECK(probe.lcs_length(b) == reference::lcs_length(a, b));
        CHECK(probe.lcs_length(b) == lcs_length(b, a));
        const std::size_t bound = probe.common_words_bound(b);
        CHECK(bound >= reference::common_words(a, b));
        CHECK(probe.common_words_bound(b) == bound);
      }
    }
  }
}

TEST_CASE("an LCS of at least so many words is found where there is one, and none where there isn't") {
  std::mt19937_64 random(46);
  Probe probe(3);
  std::size_t found = 0, too_few = 0, wrong = 0;
  for (int i = 0; i < reference::trials(1500); ++i) {
    const std::uint64_t vocabulary = std::array<std::uint64_t, 4>{3, 20, 150, 1000}[random() % 4];
    const std::size_t length = random() % (i % 50 == 0 ? 3000 : 600);
    const Words a = random_words(random, length, vocabulary);
    Words b = random_words(random, random() % 600, vocabulary);
    switch (random() % 4) {
      case 0: b = edited(random, a, vocabulary); break;
      case 1: {  // parts of the one in the other: the longest common subsequence runs far from the diagonal
        Words part(a.begin() + static_cast<std::ptrdiff_t>(a.size() / 3), a.end());
        b.insert(b.begin() + static_cast<std::ptrdiff_t>(random() % (b.size() + 1)), part.begin(), part.end());
        break;
      }
      case 2: {
        b = a;
        const std::uint64_t one_in = 2 + random() % 12;
        for (WordId& word : b)
          if (random() % one_in == 0) word = static_cast<WordId>(random() % vocabulary);
        break;
      }
      default: break;
    }
    probe.set_text({a});
    const std::size_t lcs = reference::lcs_length(a, b);
    CAPTURE(i, vocabulary, a.size(), b.size(), lcs);
    wrong += probe.lcs_length(b) != lcs;
    for (const std::size_t least : {std::size_t{1}, lcs / 2, lcs - lcs / 10, lcs, lcs + 1, lcs + 7, lcs + lcs / 4 + 1,
                                    static_cast<std::size_t>(random() % 600)}) {
      const std::optional<std::size_t> at_least = probe.lcs_length(b, least);
      wrong += at_least != (lcs >= least ? std::optional<std::size_t>(lcs) : std::nullopt);
      (at_least ? found : too_few) += 1;
    }
  }
  CHECK(wrong == 0);
  CHECK(found > (reference::sanitized ? 50u : 500u));
  CHECK(too_few > (reference::sanitized ? 50u : 500u));
}

TEST_CASE("one probe measures many others and forgets each") {
  std::mt19937_64 random(43);
  Probe probe(3);
  for (int i = 0; i < 20; ++i) {
    const Words a = random_words(random, 1 + random() % 150, 30);
    probe.set_text({a});
    for (int j = 0; j < 20; ++j) {
      const Words b = random_words(random, random() % 150, 30);
      const std::size_t bound = probe.common_words_bound(b);
      CHECK(bound >= reference::common_words(a, b));
      CHECK(probe.lcs_length(b) == reference::lcs_length(a, b));
      CHECK(probe.common_words_bound(b) == bound);
    }
  }
}

TEST_CASE("all measurements are those of the sets and sequences, and symmetric") {
  std::mt19937_64 random(44);
  for (int i = 0; i < reference::trials(1500); ++i) {
    MatchOptions options;
    options.shingle_words = 1 + static_cast<unsigned>(random() % 5);
    const std::uint64_t vocabulary = random() % 2 == 0 ? 12 : 300;
    const Words a = random_words(random, random() % 120, vocabulary);
    const Words b =
        random() % 3 == 0 ? random_words(random, random() % 120, vocabulary) : edited(random, a, vocabulary);
    const Measurements m = measure(a, b, options);
    const auto set_a = reference::shingles(a, options.shingle_words);
    const auto set_b = reference::shingles(b, options.shingle_words);
    const std::size_t common = reference::num_common(set_a, set_b);
    const std::size_t lcs = reference::lcs_length(a, b);
    CAPTURE(i, options.shingle_words);
    CHECK(m.words_a == a.size());
    CHECK(m.words_b == b.size());
    CHECK(m.common_words == lcs);
    CHECK(m.similarity == share(2 * lcs, a.size() + b.size()));
    CHECK(m.shingles_a == set_a.size());
    CHECK(m.shingles_b == set_b.size());
    CHECK(m.jaccard == share(common, set_a.size() + set_b.size() - common));
    CHECK(m.containment_a == share(common, set_a.size()));
    CHECK(m.containment_b == share(common, set_b.size()));
    CHECK(m.rare_shingles == 0);
    const auto numbers_a = reference::numbers(a);
    const auto numbers_b = reference::numbers(b);
    std::vector<WordId> both;
    std::set_intersection(numbers_a.begin(), numbers_a.end(), numbers_b.begin(), numbers_b.end(),
                          std::back_inserter(both));
    CHECK(m.numbers_a == numbers_a.size());
    CHECK(m.numbers_b == numbers_b.size());
    CHECK(m.common_numbers == both.size());

    const Measurements r = measure(b, a, options);
    CHECK(r.common_words == m.common_words);
    CHECK(r.similarity == m.similarity);
    CHECK(r.jaccard == m.jaccard);
    CHECK(r.containment_a == m.containment_b);
    CHECK(r.containment_b == m.containment_a);
    CHECK(r.numbers_a == m.numbers_b);
    CHECK(r.common_numbers == m.common_numbers);
  }
}

TEST_CASE("numbers of the date line are left out") {
  const WordId n1 = 1 | number_bit, n2 = 2 | number_bit, n3 = 3 | number_bit;
  const Words a = {10, n1, n2, 11, n3, n1};
  const Words b = {n1, n3, n3, 12};
  Probe probe(3);
  probe.set_text({a, 1, 3});
  Measurements m = probe.measure({b, 0, 1}, probe.count_shingles(b));
  CHECK(m.numbers_a == 2);  // n3 and the n1 outside the date line
  CHECK(m.numbers_b == 1);
  CHECK(m.common_numbers == 1);
  probe.set_text({a});
  m = probe.measure({b}, probe.count_shingles(b));
  CHECK(m.numbers_a == 3);
  CHECK(m.numbers_b == 2);
  CHECK(m.common_numbers == 2);
}

TEST_CASE("empty texts measure as nothing in common") {
  const Words some = {1, 2, 3};
  for (const auto& [a, b] : {std::pair{Words{}, Words{}}, std::pair{some, Words{}}, std::pair{Words{}, some}}) {
    const Measurements m = measure(a, b, {});
    CHECK(m.common_words == 0);
    CHECK(m.similarity == 0);
    CHECK(m.jaccard == 0);
    CHECK(m.containment_a == 0);
    CHECK(m.containment_b == 0);
  }
}

TEST_CASE("the bounds on common words are sharp for ids that are hashes, and hold for any") {
  std::mt19937_64 random(43);
  std::size_t exact = 0, trials = 0;
  for (int i = 0; i < reference::trials(300); ++i) {
    Words a, b;
    std::vector<WordId> vocabulary(20);
    for (WordId& word : vocabulary) word = static_cast<WordId>(random());
    for (std::uint64_t k = random() % 300; k > 0; --k) a.push_back(vocabulary[random() % vocabulary.size()]);
    for (std::uint64_t k = random() % 300; k > 0; --k) b.push_back(vocabulary[random() % vocabulary.size()]);
    const std::size_t common = reference::common_words(a, b);
    Probe probe(3);
    probe.set_text({a});
    WordHistograms histograms(2);
    histograms.count(0, a);
    histograms.count(1, b);
    const std::size_t rough = histograms.common_words_bound(0, 1);
    CHECK(rough >= common);
    CHECK(rough <= std::min(a.size(), b.size()));
    for (const std::size_t least : {std::size_t{1}, common, common + 1, common + common / 8, common + 100}) {
      const std::size_t bound = probe.common_words_bound(b, least);
      CHECK((common < least || bound >= least));
      CHECK((bound < least || bound >= common));
    }
    CHECK(probe.common_words_bound(b) >= common);
    exact += probe.common_words_bound(b) == common;
    ++trials;
  }
  CHECK(exact * 10 > trials * 8);
}

TEST_CASE("what exceeds the counts of a histogram is taken to be in common") {
  const Words many(300, 7), few(10, 7);
  Words others(20, 8);
  others.insert(others.end(), 3, 7);
  WordHistograms histograms(4);
  histograms.count(0, many);
  histograms.count(1, few);
  histograms.count(3, others);
  CHECK(histograms.common_words_bound(0, 1) == 10);
  CHECK(histograms.common_words_bound(1, 1) == 10);
  CHECK(histograms.common_words_bound(0, 0) == 300);
  CHECK(histograms.common_words_bound(0, 2) == 0);
  CHECK(histograms.common_words_bound(1, 3) == 3);
  CHECK(histograms.common_words_bound(0, 3) == 3 + 5);  // 5 of the 20 have no room
  CHECK(histograms.num_words(0) == 300);
}

TEST_CASE("histograms for which there is little room are smaller, and still bound the words in common") {
  std::mt19937_64 random(47);
  for (const std::size_t room : {100'000u, 10'000u, 3'000u, 0u}) {
    for (int trial = 0; trial < reference::trials(30); ++trial) {
      WordHistograms histograms(20, room);
      CHECK(histograms.num_bins() <= std::max(2 * room / 20, WordHistograms::least_bins));
      CHECK(histograms.num_bins() >= WordHistograms::least_bins);
      const Words a = random_words(random, random() % 400, 1000);
      const Words b = edited(random, a, 1000);
      histograms.count(18, a);
      histograms.count(19, b);
      CHECK(histograms.common_words_bound(18, 19) >= reference::common_words(a, b));
    }
  }
}

TEST_CASE("shingles that are sorted are as many, and as many in common, as those in a table") {
  std::mt19937_64 random(47);
  Probe in_table(3);
  Probe sorted(3, 5);
  for (int i = 0; i < reference::trials(500); ++i) {
    const std::uint64_t vocabulary = std::array<std::uint64_t, 3>{2, 10, 1000}[random() % 3];
    const Words a = random_words(random, random() % 60, vocabulary);
    in_table.set_text({a});
    sorted.set_text({a});
    for (int k = 0; k < 3; ++k) {
      const Words b = k == 0 ? edited(random, a, vocabulary) : random_words(random, random() % 60, vocabulary);
      CAPTURE(i, vocabulary, a.size(), b.size());
      const std::size_t shingles = in_table.count_shingles(b);
      CHECK(sorted.count_shingles(b) == shingles);
      const Measurements expected = in_table.measure({b}, shingles);
      const Measurements found = sorted.measure({b}, shingles);
      CHECK(found.shingles_a == expected.shingles_a);
      CHECK(found.jaccard == expected.jaccard);
      CHECK(found.containment_a == expected.containment_a);
      CHECK(found.containment_b == expected.containment_b);
    }
  }
}

TEST_CASE("a text with more different words than its table first has room for") {
  Words text(300'000);
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<WordId>(1 + 7 * i);
  Probe probe(3);
  probe.set_text({text});
  Words part(text.begin() + 100'000, text.begin() + 160'000);
  CHECK(probe.lcs_length(part) == part.size());
  part[5] = 2;
  part[50'000] = 3;
  CHECK(probe.lcs_length(part) == part.size() - 2);
}
