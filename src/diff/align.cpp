// Entry point: align_paragraphs. Test: tests/diff/align_test.cpp.
//
//   paragraphs ─▶ candidates by rare pairs of tokens ─▶ chain in order ─▶ units, and moved ones
#include "diff/align.h"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>
#include <span>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/hash.h"
#include "base/stop.h"

namespace nuskha {
namespace {

constexpr std::size_t most_holders = 4;     // paragraphs that hold a pair of tokens which still says something
constexpr std::size_t most_candidates = 4;  // of a paragraph
constexpr std::uint32_t most_tokens_unsampled = 24;
constexpr double least_similarity = 0.5;            // of two paragraphs that are one
constexpr double least_similarity_of_next = 0.75;   // … so alike that no others are looked for,
constexpr std::uint32_t least_tokens_of_next = 12;  // of a paragraph long enough for that,
constexpr std::uint32_t most_looked_ahead = 3;      // among the next ones of the second text
constexpr double least_similarity_of_moved = 0.7;
constexpr std::uint32_t least_words_of_moved = 4;
constexpr double least_share_of_split = 0.5;  // of a paragraph's tokens that the pair beside it lacks

// The close of a text: shorter than this, and with an address or a telephone number.
constexpr std::uint32_t most_tokens_of_close = 160;
constexpr double most_share_of_close = 0.4;
constexpr std::uint32_t least_digits_of_telephone = 7;

constexpr std::uint32_t none = ~std::uint32_t{0};

/// Two paragraphs that may be one.
struct Candidate {
  std::uint32_t a, b;
  std::uint32_t common;  // tokens, repetitions counted
  double similarity;
};

/// One text's paragraphs: what is asked of them again and again.
class Paragraphs {
 public:
  explicit Paragraphs(const TokenText& text) : text_(text) {
    keys_.reserve(text.tokens.size());
    for (const Token& token : text.tokens) keys_.push_back(token.key);
    sorted_ = keys_;
    for (const TokenRange& range : text.paragraphs) {
      std::sort(sorted_.begin() + range.begin, sorted_.begin() + range.end);
      hashes_.push_back(hash64(&keys_[range.begin], range.size() * sizeof(std::uint32_t)));
    }
  }
  const TokenText& text() const { return text_; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(hashes_.size()); }
  const TokenRange& range(std::uint32_t i) const { return text_.paragraphs[i]; }
  std::uint64_t hash(std::uint32_t i) const { return hashes_[i]; }
  std::span<const std::uint32_t> sorted(std::uint32_t i) const {
    return std::span(sorted_).subspan(range(i).begin, range(i).size());
  }
  std::uint32_t num_words(std::uint32_t i) const {
    const auto first = text_.tokens.begin();
    return static_cast<std::uint32_t>(std::count_if(first + range(i).begin, first + range(i).end,
                                                    [](const Token& token) { return token.is_word(); }));
  }
  /// The tokens of paragraphs [begin, end).
  TokenRange tokens(std::uint32_t begin, std::uint32_t end) const {
    if (begin == end) {
      const std::uint32_t at = begin < size() ? range(begin).begin : static_cast<std::uint32_t>(keys_.size());
      return {at, at};
    }
    return {range(begin).begin, range(end - 1).end};
  }
  /// Calls f for what a paragraph can be found by: pairs of neighbouring tokens, of a long paragraph a fourth of them,
  /// the same in both texts; of a single token, that.
  template <class F>
  void for_each_feature(std::uint32_t i, F&& f) const {
    const TokenRange& r = range(i);
    if (r.size() == 1) f(std::uint64_t{keys_[r.begin]} << 32 | none);
    const std::uint64_t sampled = r.size() > most_tokens_unsampled ? 3 : 0;
    for (std::uint32_t at = r.begin; at + 1 < r.end; ++at) {
      const std::uint64_t feature = std::uint64_t{keys_[at]} << 32 | keys_[at + 1];
      if ((feature * 0x9E3779B97F4A7C15u >> 60 & sampled) == 0) f(feature);
    }
  }

 private:
  const TokenText& text_;
  std::vector<std::uint32_t> keys_, sorted_;
  std::vector<std::uint64_t> hashes_;
};

/// Tokens in common, repetitions counted.
std::uint32_t count_common(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) {
  std::uint32_t common = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    common += a[i] == b[j];
    const bool step_a = a[i] <= b[j];
    const bool step_b = b[j] <= a[i];
    i += step_a;
    j += step_b;
  }
  return common;
}

/// Paragraphs by what they can be found by. What many hold is forgotten.
class FeatureIndex {
 public:
  /// `is_left_out`: by paragraph, those that aren't looked for.
  FeatureIndex(const Paragraphs& paragraphs, std::span<const std::uint8_t> is_left_out) {
    std::size_t num_features = 0;
    for (std::uint32_t i = 0; i < paragraphs.size(); ++i)
      num_features += is_left_out[i] != 0 ? 0 : paragraphs.range(i).size();
    slots_.resize(std::bit_ceil(std::max<std::size_t>(64, 2 * num_features)));
    for (std::uint32_t i = 0; i < paragraphs.size(); ++i)
      if (is_left_out[i] == 0) paragraphs.for_each_feature(i, [&](std::uint64_t feature) { add(feature, i); });
  }
  /// The paragraphs that hold a feature, if they are few.
  std::span<const std::uint32_t> holders(std::uint64_t feature) const {
    const Slot& slot = slots_[find(feature)];
    if (slot.num_holders > most_holders) return {};
    return std::span(slot.holders).first(slot.num_holders);
  }

 private:
  struct Slot {
    std::uint64_t feature = 0;
    std::uint32_t num_holders = 0;  // 0: free
    std::array<std::uint32_t, most_holders> holders{};
  };
  std::size_t find(std::uint64_t feature) const {
    std::size_t i = hash64_seeded(feature, 0) & (slots_.size() - 1);
    while (slots_[i].num_holders != 0 && slots_[i].feature != feature) i = (i + 1) & (slots_.size() - 1);
    return i;
  }
  void add(std::uint64_t feature, std::uint32_t paragraph) {
    Slot& slot = slots_[find(feature)];
    slot.feature = feature;
    if (slot.num_holders > most_holders) return;
    if (slot.num_holders > 0 && slot.holders[slot.num_holders - 1] == paragraph) return;
    if (slot.num_holders < most_holders) slot.holders[slot.num_holders] = paragraph;
    ++slot.num_holders;
  }

  std::vector<Slot> slots_;
};

/// Candidates of all paragraphs of the first text, in order: the same one where there is one, else the next one where
/// it is much alike, else those that share most of what is rare.
class CandidateFinder {
 public:
  CandidateFinder(const Paragraphs& a, const Paragraphs& b)
      : a_(a), b_(b), found_(a.size()), is_done_(a.size()), is_taken_(b.size()) {
    for (std::uint32_t j = 0; j < b.size(); ++j) by_hash_[b.hash(j)].push_back(j);
    for (std::uint32_t i = 0; i < a.size(); ++i) ++in_a_[a.hash(i)];
  }

  std::vector<Candidate> find() {
    std::uint32_t next = 0;
    for (std::uint32_t i = 0; i < a_.size(); ++i) is_done_[i] = add_same(i, next) || add_next(i, next);
    if (std::find(is_done_.begin(), is_done_.end(), 0) != is_done_.end()) add_by_features();
    std::vector<Candidate> out;
    for (const std::vector<Candidate>& candidates : found_) out.insert(out.end(), candidates.begin(), candidates.end());
    return out;
  }

 private:
  void add(std::uint32_t i, std::uint32_t j, double least) {
    throw_if_stopped();
    const std::uint32_t common = count_common(a_.sorted(i), b_.sorted(j));
    const double similarity = 2.0 * common / (a_.range(i).size() + b_.range(j).size());
    if (similarity >= least) found_[i].push_back({i, j, common, similarity});
  }

  /// Equal ones, if they are few: with many the place decides, and the paragraphs around them. Only one that stands
  /// once in both texts is the one for certain.
  bool add_same(std::uint32_t i, std::uint32_t& next) {
    const auto same = by_hash_.find(a_.hash(i));
    if (same == by_hash_.end() || same->second.size() > most_holders) return false;
    for (const std::uint32_t j : same->second) add(i, j, least_similarity);
    if (same->second.size() > 1 || in_a_[a_.hash(i)] > 1) return false;
    next = same->second.front() + 1;
    return true;
  }

  bool add_next(std::uint32_t i, std::uint32_t& next) {
    if (a_.range(i).size() < least_tokens_of_next || by_hash_.contains(a_.hash(i))) return false;
    for (std::uint32_t j = next; j < std::min(next + most_looked_ahead, b_.size()); ++j) {
      if (is_taken_[j] != 0 || in_a_.contains(b_.hash(j))) continue;
      add(i, j, least_similarity_of_next);
      if (found_[i].empty()) continue;
      is_taken_[j] = 1;
      next = j + 1;
      return true;
    }
    return false;
  }

  void add_by_features() {
    const FeatureIndex index(b_, is_taken_);
    std::vector<std::uint32_t> votes(b_.size());
    std::vector<std::uint32_t> voted;
    for (std::uint32_t i = 0; i < a_.size(); ++i) {
      if (is_done_[i] != 0) continue;
      voted.clear();
      a_.for_each_feature(i, [&](std::uint64_t feature) {
        for (const std::uint32_t j : index.holders(feature))
          if (a_.hash(i) != b_.hash(j) && votes[j]++ == 0) voted.push_back(j);
      });
      const auto num_kept = static_cast<std::ptrdiff_t>(std::min(voted.size(), most_candidates));
      std::partial_sort(voted.begin(), voted.begin() + num_kept, voted.end(), [&](std::uint32_t x, std::uint32_t y) {
        return std::tuple(votes[y], x) < std::tuple(votes[x], y);
      });
      for (std::ptrdiff_t k = 0; k < num_kept; ++k) add(i, voted[static_cast<std::size_t>(k)], least_similarity);
      for (const std::uint32_t j : voted) votes[j] = 0;
    }
  }

  const Paragraphs& a_;
  const Paragraphs& b_;
  std::vector<std::vector<Candidate>> found_;  // by paragraph of the first text
  std::vector<std::uint8_t> is_done_;          // by paragraph of the first text: no others are looked for
  std::vector<std::uint8_t> is_taken_;         // by paragraph of the second: the next one of another
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> by_hash_;
  std::unordered_map<std::uint64_t, std::uint32_t> in_a_;
};

/// What a candidate brings to a chain: its tokens in common, and twice that where nothing has changed.
std::uint64_t weight_of(const Candidate& candidate) {
  return static_cast<std::uint64_t>(candidate.common * candidate.similarity * 16) + 1;
}

/// The heaviest chain that ascends in both texts: for each candidate whether it is in. By a Fenwick tree of maxima.
std::vector<std::uint32_t> heaviest_chain(const std::vector<Candidate>& candidates, std::uint32_t num_b) {
  struct Best {
    std::uint64_t weight = 0;
    std::uint32_t last = none;
  };
  std::vector<Best> tree(num_b + 1);
  std::vector<std::uint32_t> before(candidates.size(), none);
  std::vector<std::uint64_t> total(candidates.size());
  Best best;
  for (std::uint32_t begin = 0, end = 0; begin < candidates.size(); begin = end) {
    while (end < candidates.size() && candidates[end].a == candidates[begin].a) ++end;
    for (std::uint32_t k = begin; k < end; ++k) {  // of those before in a, all that are before in b
      Best prior;
      for (std::uint32_t at = candidates[k].b; at > 0; at &= at - 1)
        if (tree[at].weight > prior.weight) prior = tree[at];
      before[k] = prior.last;
      total[k] = prior.weight + weight_of(candidates[k]);
    }
    for (std::uint32_t k = begin; k < end; ++k) {
      if (total[k] > best.weight) best = {total[k], k};
      for (std::uint32_t at = candidates[k].b + 1; at <= num_b; at += at & (0 - at))
        if (total[k] > tree[at].weight) tree[at] = {total[k], k};
    }
  }
  std::vector<std::uint32_t> chain;
  for (std::uint32_t k = best.last; k != none; k = before[k]) chain.push_back(k);
  std::reverse(chain.begin(), chain.end());
  return chain;
}

class Aligner {
 public:
  Aligner(const TokenText& a, const TokenText& b)
      : a_(a), b_(b), move_of_a_(a_.size(), none), move_of_b_(b_.size(), none) {}

  Alignment align() {
    const std::vector<Candidate> candidates = CandidateFinder(a_, b_).find();
    const std::vector<std::uint32_t> chain = heaviest_chain(candidates, b_.size());
    find_moved(candidates, chain);
    std::uint32_t at_a = 0, at_b = 0;
    for (const std::uint32_t k : chain) {
      add_gap(at_a, candidates[k].a, at_b, candidates[k].b);
      add_pair(candidates[k].a, candidates[k].b);
      at_a = candidates[k].a + 1;
      at_b = candidates[k].b + 1;
    }
    add_gap(at_a, a_.size(), at_b, b_.size());
    join_split_ones();
    for (const Unit& unit : units_)
      out_.units.push_back(
          {a_.tokens(unit.a_begin, unit.a_end), b_.tokens(unit.b_begin, unit.b_end), unit.move, unit.is_pair, false});
    mark_close();
    return std::move(out_);
  }

 private:
  /// Half-open ranges of paragraphs.
  struct Unit {
    std::uint32_t a_begin, a_end, b_begin, b_end;
    std::optional<std::uint32_t> move = {};
    bool is_pair = false;
    bool is_one_sided() const { return a_begin == a_end || b_begin == b_end; }
  };

  void find_moved(const std::vector<Candidate>& candidates, const std::vector<std::uint32_t>& chain) {
    std::vector<std::uint8_t> used_a(a_.size()), used_b(b_.size());
    for (const std::uint32_t k : chain) used_a[candidates[k].a] = used_b[candidates[k].b] = 1;
    std::vector<Candidate> others;
    for (const Candidate& c : candidates)
      if (used_a[c.a] == 0 && used_b[c.b] == 0 && c.similarity >= least_similarity_of_moved &&
          a_.num_words(c.a) >= least_words_of_moved)
        others.push_back(c);
    std::sort(others.begin(), others.end(), [](const Candidate& x, const Candidate& y) {
      return std::tuple(weight_of(y), x.a, x.b) < std::tuple(weight_of(x), y.a, y.b);
    });
    std::vector<std::pair<std::uint32_t, std::uint32_t>> moved;
    for (const Candidate& c : others) {
      if (used_a[c.a] != 0 || used_b[c.b] != 0) continue;
      used_a[c.a] = used_b[c.b] = 1;
      moved.emplace_back(c.a, c.b);
    }
    std::sort(moved.begin(), moved.end());
    for (const auto& [i, j] : moved) {
      move_of_a_[i] = move_of_b_[j] = static_cast<std::uint32_t>(out_.moves.size());
      out_.moves.push_back({a_.range(i), b_.range(j)});
    }
  }

  void add_pair(std::uint32_t i, std::uint32_t j) { units_.push_back({i, i + 1, j, j + 1, {}, true}); }

  /// Paragraphs without a partner between two pairs: equal ones at both ends are pairs after all, moved ones stand
  /// alone, and the rest of one side is compared with the rest of the other.
  void add_gap(std::uint32_t a_begin, std::uint32_t a_end, std::uint32_t b_begin, std::uint32_t b_end) {
    const auto equal = [&](std::uint32_t i, std::uint32_t j) {
      return a_.hash(i) == b_.hash(j) && move_of_a_[i] == none && move_of_b_[j] == none;
    };
    while (a_begin < a_end && b_begin < b_end && equal(a_begin, b_begin)) add_pair(a_begin++, b_begin++);
    std::uint32_t num_equal = 0;
    while (a_begin < a_end && b_begin < b_end && equal(a_end - 1, b_end - 1)) --a_end, --b_end, ++num_equal;
    while (a_begin < a_end || b_begin < b_end) {
      if (a_begin < a_end && move_of_a_[a_begin] != none) {
        units_.push_back({a_begin, a_begin + 1, b_begin, b_begin, move_of_a_[a_begin]});
        ++a_begin;
      } else if (b_begin < b_end && move_of_b_[b_begin] != none) {
        units_.push_back({a_begin, a_begin, b_begin, b_begin + 1, move_of_b_[b_begin]});
        ++b_begin;
      } else {
        Unit unit{a_begin, a_begin, b_begin, b_begin};
        while (unit.a_end < a_end && move_of_a_[unit.a_end] == none) ++unit.a_end;
        while (unit.b_end < b_end && move_of_b_[unit.b_end] == none) ++unit.b_end;
        units_.push_back(unit);
        a_begin = unit.a_end;
        b_begin = unit.b_end;
      }
    }
    for (; num_equal > 0; --num_equal) add_pair(a_end++, b_end++);
  }

  /// A unit of one side whose tokens are mostly those that the pair before or after it has on that side only: a
  /// paragraph was split, or two were made one.
  void join_split_ones() {
    std::vector<Unit> joined;
    for (std::size_t i = 0; i < units_.size(); ++i) {
      const Unit& unit = units_[i];
      if (unit.is_one_sided() && !unit.move) {
        if (!joined.empty() && belongs_to(unit, joined.back())) {
          joined.back().a_end = unit.a_end;
          joined.back().b_end = unit.b_end;
          continue;
        }
        if (i + 1 < units_.size() && belongs_to(unit, units_[i + 1])) {
          units_[i + 1].a_begin = unit.a_begin;
          units_[i + 1].b_begin = unit.b_begin;
          continue;
        }
      }
      joined.push_back(unit);
    }
    units_ = std::move(joined);
  }

  /// The last unit, if both sides are short, unlike each other and hold what footers hold.
  void mark_close() {
    if (out_.units.size() < 2) return;
    AlignedUnit& last = out_.units.back();
    const auto may_be = [](const TokenText& text, const TokenRange& range) {
      const auto size = static_cast<double>(text.tokens.size());
      return !range.empty() && range.size() <= most_tokens_of_close && range.size() <= most_share_of_close * size;
    };
    last.is_close = !last.is_pair && may_be(a_.text(), last.a) && may_be(b_.text(), last.b) &&
                    (says_contact(a_.text(), last.a) || says_contact(b_.text(), last.b));
  }

  /// An address of mail or web, or a telephone number.
  static bool says_contact(const TokenText& text, const TokenRange& range) {
    const std::uint32_t begin = text.tokens[range.begin].begin;
    const std::string_view bytes = text.source.substr(begin, text.tokens[range.end - 1].end - begin);
    if (bytes.find('@') != bytes.npos || bytes.find("://") != bytes.npos || bytes.find("www.") != bytes.npos)
      return true;
    return std::any_of(text.tokens.begin() + range.begin, text.tokens.begin() + range.end, [](const Token& token) {
      return token.kind == TokenKind::number && token.end - token.begin >= least_digits_of_telephone;
    });
  }

  bool belongs_to(const Unit& alone, const Unit& pair) const {
    if (pair.is_one_sided() || pair.move) return false;
    const bool is_a = alone.a_begin < alone.a_end;
    const auto bag = [](const Paragraphs& side, std::uint32_t begin, std::uint32_t end) {
      std::vector<std::uint32_t> out;
      for (std::uint32_t i = begin; i < end; ++i) {
        const auto keys = side.sorted(i);
        out.insert(out.end(), keys.begin(), keys.end());
      }
      std::sort(out.begin(), out.end());
      return out;
    };
    const auto own = is_a ? bag(a_, alone.a_begin, alone.a_end) : bag(b_, alone.b_begin, alone.b_end);
    const auto beside = is_a ? bag(a_, pair.a_begin, pair.a_end) : bag(b_, pair.b_begin, pair.b_end);
    const auto other = is_a ? bag(b_, pair.b_begin, pair.b_end) : bag(a_, pair.a_begin, pair.a_end);
    std::vector<std::uint32_t> lacking;
    std::set_difference(other.begin(), other.end(), beside.begin(), beside.end(), std::back_inserter(lacking));
    return count_common(own, lacking) >= least_share_of_split * static_cast<double>(own.size());
  }

  Paragraphs a_, b_;
  std::vector<std::uint32_t> move_of_a_, move_of_b_;
  std::vector<Unit> units_;
  Alignment out_;
};

}  // namespace

Alignment align_paragraphs(const TokenText& a, const TokenText& b) { return Aligner(a, b).align(); }

}  // namespace nuskha
