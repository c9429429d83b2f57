// Entry point: mark_forms. Test: tests/match/form_test.cpp.
//
//   texts of a family ─▶ words that most of them hold: the form ─▶ the other words: facts, each between two words of
//   the form ─▶ do they stand in the same places? ─▶ how many hold each fact ─▶ groups of texts with like facts, more
//   than chance makes ─▶ pairs across groups are templates
#include "match/form.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <unordered_map>

#include "base/hash.h"
#include "base/parallel.h"
#include "match/sorted_sets.h"

namespace nuskha {
namespace {

constexpr std::size_t most_words_of_form = 200;
constexpr double least_texts_of_form_word = 0.5;  // share of the texts
constexpr double least_texts_of_slot = 0.6;       // share of the texts that have facts there
constexpr double least_facts_in_slots = 0.6;      // of all facts
constexpr std::size_t least_facts = 3;            // fewer are like all others
constexpr double least_common_facts = 0.6;        // Dice coefficient of facts that are alike
constexpr double least_facts_of_same = 0.8;       // and when they are the same notice, whatever the bodies say
constexpr double least_similarity_of_same = 0.9;  // of the texts
constexpr double most_pairs_by_chance = 1;        // of a form, with as many facts as frequent in common
constexpr double holders_of_pair = 1.5;           // of the two that hold a fact in common: one of them is given
constexpr std::size_t most_texts_compared = 128;  // each with all others; as many as LSH compares of one bucket
constexpr std::size_t least_groups = 4;
constexpr double least_groups_of_texts = 1.0 / 3;

/// Calls `visit(i, j)` for each that both have, there and there.
template <class Visit>
void for_each_common(std::span<const WordId> facts, std::span<const WordId> others, Visit&& visit) {
  for (std::size_t i = 0, j = 0; i < facts.size() && j < others.size();) {
    const bool forward_i = facts[i] <= others[j];
    const bool forward_j = others[j] <= facts[i];
    if (forward_i && forward_j) visit(i, j);
    i += forward_i;
    j += forward_j;
  }
}

/// Dice coefficient; nothing if there are too few to tell.
std::optional<double> likeness(std::span<const WordId> facts, std::span<const WordId> others,
                               std::size_t least = least_facts) {
  if (std::min(facts.size(), others.size()) < least) return std::nullopt;
  std::size_t common = 0;
  for_each_common(facts, others, [&](std::size_t, std::size_t) { ++common; });
  return 2 * static_cast<double>(common) / static_cast<double>(facts.size() + others.size());
}

/// Says of each fact of the fillings how many notices hold it. A notice printed several times is one; `notice_of` names
/// that of each filling by a number below their count.
void count_holders(std::span<Filling> fillings, std::span<const std::uint32_t> notice_of, std::size_t num_notices) {
  std::vector<std::uint64_t> held;  // fact << 32 | notice
  for (std::size_t i = 0; i < fillings.size(); ++i)
    for (const WordId fact : fillings[i].facts) held.push_back(std::uint64_t{fact} << 32 | notice_of[i]);
  sort_unique(held);
  std::unordered_map<WordId, std::uint32_t> num_holders;  // if more than one
  for (std::size_t begin = 0, end = 0; begin < held.size(); begin = end) {
    while (end < held.size() && held[end] >> 32 == held[begin] >> 32) ++end;
    if (end - begin > 1)
      num_holders.emplace(static_cast<WordId>(held[begin] >> 32), static_cast<std::uint32_t>(end - begin));
  }
  for (Filling& filling : fillings) {
    filling.num_texts = fillings.size();
    filling.num_notices = num_notices;
    filling.num_holders.clear();
    for (const WordId fact : filling.facts) {
      const auto found = num_holders.find(fact);
      filling.num_holders.push_back(found == num_holders.end() ? 1 : found->second);
    }
  }
}

/// Of the form, or the two forms, of two texts.
std::size_t num_texts_of(const Filling& a, const Filling& b) {
  return a.num_texts + (a.form != b.form ? b.num_texts : 0);
}

/// Whether there are so many that not all were compared with all others.
bool are_many(const Filling& a, const Filling& b) { return num_texts_of(a, b) > most_texts_compared; }

/// How many pairs of notices would have as many facts of this frequency in common if each notice drew its own anew,
/// whatever the others hold: of a million notices, some are sure to have two of three words in common.
double pairs_by_chance(const Filling& a, const Filling& b) {
  const bool is_one_form = a.form == b.form;
  const auto n = static_cast<double>(a.num_notices + (is_one_form ? 0 : b.num_notices));
  if (n < 2) return 0;
  double out = n * (n - 1) / 2;
  std::size_t left = std::min(a.facts.size(), b.facts.size());
  double num_common = 0;
  for_each_common(a.facts, b.facts, [&](std::size_t i, std::size_t j) {
    const std::size_t num_holders = a.num_holders[i] + (is_one_form ? 0 : b.num_holders[j]);
    // Any so many of them might be the common ones.
    out *= static_cast<double>(left--) / ++num_common;
    out *= std::max(0.0, static_cast<double>(num_holders) - holders_of_pair) / (n - 1);
  });
  return out;
}

/// Whether two texts of one form hold the same facts, or nearly; nullopt if they hold too few to tell, which few texts
/// may, but of many one at least.
std::optional<bool> have_like_facts(const Filling& a, const Filling& b, bool of_many) {
  const std::optional<double> share = likeness(a.facts, b.facts, of_many ? 1 : least_facts);
  return share ? std::optional(*share >= least_common_facts) : std::nullopt;
}

/// The same, and more of them than chance makes, unless they are all the same in order.
std::optional<bool> are_alike(const Filling& a, const Filling& b) {
  const std::optional<bool> alike = have_like_facts(a, b, are_many(a, b));
  if (!alike.value_or(false) || (a.hash_of_slots && a.hash_of_slots == b.hash_of_slots)) return alike;
  return pairs_by_chance(a, b) < most_pairs_by_chance;
}

/// The texts of one family, and what they fill into their form.
class FilledForm {
 public:
  FilledForm(std::span<const MatchText> texts, std::span<const std::uint32_t> members)
      : texts_(texts), members_(members), fillings_(members.size()) {
    count_words();
    for (std::size_t i = 0; i < members.size(); ++i) read_facts(i);
  }

  /// Most facts stand in places where most texts have some.
  bool is_form() const {
    std::size_t in_slots = 0;
    std::size_t all = 0;
    for (const auto& [place, slot] : slots_) {
      all += slot.num_facts;
      if (is_of_most(slot)) in_slots += slot.num_facts;
    }
    return all > 0 && static_cast<double>(in_slots) >= least_facts_in_slots * static_cast<double>(all);
  }

  /// Reads members with too few facts once more: of the words they fill in, some may be words of the form as well, or
  /// one word twice in a row of words that is all they fill in. A word is of the form only beside the word that it
  /// stands beside in most texts.
  void read_again() {
    count_neighbours();
    for (std::size_t i = 0; i < members_.size(); ++i) {
      std::vector<WordId>& facts = fillings_[i].facts;
      if (facts.size() >= least_facts) {
        fillings_[i].hash_of_slots = hash_slots(i);
        continue;
      }
      const std::span<const WordId> words = texts_[members_[i]].words;
      facts.clear();
      std::size_t num_runs = 0;
      for (std::size_t at = 0; at < words.size(); ++at) {
        if (is_in_place(words, at)) continue;
        num_runs += at == 0 || is_in_place(words, at - 1);
        facts.push_back(words[at]);
      }
      std::sort(facts.begin(), facts.end());
      if (num_runs > 1) sort_unique(facts);
    }
  }

  /// Of each member.
  std::vector<Filling>& fillings() { return fillings_; }

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
      sort_unique(words);
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
      sort_unique(found);
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

  bool is_of_most(const Slot& slot) const {
    return static_cast<double>(slot.num_texts) >= least_texts_of_slot * static_cast<double>(members_.size());
  }

  /// Calls `visit(place, facts)` for each run of facts. A place is known by the words of the form before and after it.
  template <class Visit>
  void for_each_run(std::span<const WordId> words, Visit&& visit) const {
    std::uint64_t before = 0;
    for (std::size_t begin = 0; begin < words.size();) {
      if (is_of_form(words[begin])) {
        before = words[begin++];
        continue;
      }
      std::size_t end = begin + 1;
      while (end < words.size() && !is_of_form(words[end])) ++end;
      visit(before << 32 | (end < words.size() ? words[end] : 0), words.subspan(begin, end - begin));
      begin = end;
    }
  }

  void read_facts(std::size_t i) {
    std::vector<WordId>& facts = fillings_[i].facts;
    for_each_run(texts_[members_[i]].words, [&](std::uint64_t place, std::span<const WordId> run) {
      Slot& slot = slots_[place];
      slot.num_facts += run.size();
      slot.num_texts += slot.last_text != i;
      slot.last_text = i;
      facts.insert(facts.end(), run.begin(), run.end());
    });
    sort_unique(facts);
  }

  std::optional<std::uint64_t> hash_slots(std::size_t i) const {
    std::uint64_t hash = 0;
    std::size_t num_facts = 0;
    for_each_run(texts_[members_[i]].words, [&](std::uint64_t place, std::span<const WordId> run) {
      if (!is_of_most(slots_.at(place))) return;
      hash = hash64_seeded(hash64_seeded(hash, place), hash64(run.data(), run.size_bytes()));
      num_facts += run.size();
    });
    return num_facts >= least_facts ? std::optional(hash) : std::nullopt;
  }

  std::span<const MatchText> texts_;
  std::span<const std::uint32_t> members_;
  std::unordered_map<WordId, std::uint32_t> num_texts_;
  std::unordered_map<std::uint64_t, std::uint32_t> num_texts_of_neighbours_;  // words of the form, one after the other
  std::unordered_map<std::uint64_t, Slot> slots_;
  std::vector<Filling> fillings_;
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
  /// The group of each member, by a number below count().
  std::vector<std::uint32_t> numbers() {
    std::vector<std::uint32_t> out(parent_.size());
    std::uint32_t next = 0;
    for (std::size_t i = 0; i < parent_.size(); ++i)
      if (find(i) == i) out[i] = next++;
    for (std::size_t i = 0; i < parent_.size(); ++i) out[i] = out[find(i)];
    return out;
  }

 private:
  std::vector<std::size_t> parent_;
};

struct Family {
  std::vector<std::uint32_t> members;  // of at most most_words_of_form words; ascending
  std::vector<Candidate> pairs;        // of members, that say "one document"
};

bool is_short(const MatchText& text) { return text.words.size() <= most_words_of_form; }

}  // namespace

std::vector<Filling> fill_form(std::span<const MatchText> texts, std::span<const std::uint32_t> members,
                               std::span<const Candidate> pairs) {
  FilledForm form(texts, members);
  if (!form.is_form()) return {};
  form.read_again();
  std::vector<Filling>& fillings = form.fillings();
  for (Filling& filling : fillings) filling.form = members.front();
  const auto position = [&](std::uint32_t text) {
    return static_cast<std::size_t>(std::lower_bound(members.begin(), members.end(), text) - members.begin());
  };
  const auto join_if = [&](Groups& groups, auto&& belong_together) {
    for (const Candidate& pair : pairs) {
      const std::size_t a = position(pair.a);
      const std::size_t b = position(pair.b);
      if (belong_together(fillings[a], fillings[b])) groups.join(a, b);
    }
  };
  Groups notices(members.size());
  join_if(notices, [](const Filling& a, const Filling& b) {
    return likeness(a.facts, b.facts).value_or(0) >= least_facts_of_same;
  });
  count_holders(fillings, notices.numbers(), notices.count());
  // Of many texts only the nearest were compared, and of enough of them chance ties each to another. Few that have few
  // facts are like all others; of many, they are no group.
  const bool of_many = members.size() > most_texts_compared;
  const auto has_few_facts = [](const Filling& filling) { return filling.facts.size() < least_facts; };
  Groups groups(members.size());
  join_if(groups, [&](const Filling& a, const Filling& b) {
    if (has_few_facts(a) || has_few_facts(b)) return !of_many;
    return *(of_many ? are_alike(a, b) : have_like_facts(a, b, false));
  });
  std::size_t num_groups = groups.count();
  if (of_many) num_groups -= static_cast<std::size_t>(std::count_if(fillings.begin(), fillings.end(), has_few_facts));
  if (num_groups < least_groups ||
      static_cast<double>(num_groups) < least_groups_of_texts * static_cast<double>(members.size()))
    return {};
  return std::move(fillings);
}

bool may_fill_form(const MatchText& text) { return is_short(text); }

void mark_by_form(const Filling& a, const Filling& b, VerifiedPair& pair) {
  const std::optional<bool> alike = are_alike(a, b);
  if (!alike) return;
  if (is_one_document(pair.relation) && !*alike) pair.relation = Relation::template_;
  if (pair.relation == Relation::template_ && *alike && *likeness(a.facts, b.facts, 1) >= least_facts_of_same &&
      pair.measurements.similarity >= least_similarity_of_same)
    pair.relation = Relation::revision;
}

void mark_forms(std::span<const MatchText> texts, std::span<const std::uint32_t> family_of, unsigned threads,
                std::vector<VerifiedPair>& pairs) {
  constexpr std::uint32_t none = ~std::uint32_t{0};
  std::vector<std::uint32_t> size(texts.size());
  for (std::uint32_t text = 0; text < texts.size(); ++text) size[family_of[text]] += is_short(texts[text]);
  std::vector<std::uint32_t> index(texts.size(), none);
  std::vector<Family> families;
  for (std::uint32_t text = 0; text < texts.size(); ++text) {
    const std::uint32_t family = family_of[text];
    if (size[family] < least_texts_of_form || !is_short(texts[text])) continue;
    if (index[family] == none) {
      index[family] = static_cast<std::uint32_t>(families.size());
      families.emplace_back();
    }
    families[index[family]].members.push_back(text);
  }
  for (const VerifiedPair& pair : pairs) {
    const std::uint32_t family = family_of[pair.a];
    if (index[family] != none && family_of[pair.b] == family && is_one_document(pair.relation) &&
        is_short(texts[pair.a]) && is_short(texts[pair.b]))
      families[index[family]].pairs.push_back({pair.a, pair.b});
  }
  std::vector<std::vector<Filling>> fillings(families.size());
  parallel_for(threads, families.size(), 1, [&](unsigned, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) fillings[i] = fill_form(texts, families[i].members, families[i].pairs);
  });
  // One form may have made several families.
  std::vector<const Filling*> filling_of(texts.size());
  for (std::size_t i = 0; i < families.size(); ++i)
    for (std::size_t k = 0; k < fillings[i].size(); ++k) filling_of[families[i].members[k]] = &fillings[i][k];
  for (VerifiedPair& pair : pairs)
    if (filling_of[pair.a] != nullptr && filling_of[pair.b] != nullptr)
      mark_by_form(*filling_of[pair.a], *filling_of[pair.b], pair);
}

}  // namespace nuskha
