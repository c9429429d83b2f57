// One family as lines for people: append_family_rows.
//
//     2021-04-15                    a.txt
//     2021-04-15  identical         ├─ copy/a.txt
//     2021-04-18  revision    96 %  └─ b.txt               Prices in April, corrected
//     2021-04-19  same-text   text    └─ c.txt
//
// plan_rows walks the tree depth first and decides what is listed and what is only counted; the rest lays the rows out
// in columns. A title is shown where it differs from the parent's (the root's stands in the heading). Paths are never
// cut, since they get copied; titles are. Covered by tests/report/text_test.cpp.
#include "report/text_family.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "base/unicode.h"
#include "report/display.h"

namespace nuskha {
namespace {

constexpr std::string_view gap = "  ";

using MemberIndex = std::size_t;

/// A line to be: one member, or the sentence that stands for several.
struct Row {
  std::string tree;                   ///< "│ ├─ ", ready to print before the name.
  std::optional<MemberIndex> member;  ///< Nothing for a sentence.
  std::string sentence;
};

struct Plan {
  std::vector<Row> rows;
  std::map<Relation, std::size_t> counted;  ///< Members left out at the end, by relation to their parent.
  bool complete = true;                     ///< Every member has a row.
};

bool is_copy(Relation relation) { return relation == Relation::identical || relation == Relation::same_text; }

class Planner {
 public:
  explicit Planner(const FamilyRecord& family) : family_(family), children_(family.members.size()) {
    std::unordered_map<DocumentIndex, MemberIndex> member_of;
    for (MemberIndex i = 0; i < family.members.size(); ++i) member_of.emplace(family.members[i].document, i);
    for (MemberIndex i = 0; i < family.members.size(); ++i) {
      const auto& parent = family.members[i].parent;
      const auto found = parent ? member_of.find(*parent) : member_of.end();
      if (found == member_of.end()) {
        roots_.push_back(i);
      } else {
        children_[found->second].push_back(i);
      }
    }
  }

  Plan plan() {
    for (auto root = roots_.rbegin(); root != roots_.rend(); ++root) pending_.push_back({*root, "", "", 0, {}});
    std::size_t accounted = 0;
    std::vector<bool> has_row(family_.members.size(), false);
    while (!pending_.empty() && plan_.rows.size() < max_family_rows) {
      Pending next = std::move(pending_.back());
      pending_.pop_back();
      if (next.num_hidden != 0) {
        plan_.rows.push_back(
            {next.tree, std::nullopt,
             fmt::format("… and {} more {}", group_digits(next.num_hidden), to_string(*next.relation))});
        plan_.complete = false;
        for (const MemberIndex hidden : hidden_[next.member]) has_row[hidden] = true;
        accounted += next.num_hidden;
        continue;
      }
      has_row[next.member] = true;
      ++accounted;
      plan_.rows.push_back({next.tree, next.member, {}});
      push_children(next.member, next.indent);
    }
    if (accounted < family_.members.size()) {
      plan_.complete = false;
      for (MemberIndex i = 0; i < family_.members.size(); ++i) {
        if (!has_row[i]) ++plan_.counted[family_.members[i].relation];
      }
    }
    return std::move(plan_);
  }

 private:
  /// A row to come: a member, or (num_hidden ≠ 0) the copies of it that aren't listed.
  struct Pending {
    MemberIndex member;
    std::string tree;    ///< Before its own name.
    std::string indent;  ///< Before the trees of its children.
    std::size_t num_hidden;
    std::optional<Relation> relation;
  };

  void push_children(MemberIndex parent, const std::string& indent) {
    // Copies that lead nowhere come first: they are the same text as the line above them.
    std::vector<Pending> lines;
    for (const Relation relation : {Relation::identical, Relation::same_text}) {
      std::vector<MemberIndex> copies;
      for (const MemberIndex child : children_[parent]) {
        if (children_[child].empty() && family_.members[child].relation == relation) copies.push_back(child);
      }
      const std::size_t num_listed = copies.size() > max_listed_copies ? num_shown_copies : copies.size();
      for (std::size_t i = 0; i < num_listed; ++i) lines.push_back({copies[i], "", "", 0, {}});
      if (num_listed == copies.size()) continue;
      lines.push_back({copies[num_listed], "", "", copies.size() - num_listed, relation});
      hidden_[copies[num_listed]].assign(copies.begin() + static_cast<std::ptrdiff_t>(num_listed), copies.end());
    }
    for (const MemberIndex child : children_[parent]) {
      if (!children_[child].empty() || !is_copy(family_.members[child].relation))
        lines.push_back({child, "", "", 0, {}});
    }
    for (std::size_t i = lines.size(); i-- > 0;) {  // the first ends on top of the stack
      const bool last = i + 1 == lines.size();
      lines[i].tree = indent + (last ? "└─ " : "├─ ");
      lines[i].indent = indent + (last ? "  " : "│ ");
      pending_.push_back(std::move(lines[i]));
    }
  }

  const FamilyRecord& family_;
  std::vector<std::vector<MemberIndex>> children_;
  std::vector<MemberIndex> roots_;
  std::vector<Pending> pending_;
  std::unordered_map<MemberIndex, std::vector<MemberIndex>> hidden_;  ///< By the first of them.
  Plan plan_;
};

/// The pair of two documents, if it was reported. Cost O(log pairs).
const PairRecord* find_pair(const Report& report, DocumentIndex x, DocumentIndex y) {
  const auto [a, b] = std::minmax(x, y);
  const auto found =
      std::lower_bound(report.pairs.begin(), report.pairs.end(), std::pair(a, b),
                       [](const PairRecord& pair, const auto& key) { return std::pair(pair.a, pair.b) < key; });
  return found != report.pairs.end() && found->a == a && found->b == b ? &*found : nullptr;
}

/// How near a member is to its parent, in a word: the level of equal texts, the share of the words in common (near
/// words too, if these made the pair), and for an excerpt or extension the share of the smaller text that stands in the
/// larger.
std::string detail_of(const Report& report, const FamilyMember& member) {
  if (member.relation == Relation::identical) return {};
  const PairRecord* pair = find_pair(report, member.document, *member.parent);
  if (pair == nullptr) return {};
  if (member.relation == Relation::same_text) return pair->level ? std::string(to_string(*pair->level)) : std::string();
  const bool member_is_a = pair->a == member.document;
  switch (member.relation) {
    case Relation::excerpt: return format_percent(member_is_a ? pair->containment_a : pair->containment_b);
    case Relation::extension: return format_percent(member_is_a ? pair->containment_b : pair->containment_a);
    default: return format_percent(pair->fuzzy_similarity.value_or(pair->body_similarity));
  }
}

std::string_view color_of(Relation relation) {
  switch (relation) {
    case Relation::identical: return "32";
    case Relation::same_text: return "36";
    case Relation::reissue: return "34";
    case Relation::revision: return "33";
    case Relation::excerpt:
    case Relation::extension: return "35";
    case Relation::template_:
    case Relation::shared_passage: return "90";
  }
  return "0";
}

/// What stands in each column of a member's row. Widths are measured on the plain strings; colour and isolates come
/// last.
struct Cells {
  std::string date;
  std::string_view relation;
  std::string_view color;
  std::string detail;
  std::string path;   ///< Made safe, not isolated.
  std::string title;  ///< Likewise; empty if there is none or it is the parent's.
};

Cells cells_of(const Report& report, const FamilyRecord& family, const FamilyMember& member) {
  const DocumentRecord document = report.documents[member.document];
  const DocumentRecord before = report.documents[member.parent.value_or(family.members.front().document)];
  Cells cells;
  cells.date = escape_for_display(document.date.value_or(""));
  cells.path = escape_for_display(document.path);
  if (document.title && document.title != before.title) cells.title = escape_for_display(*document.title);
  if (member.parent) {
    cells.relation = to_string(member.relation);
    cells.color = color_of(member.relation);
    cells.detail = detail_of(report, member);
  }
  return cells;
}

struct Columns {
  std::size_t date = 0;
  std::size_t relation = 0;
  std::size_t detail = 0;
  std::size_t name = 0;  ///< Tree and path.
  std::size_t before_name() const {
    std::size_t width = gap.size();
    for (const std::size_t column : {date, relation, detail}) width += column == 0 ? 0 : column + gap.size();
    return width;
  }
};

Columns measure_columns(const std::vector<Row>& rows, const std::vector<Cells>& cells, std::size_t page_width) {
  Columns columns;
  std::size_t title = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    columns.date = std::max(columns.date, display_width(cells[i].date));
    columns.relation = std::max(columns.relation, cells[i].relation.size());
    columns.detail = std::max(columns.detail, display_width(cells[i].detail));
    columns.name = std::max(columns.name, display_width(rows[i].tree) + display_width(cells[i].path));
    title = std::max(title, display_width(cells[i].title));
  }
  // One very long path must not push every title off the page.
  const std::size_t room = page_width > columns.before_name() ? page_width - columns.before_name() : 0;
  const std::size_t title_room = std::min(title, room / 3) + gap.size();
  if (title != 0 && columns.name + title_room > room) columns.name = room > title_room ? room - title_room : 0;
  return columns;
}

void append_row(const Row& row, const Cells& cells, const Columns& columns, const TextStyle& style, std::string& out) {
  const auto isolated = [&](const std::string& text) {
    return style.bidi_isolates ? isolate_right_to_left(text) : text;
  };
  std::string line(gap);
  if (columns.date != 0) line += pad_to_width(cells.date, columns.date) + std::string(gap);
  if (columns.relation != 0) {
    line += paint(style, cells.color, std::string(cells.relation));
    line.append(columns.relation - cells.relation.size() + gap.size(), ' ');
  }
  if (columns.detail != 0) {
    line.append(columns.detail - display_width(cells.detail), ' ');
    line += cells.detail + std::string(gap);
  }
  line += paint(style, "90", row.tree);
  line += row.member ? isolated(cells.path) : paint(style, "90", row.sentence);
  if (!cells.title.empty()) {
    const std::size_t name_width = display_width(row.tree) + display_width(cells.path);
    const std::size_t used = columns.before_name() + std::max(name_width, columns.name) + gap.size();
    const std::size_t room = style.width > used ? style.width - used : 0;
    if (room >= std::min(least_title_columns, display_width(cells.title))) {
      line.append(columns.name > name_width ? columns.name - name_width : 0, ' ');
      line += std::string(gap) + isolated(cut_to_width(cells.title, room));
    }
  }
  line.erase(line.find_last_not_of(' ') + 1);
  out += line + '\n';
}

/// What changed, below the name; the lines of the tree go on to the next row.
void append_changes(const Row& row, const std::string& changes, const Columns& columns, const TextStyle& style,
                    std::string& out) {
  std::string tree = row.tree;
  for (const auto& [branch, below] : {std::pair<std::string_view, std::string_view>("├─ ", "│  "), {"└─ ", "   "}}) {
    if (tree.ends_with(branch)) tree.replace(tree.size() - branch.size(), branch.size(), below);
  }
  const std::size_t before = columns.before_name() + display_width(tree);
  const std::size_t room = std::max<std::size_t>(style.width > before ? style.width - before : 0, 24);
  const auto add_row = [&](std::string_view text) {
    out += std::string(columns.before_name(), ' ') + paint(style, "90", tree) +
           paint(style, "90", cut_to_width(text, room)) + '\n';
  };
  // Broken after commas and semicolons.
  std::string_view rest = changes;
  std::size_t kept = 0;  // of rest, up to and with a sign that fits
  for (std::size_t at = 0; at < rest.size();) {
    const std::size_t sign = std::min(rest.find_first_of(",;", at), rest.size() - 1);
    if (kept > 0 && display_width(rest.substr(0, sign + 1)) > room) {
      add_row(rest.substr(0, kept));
      rest.remove_prefix(std::min(rest.find_first_not_of(' ', kept), rest.size()));
      kept = at = 0;
      continue;
    }
    kept = at = sign + 1;
  }
  if (!rest.empty()) add_row(rest);
}

}  // namespace

std::string paint(const TextStyle& style, std::string_view code, std::string text) {
  if (!style.color || text.empty() || code.empty()) return text;
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string shown_name(const TextStyle& style, std::string_view name) {
  std::string shown = escape_for_display(name);
  return style.bidi_isolates ? isolate_right_to_left(std::move(shown)) : shown;
}

std::vector<std::size_t> shown_members(const FamilyRecord& family) {
  std::vector<std::size_t> out;
  for (const Row& row : Planner(family).plan().rows)
    if (row.member) out.push_back(*row.member);
  return out;
}

bool append_family_rows(const Report& report, const FamilyRecord& family, const TextStyle& style, std::string& out) {
  const Plan plan = Planner(family).plan();
  std::vector<Cells> cells;
  cells.reserve(plan.rows.size());
  for (const Row& row : plan.rows) {
    cells.push_back(row.member ? cells_of(report, family, family.members[*row.member]) : Cells{});
  }
  const Columns columns = measure_columns(plan.rows, cells, style.width);
  for (std::size_t i = 0; i < plan.rows.size(); ++i) {
    append_row(plan.rows[i], cells[i], columns, style, out);
    const std::string& changes = plan.rows[i].member ? family.members[*plan.rows[i].member].changes : std::string();
    if (!changes.empty()) append_changes(plan.rows[i], changes, columns, style, out);
  }
  if (!plan.counted.empty()) {
    std::size_t total = 0;
    std::string by_relation;
    for (const auto& [relation, count] : plan.counted) {
      total += count;
      by_relation += fmt::format("{}{} {}", by_relation.empty() ? "" : ", ", group_digits(count), to_string(relation));
    }
    out += std::string(gap) + paint(style, "90", fmt::format("… and {} more: {}", group_digits(total), by_relation)) +
           '\n';
  }
  return !plan.complete;
}

}  // namespace nuskha
