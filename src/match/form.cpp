// Entry point: mark_forms. Test: tests/match/form_test.cpp.
//
//   texts of a family ─▶ words that most of them hold: the form ─▶ the other words: facts, each between two words of
//   the form ─▶ do they stand in the same places? ─▶ groups of texts with like facts ─▶ pairs across groups are
//   templates
#include "match/form.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <unordered_map>

#include "base/parallel.h"

namespace nuskha {
namespace {

constexpr std::size_t most_words_of_form = 200;
constexpr std::size_t least_texts_of_form = 6;
constexpr double least_texts_of_form_word = 0.5;  // share of the texts
constexpr double least_texts_of_slot = 0.6;       // share of the texts that have facts there
constexpr double least_facts_in_slots = 0.6;      // of all facts
constexpr std::size_t least_facts = 3;            // fewer are like all others
constexpr double least_common_facts = 0.6;        // Dice coefficient of facts that are alike
constexpr double least_facts_of_same = 0.8;       // and when they are the same notice, whatever the bodies say
constexpr double least_similarity_of_same = 0.9;  // of the texts
constexpr std::size_t least_groups = 4;
constexpr double least_groups_of_texts = 1.0 / 3;

void keep_distinct(auto& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

/// Dice coefficient; nothing if there are too few to tell.
std::optional<double> likeness(std::span<const WordId> facts, std::span<const WordId> others) {
  if (std::min(facts.size(), others.size()) < least_facts) return std::nullopt;
  std::size_t common = 0;
  for (std::size_t i = 0, j = 0; i < facts.size() && j < others.size();) {
    common += facts[i] == others[j];
    const bool forward_i = facts[i] <= others[j];
    const bool forward_j = others[j] <= facts[i];
    i += forward_i;
    j += forward_j;
  }
  return 2 * static_cast<double>(common) / static_cast<double>(facts.size() + others.size());
}

/// The texts of one family, and what they fill into their form.
class FilledForm {
 public:
  FilledForm(std::span<const MatchText> texts, std::span<const std::uint32_t> members)
      : texts_(texts), members_(members), facts_(members.size()) {
    count_words();
    for (std::size_t i = 0; i < members.size(); ++i) read_facts(i);
  }

  /// Most facts stand in places where most texts have some.
  bool is_form() const {
    std::size_t in_slots = 0;
    std::size_t all = 0;
    for (const auto& [place, slot] : slots_) {
      all += slot.num_facts;
      if (static_cast<double>(slot.num_texts) >= least_texts_of_slot * static_cast<double>(members_.size()))
        in_slots += slot.num_facts;
    }
    return all > 0 && static_cast<double>(in_slots) >= least_facts_in_slots * static_cast<double>(all);
  }

  /// Reads members with too few facts once more: of the words they fill in, some may be words of the form as well, or
  /// one word twice in a row of words that is all they fill in. A word is of the form only beside the word that it
  /// stands beside in most texts.
  void read_again() {
    count_neighbours();
    for (std::size_t i = 0; i < members_.size(); ++i) {
      if (facts_[i].size() >= least_facts) continue;
      const std::span<const WordId> words = texts_[members_[i]].words;
      facts_[i].clear();
      std::size_t num_runs = 0;
      for (std::size_t at = 0; at < words.size(); ++at) {
        if (is_in_place(words, at)) continue;
        num_runs += at == 0 || is_in_place(words, at - 1);
        facts_[i].push_back(words[at]);
      }
      std::sort(facts_[i].begin(), facts_[i].end());
      if (num_runs > 1) keep_distinct(facts_[i]);
    }
  }

  /// Of each member: distinct words, sorted; of a member read again, maybe with repetitions.
  std::vector<std::vector<WordId>>& facts() { return facts_; }

 private:
  struct Slot {
    std::size_t num_texts = 0;
    std::size_t num_facts = 0;
    std::size_t last_text = ~std::size_t{0};
  };

  void count_words() {
    std::vector<WordId> words;
    for (const std::uint32_t text : members_) {
      words.assign(texts_[text].words.begin(), texts_[text].words.end());
      keep_distinct(words);
      for (const WordId word : words) ++num_texts_[word];
    }
  }

  static std::uint64_t neighbours(WordId word, WordId next) { return std::uint64_t{word} << 32 | next; }

  void count_neighbours() {
    std::vector<std::uint64_t> found;
    for (const std::uint32_t text : members_) {
      const std::span<const WordId> words = texts_[text].words;
      found.clear();
      for (std::size_t i = 0; i + 1 < words.size(); ++i)
        if (is_of_form(words[i]) && is_of_form(words[i + 1])) found.push_back(neighbours(words[i], words[i + 1]));
      keep_distinct(found);
      for (const std::uint64_t pair : found) ++num_texts_of_neighbours_[pair];
    }
  }

  bool hold_most(std::size_t num_texts) const {
    return static_cast<double>(num_texts) >= least_texts_of_form_word * static_cast<double>(members_.size());
  }

  bool is_of_form(WordId word) const { return hold_most(num_texts_.at(word)); }

  bool is_in_place(std::span<const WordId> words, std::size_t at) const {
    const auto are_of_form = [&](std::size_t i) {
      const auto found = num_texts_of_neighbours_.find(neighbours(words[i], words[i + 1]));
      return found != num_texts_of_neighbours_.end() && hold_most(found->second);
    };
    return (at > 0 && are_of_form(at - 1)) || (at + 1 < words.size() && are_of_form(at));
  }

  /// A place is known by the words of the form before and after it.
  void read_facts(std::size_t i) {
    const std::span<const WordId> words = texts_[members_[i]].words;
    std::vector<WordId>& facts = facts_[i];
    std::uint64_t before = 0;
    for (std::size_t begin = 0; begin < words.size();) {
      if (is_of_form(words[begin])) {
        before = words[begin++];
        continue;
      }
      std::size_t end = begin + 1;
      while (end < words.size() && !is_of_form(words[end])) ++end;
      Slot& slot = slots_[before << 32 | (end < words.size() ? words[end] : 0)];
      slot.num_facts += end - begin;
      slot.num_texts += slot.last_text != i;
      slot.last_text = i;
      facts.insert(facts.end(), words.begin() + static_cast<std::ptrdiff_t>(begin),
                   words.begin() + static_cast<std::ptrdiff_t>(end));
      begin = end;
    }
    keep_distinct(facts);
  }

  std::span<const MatchText> texts_;
  std::span<const std::uint32_t> members_;
  std::unordered_map<WordId, std::uint32_t> num_texts_;
  std::unordered_map<std::uint64_t, std::uint32_t> num_texts_of_neighbours_;  // words of the form, one after the other
  std::unordered_map<std::uint64_t, Slot> slots_;
  std::vector<std::vector<WordId>> facts_;
};

/// Positions of members that hang together.
class Groups {
 public:
  explicit Groups(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), std::size_t{0}); }
  std::size_t find(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(std::size_t i, std::size_t j) { parent_[find(i)] = find(j); }
  std::size_t count() {
    std::size_t out = 0;
    for (std::size_t i = 0; i < parent_.size(); ++i) out += find(i) == i;
    return out;
  }

 private:
  std::vector<std::size_t> parent_;
};

struct Family {
  std::vector<std::uint32_t> members;  // of at most most_words_of_form words; ascending
  std::vector<std::size_t> pairs;      // that say "one document" of two members
};

/// What each member fills into the form; nothing if the family isn't made from one.
std::vector<std::vector<WordId>> find_facts(std::span<const MatchText> texts, const Family& family,
                                            std::span<const VerifiedPair> pairs) {
  FilledForm form(texts, family.members);
  if (!form.is_form()) return {};
  form.read_again();
  const auto position = [&](std::uint32_t text) {
    return static_cast<std::size_t>(std::lower_bound(family.members.begin(), family.members.end(), text) -
                                    family.members.begin());
  };
  Groups groups(family.members.size());
  for (const std::size_t i : family.pairs) {
    const std::size_t a = position(pairs[i].a);
    const std::size_t b = position(pairs[i].b);
    if (likeness(form.facts()[a], form.facts()[b]).value_or(1) >= least_common_facts) groups.join(a, b);
  }
  const std::size_t num_groups = groups.count();
  if (num_groups < least_groups ||
      static_cast<double>(num_groups) < least_groups_of_texts * static_cast<double>(family.members.size()))
    return {};
  return std::move(form.facts());
}

}  // namespace

void mark_forms(std::span<const MatchText> texts, std::span<const std::uint32_t> family_of, unsigned threads,
                std::vector<VerifiedPair>& pairs) {
  constexpr std::uint32_t none = ~std::uint32_t{0};
  const auto is_short = [&](std::uint32_t text) { return texts[text].words.size() <= most_words_of_form; };
  std::vector<std::uint32_t> size(texts.size());
  for (std::uint32_t text = 0; text < texts.size(); ++text) size[family_of[text]] += is_short(text);
  std::vector<std::uint32_t> index(texts.size(), none);
  std::vector<Family> families;
  for (std::uint32_t text = 0; text < texts.size(); ++text) {
    const std::uint32_t family = family_of[text];
    if (size[family] < least_texts_of_form || !is_short(text)) continue;
    if (index[family] == none) {
      index[family] = static_cast<std::uint32_t>(families.size());
      families.emplace_back();
    }
    families[index[family]].members.push_back(text);
  }
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const VerifiedPair& pair = pairs[i];
    const std::uint32_t family = family_of[pair.a];
    if (index[family] != none && family_of[pair.b] == family && is_one_document(pair.relation) && is_short(pair.a) &&
        is_short(pair.b))
      families[index[family]].pairs.push_back(i);
  }
  std::vector<std::uint8_t> is_filled_in(texts.size());
  std::vector<std::vector<WordId>> facts_of(texts.size());
  parallel_for(threads, families.size(), 1, [&](unsigned, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      std::vector<std::vector<WordId>> facts = find_facts(texts, families[i], pairs);
      for (std::size_t k = 0; k < facts.size(); ++k) {
        is_filled_in[families[i].members[k]] = 1;
        facts_of[families[i].members[k]] = std::move(facts[k]);
      }
    }
  });
  // One form may have made several families.
  for (VerifiedPair& pair : pairs) {
    if (is_filled_in[pair.a] == 0 || is_filled_in[pair.b] == 0) continue;
    const std::optional<double> alike = likeness(facts_of[pair.a], facts_of[pair.b]);
    if (!alike) continue;
    if (is_one_document(pair.relation) && *alike < least_common_facts) pair.relation = Relation::template_;
    if (pair.relation == Relation::template_ && *alike >= least_facts_of_same &&
        pair.measurements.similarity >= least_similarity_of_same)
      pair.relation = Relation::revision;
  }
}

}  // namespace nuskha
