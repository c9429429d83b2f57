// Archives of random texts with passages in common, as a whole and in parts.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "match/match_text.h"
#include "parts/blobs.h"
#include "parts/part_texts.h"
#include "scan/byte_codec.h"
#include "scan/work_codec.h"
#include "support/reference.h"

namespace nuskha::test {

/// Texts made of blocks, some of which stand in many: whole, in part, with other numbers, side by side or alone.
class PartArchive {
 public:
  PartArchive(std::mt19937_64& random, std::size_t num_texts) {
    WordId next = 1;
    std::vector<std::vector<WordId>> shared(1 + num_texts / 8);
    for (auto& block : shared) {
      block = reference::fresh_words(next, 1 + random() % 40);
      for (WordId& word : block)
        if (random() % 6 == 0) word = number_bit | static_cast<WordId>(random() % 50);
    }
    std::uint64_t id = 0;
    for (std::size_t text = 0; text < num_texts; ++text) {
      std::vector<WordId> words;
      std::vector<std::uint32_t> ends;
      const std::size_t num_blocks = random() % 9;
      for (std::size_t i = 0; i < num_blocks; ++i) {
        std::vector<WordId> block;
        if (random() % 2 == 0) {
          block = reference::fresh_words(next, 1 + random() % 60);
        } else {
          // The first of them more often, and often with the one that follows.
          const std::size_t first = std::min(random() % shared.size(), random() % shared.size());
          block = shared[first];
          if (random() % 8 == 0) block[random() % block.size()] = number_bit | static_cast<WordId>(random() % 50);
          if (random() % 12 == 0) block[random() % block.size()] = next++;
          if (random() % 8 == 0) block.push_back(next++);
          if (random() % 2 == 0 && first + 1 < shared.size()) {
            append(block, words, ends);
            block = shared[first + 1];
          }
        }
        append(block, words, ends);
      }
      ids_.push_back(id += 1 + random() % 3);
      words_.push_back(std::move(words));
      ends_.push_back(std::move(ends));
    }
  }

  std::size_t size() const { return ids_.size(); }
  const std::vector<std::uint64_t>& ids() const { return ids_; }
  std::vector<MatchText> texts() const {
    std::vector<MatchText> out;
    for (std::size_t i = 0; i < size(); ++i) out.push_back({words_[i], 0, 0, ends_[i], {}});
    return out;
  }
  std::uint64_t num_words() const {
    std::uint64_t sum = 0;
    for (const auto& words : words_) sum += words.size();
    return sum;
  }

  /// What stands in the texts from `begin` up to `end`, in any order.
  PartTexts part(std::size_t begin, std::size_t end) const {
    std::vector<std::string> digests;
    const std::vector<MatchText> views = texts();
    for (std::size_t i = begin; i < end; ++i) {
      CorpusDocument document;
      document.text = views[i];
      ByteWriter out;
      encode_document(document, out);
      digests.emplace_back(out.bytes());
    }
    std::vector<TextRow> rows;
    for (std::size_t i = end; i-- > begin;) rows.push_back({ids_[i], digests[i - begin]});
    return *PartTexts::decode(rows);
  }

 private:
  static void append(const std::vector<WordId>& block, std::vector<WordId>& words, std::vector<std::uint32_t>& ends) {
    words.insert(words.end(), block.begin(), block.end());
    ends.push_back(static_cast<std::uint32_t>(words.size()));
  }

  std::vector<std::vector<WordId>> words_;
  std::vector<std::vector<std::uint32_t>> ends_;
  std::vector<std::uint64_t> ids_;
};

/// Blobs at the keys that they go to, with the key that each is from; the last sent come first, as any might.
class Deal {
 public:
  void send(std::uint64_t from, const Blobs& blobs) {
    for (const Blob& blob : blobs) send(from, blob.key, blob.data);
  }
  void send(std::uint64_t from, std::uint64_t to, std::string data) {
    auto& sent = at_[to];
    sent.emplace(sent.begin(), from, std::move(data));
  }

  std::vector<std::string_view> at(std::uint64_t key) const {
    std::vector<std::string_view> out;
    if (const auto found = at_.find(key); found != at_.end())
      for (const auto& [from, data] : found->second) out.emplace_back(data);
    return out;
  }
  /// Calls `work(key, from, blobs)`, the first two of as many senders as blobs.
  template <class Work>
  void for_each(Work&& work) const {
    for (const auto& [key, sent] : at_) {
      std::vector<std::uint64_t> from;
      for (const auto& [sender, data] : sent) from.push_back(sender);
      work(key, from, at(key));
    }
  }

 private:
  std::map<std::uint64_t, std::vector<std::pair<std::uint64_t, std::string>>> at_;
};

}  // namespace nuskha::test
