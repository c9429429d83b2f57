// What the page says of itself decides first (main, article; nav, aside, footer), then words of class and id where the
// text agrees with them, then density: Kohlschütter, Fankhauser, Nejdl 2010, "Boilerplate Detection using Shallow Text
// Features" (length and link density), and Pasternack, Roth 2009, "Extracting Article Text from the Web with Maximum
// Subsequence Segmentation", here over elements in place of any ranges. Entry point: find_main_text. Test:
// tests/input/html_content_test.cpp.
#include "input/html_content.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace nuskha {
namespace {

using std::size_t;
using std::string_view;

// Weights are letters (HtmlBlock::weight). docs/decisions/input-html.md says how these were found.
constexpr std::uint32_t prose_weight = 100;  // a sentence or two: nobody navigates by it
constexpr std::int64_t link_cost = 4;        // a letter of a navigation block outweighs four of text
constexpr std::uint32_t short_weight = 40;   // "Press office", "3 June 2021", "Font size"
constexpr std::int64_t short_cost = 5;
constexpr std::int64_t sure_value = 60;  // less than that, and no element is called the main part
constexpr std::int64_t least_rest = 20;  // what is left when what looks like a frame is away

bool is_link_block(const HtmlBlock& block) { return block.link_weight * 3ull > block.weight; }
bool is_prose(const HtmlBlock& block) { return !is_link_block(block) && block.weight >= prose_weight; }

std::int64_t value_of(const HtmlBlock& block) {
  if (is_link_block(block)) return -link_cost * block.link_weight;
  const bool is_piece = block.cell != 0 || block.list != 0 || block.heading != 0;
  return block.weight < short_weight && !is_piece ? -short_cost : block.weight;
}

/// How much of what says "frame" is believed.
enum class Trust { all, structure, nothing };

class Finder {
 public:
  Finder(const HtmlPage& page, const std::vector<std::string>& titles) : page_(page), titles_(titles) {}

  std::vector<size_t> find() {
    if (page_.blocks.empty()) return {};
    look_down();
    for (const Trust trust : {Trust::all, Trust::structure, Trust::nothing}) {
      leave_out(trust);
      if (is_enough(trust)) break;
    }
    sum_up();
    choose_scope();
    std::vector<std::uint8_t> kept = trim();
    add_headline(kept);
    add_notes(kept);
    std::vector<size_t> result;
    for (size_t i = 0; i < kept.size(); ++i)
      if (kept[i]) result.push_back(i);
    if (result.empty())
      for (size_t i = 0; i < page_.blocks.size(); ++i) result.push_back(i);
    return result;
  }

 private:
  struct Sums {
    std::int64_t value = 0;
    std::int64_t text = 0;    // of blocks that aren't navigation
    std::uint32_t prose = 0;  // blocks
    std::uint32_t links = 0;  // blocks
    std::uint32_t headlines = 0;
  };

  const HtmlNode& node(size_t i) const { return page_.nodes[i]; }
  const HtmlBlock& block(size_t i) const { return page_.blocks[i]; }
  string_view text_of(const HtmlBlock& b) const { return string_view(page_.text).substr(b.begin, b.end - b.begin); }

  Sums sums(size_t first, size_t end) const {
    const Sums& a = before_[first];
    const Sums& b = before_[end];
    return {b.value - a.value, b.text - a.text, b.prose - a.prose, b.links - a.links, b.headlines - a.headlines};
  }
  Sums sums(const HtmlNode& n) const { return sums(n.first_block, n.end_block); }

  /// Sums before each block, without the blocks that are left out.
  void sum_up() {
    before_.assign(page_.blocks.size() + 1, {});
    for (size_t i = 0; i < page_.blocks.size(); ++i) {
      Sums& next = before_[i + 1];
      next = before_[i];
      if (!out_.empty() && out_[i]) continue;
      const HtmlBlock& b = block(i);
      next.value += value_of(b);
      if (is_link_block(b)) {
        ++next.links;
      } else {
        next.text += b.weight;
        next.prose += is_prose(b);
        next.headlines += b.heading == 1;
      }
    }
  }

  // --- what is no part of the text, by what it says of itself

  /// What each element stands in, and what it holds.
  void look_down() {
    sum_up();
    inside_.assign(page_.nodes.size(), false);
    holds_.assign(page_.nodes.size(), false);
    has_prose_.assign(page_.nodes.size(), false);
    for (const HtmlBlock& b : page_.blocks) has_prose_[b.node] |= is_prose(b);
    for (size_t i = 1; i < page_.nodes.size(); ++i) {
      const HtmlNode& parent = node(node(i).parent);
      inside_[i] = inside_[node(i).parent] || is_text_role(parent.role);
    }
    for (size_t i = page_.nodes.size(); i-- > 1;) {
      const HtmlNode& n = node(i);
      // A comment may be an article, too.
      const bool is_held = n.role == HtmlRole::main || n.role == HtmlRole::article_body || holds_[i];
      if (is_held) holds_[n.parent] = true;
    }
  }

  static bool is_text_role(HtmlRole role) {
    return role == HtmlRole::main || role == HtmlRole::article || role == HtmlRole::article_body;
  }

  bool is_frame(size_t i, Trust trust) const {
    const HtmlNode& n = node(i);
    if (trust == Trust::nothing || holds_[i] || n.role == HtmlRole::main || n.role == HtmlRole::article_body)
      return false;
    const Sums sum = sums(n);
    const bool is_mostly_links = sum.value < 0 && sum.links > 0;
    switch (n.role) {
      case HtmlRole::navigation: return true;
      case HtmlRole::aside:
        if (!inside_[i] || (sum.prose == 0 && !is_note(n)) || is_mostly_links) return true;
        break;
      case HtmlRole::footer:
        if (!inside_[i] || is_mostly_links) return true;
        break;
      case HtmlRole::header:
        // That of the document and not of the site: headline and lead.
        if (!inside_[i] && !(sum.headlines > 0 && sum.prose > 0 && sum.links == 0)) return true;
        break;
      default: break;
    }
    if ((n.words & ~html_word::note) == 0 || trust == Trust::structure || sum.headlines > 0) return false;
    const bool is_on_edge = !inside_[i] && !has_prose_[n.parent];
    if (n.words & (html_word::clutter | html_word::comments)) return true;
    if (n.words & html_word::frame) return inside_[i] ? is_mostly_links || sum.prose == 0 : sum.prose == 0;
    if (n.words & (html_word::header | html_word::footer)) return is_on_edge || is_mostly_links;
    return is_mostly_links;
  }

  /// Who is to be asked, notes to editors: by its name, and without links to other pages.
  bool is_note(const HtmlNode& n) const { return (n.words & html_word::note) != 0 && sums(n).links == 0; }

  void leave_out(Trust trust) {
    out_.clear();
    sum_up();
    out_.assign(page_.blocks.size(), false);
    in_comments_.assign(page_.blocks.size(), false);
    for (size_t i = 1; i < page_.nodes.size();) {
      if (!is_frame(i, trust)) {
        ++i;
        continue;
      }
      std::fill(out_.begin() + node(i).first_block, out_.begin() + node(i).end_block, std::uint8_t{1});
      if (node(i).words & html_word::comments)
        std::fill(in_comments_.begin() + node(i).first_block, in_comments_.begin() + node(i).end_block,
                  std::uint8_t{1});
      i = node(i).end_node;
    }
  }

  /// False if what was left out must have held the text: an element that isn't closed, or a misleading name.
  bool is_enough(Trust trust) const {
    if (trust == Trust::nothing) return true;
    std::int64_t rest = 0;
    std::int64_t left_out = 0;
    for (size_t i = 0; i < page_.blocks.size(); ++i) {
      const HtmlBlock& b = block(i);
      if (!out_[i] && !is_link_block(b)) rest += b.weight;
      if (out_[i] && !in_comments_[i] && is_prose(b)) left_out += b.weight;
    }
    if (trust == Trust::all && rest * 12 < left_out) return false;
    return rest >= (left_out > 0 ? least_rest : 1);
  }

  // --- the element that holds the text

  void choose_scope() {
    const auto best_of = [this](HtmlRole role) {
      size_t best = 0;
      for (size_t i = 1; i < page_.nodes.size(); ++i)
        if (node(i).role == role && sums(node(i)).text > 0 && (best == 0 || sums(node(i)).text > sums(node(best)).text))
          best = i;
      return best;
    };
    const auto text = [this](size_t i) { return sums(node(i)).text; };
    const size_t main = best_of(HtmlRole::main);
    is_marked_ = true;
    if (const size_t body = best_of(HtmlRole::article_body); body != 0) {
      for (size_t i = body; i != 0; i = node(i).parent)
        if (node(i).role == HtmlRole::article) return set_scope(i);
      if (main != 0 && node(body).first_block >= node(main).first_block && text(main) < 2 * text(body))
        return set_scope(main);
      return set_scope(body);
    }
    if (const size_t article = choose_article(); article != 0) {
      const bool is_in_main = main != 0 && node(article).first_block >= node(main).first_block &&
                              node(article).end_block <= node(main).end_block;
      const std::int64_t around = text(is_in_main ? main : 0);
      if (2 * (around - text(article)) <= 3 * text(article)) return set_scope(article);
    }
    if (main != 0) return set_scope(main);
    is_marked_ = false;
    size_t best = 0;
    for (size_t i = 1; i < page_.nodes.size(); ++i)
      if (sums(node(i)).value >= sums(node(best)).value) best = i;
    if (sums(node(best)).value < sure_value) best = 0;
    is_whole_page_ = sums(node(best)).value < sure_value;
    set_scope(best);
  }

  /// The article that the page is about; 0 if there is none or no one stands out.
  size_t choose_article() const {
    size_t best = 0;
    std::int64_t all = 0;
    std::int64_t most = 0;
    for (size_t i = 1; i < page_.nodes.size();) {
      if (node(i).role != HtmlRole::article) {
        ++i;
        continue;
      }
      const std::int64_t text = sums(node(i)).text;
      all += text;
      if (text > most) {
        most = text;
        best = i;
      }
      i = node(i).end_node;  // an article in it is a part, or a comment
    }
    return 5 * most >= 3 * all ? best : 0;
  }

  void set_scope(size_t i) { scope_ = i; }

  // --- its edges

  /// For each block: whether it belongs to the text.
  std::vector<std::uint8_t> trim() const {
    const HtmlNode& scope = node(scope_);
    std::vector<std::uint8_t> kept(page_.blocks.size(), false);
    for (size_t i = scope.first_block; i < scope.end_block; ++i) kept[i] = !out_[i];
    if (is_whole_page_) return kept;
    const std::vector<std::uint8_t> all = kept;
    const std::vector<std::uint8_t> linky = find_navigation();
    size_t first_prose = scope.first_block;
    size_t headline = scope.end_block;
    for (size_t i = scope.end_block; i-- > scope.first_block;) {
      if (!kept[i]) continue;
      if (is_prose(block(i)) && !linky[i]) first_prose = i;
      if (block(i).heading == 1 && !is_link_block(block(i))) headline = i;
    }
    // Before the headline, and between it and the first sentences.
    for (size_t i = scope.first_block; i < first_prose; ++i) {
      const bool is_after = i > headline;
      if (linky[i] && (!is_after || linky[i] == 2 || block(i).num_links > 1)) kept[i] = false;
      // "Home > News > the headline"
      if (i < headline && headline < scope.end_block && block(i).num_links > 0 &&
          text_of(block(i)).find(text_of(block(headline))) != string_view::npos)
        kept[i] = false;
    }
    for (size_t i = scope.first_block; i < scope.end_block; ++i)
      if (linky[i] == 3) kept[i] = false;
    drop_end(kept, linky);
    drop_lone_headings(kept);
    const auto weigh = [&](const std::vector<std::uint8_t>& which) {
      std::int64_t sum = 0;
      for (size_t i = scope.first_block; i < scope.end_block; ++i)
        if (which[i] && !is_link_block(block(i))) sum += block(i).weight;
      return sum;
    };
    return 2 * weigh(kept) < weigh(all) || weigh(kept) == 0 ? all : kept;
  }

  /// 1: a block of links. 2: of a group of them. 3: that or of a group that hands the page on. 0: text.
  std::vector<std::uint8_t> find_navigation() const {
    const HtmlNode& scope = node(scope_);
    std::vector<std::uint8_t> linky(page_.blocks.size(), 0);
    for (size_t i = scope.first_block; i < scope.end_block; ++i) {
      const HtmlBlock& b = block(i);
      if (!is_link_block(b)) continue;
      const bool heads_text = b.heading != 0 && i + 1 < scope.end_block && !out_[i + 1] && !is_link_block(block(i + 1));
      linky[i] = b.is_shared ? 3 : heads_text ? 0 : 1;
    }
    const std::int64_t all = sums(scope).text;
    for (size_t i = scope_ + 1; i < scope.end_node;) {
      const HtmlNode& n = node(i);
      const Sums sum = sums(n);
      if (sum.value >= 0 || sum.links < 2 || sum.headlines > 0 || 2 * sum.text > all) {
        ++i;
        continue;
      }
      std::uint8_t kind = 2;
      for (size_t b = n.first_block; b < n.end_block; ++b)
        if (block(b).is_shared) kind = 3;
      std::fill(linky.begin() + n.first_block, linky.begin() + n.end_block, kind);
      i = n.end_node;
    }
    return linky;
  }

  void drop_end(std::vector<std::uint8_t>& kept, const std::vector<std::uint8_t>& linky) const {
    const HtmlNode& scope = node(scope_);
    bool dropped = false;
    for (size_t i = scope.end_block; i-- > scope.first_block;) {
      if (!kept[i]) {
        dropped = true;
        continue;
      }
      const bool is_label = dropped && block(i).weight < short_weight && text_of(block(i)).ends_with(':');
      if (!linky[i] && !is_label && !(dropped && block(i).heading > 1) && !is_site_notice(block(i))) return;
      kept[i] = false;
      dropped = true;
    }
  }

  /// "© 2021 Ministry of …" at the end of a page whose text isn't marked as such.
  bool is_site_notice(const HtmlBlock& b) const {
    if (is_marked_ || b.weight > 2 * prose_weight) return false;
    const string_view text = text_of(b);
    for (const string_view sign : {"©", "All rights reserved", "جميع الحقوق محفوظة", "כל הזכויות שמורות", "Copyright"})
      if (text.find(sign) != text.npos) return true;
    return false;
  }

  /// Headings of sections of which nothing is kept.
  void drop_lone_headings(std::vector<std::uint8_t>& kept) const {
    const HtmlNode& scope = node(scope_);
    bool has_kept[7] = {};  // since the end of a section of that level
    bool has_dropped[7] = {};
    for (size_t i = scope.end_block; i-- > scope.first_block;) {
      const size_t level = block(i).heading;
      if (level > 1 && kept[i] && has_dropped[level] && !has_kept[level]) kept[i] = false;
      for (size_t other = 0; other < 7; ++other) (kept[i] ? has_kept : has_dropped)[other] = true;
      for (size_t inner = level; level > 0 && inner < 7; ++inner) has_kept[inner] = has_dropped[inner] = false;
    }
  }

  // --- the headline outside of it

  bool is_title(const HtmlBlock& b) const {
    if (b.weight < 4) return false;
    const string_view text = text_of(b);
    return std::any_of(titles_.begin(), titles_.end(), [text](const std::string& title) { return title == text; });
  }

  /// Adds a headline that stands before the chosen element, and what is between.
  void add_headline(std::vector<std::uint8_t>& kept) const {
    const HtmlNode& scope = node(scope_);
    if (scope_ == 0 || is_whole_page_) return;
    size_t seen = 0;
    for (size_t i = scope.first_block; i < scope.end_block && seen < 5; ++i) {
      if (!kept[i]) continue;
      ++seen;
      if (block(i).heading == 1 || is_title(block(i))) return;
    }
    size_t headline = scope.first_block;
    for (size_t i = scope.first_block; i-- > 0 && headline == scope.first_block;)
      if (is_title(block(i)) && !is_link_block(block(i))) headline = i;
    for (size_t i = scope.first_block; i-- > 0 && headline == scope.first_block;)
      if (block(i).heading == 1 && !out_[i] && !is_link_block(block(i))) headline = i;
    if (headline == scope.first_block) return;
    for (size_t i = headline; i < scope.first_block; ++i)
      kept[i] = i == headline || (!out_[i] && !is_link_block(block(i)));
  }

  // --- the notes outside of it

  /// Adds notes to editors and contacts that stand beside the chosen article, after it.
  void add_notes(std::vector<std::uint8_t>& kept) const {
    if (!is_marked_ || scope_ == 0) return;
    for (size_t i = node(scope_).end_node; i < page_.nodes.size() && node(i).parent == node(scope_).parent;
         i = node(i).end_node) {
      if (!is_note(node(i))) continue;
      for (size_t b = node(i).first_block; b < node(i).end_block; ++b) kept[b] = !out_[b];
    }
  }

  const HtmlPage& page_;
  const std::vector<std::string>& titles_;
  std::vector<Sums> before_;
  std::vector<std::uint8_t> out_;          // by block: no part of the text
  std::vector<std::uint8_t> in_comments_;  // by block
  std::vector<std::uint8_t> inside_;       // by node: in an article or the main part
  std::vector<std::uint8_t> holds_;        // by node: the main part
  std::vector<std::uint8_t> has_prose_;    // by node: as a part of its own, not of an element in it
  size_t scope_ = 0;
  bool is_marked_ = false;      // the page says what its text is
  bool is_whole_page_ = false;  // no part stands out
};

}  // namespace

std::vector<size_t> find_main_text(const HtmlPage& page, const std::vector<std::string>& titles) {
  return Finder(page, titles).find();
}

}  // namespace nuskha
