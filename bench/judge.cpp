// Holds a report of `nuskha scan --format jsonl` of a generated archive against its truth.tsv, and prints one line of
// JSON: what was found of the planted pairs, by kind and by how alike they are, and what was reported that isn't
// planted. Some 12 bytes a document and 16 a pair are kept, so that 10 million documents need 200 MB.
//
// A pair counts as found if it is reported as one document (identical … extension), or if the texts of both are
// reported as equal: a thousand copies are reported as pairs of each with one of them.
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Number = std::uint32_t;

constexpr Number no_number = ~Number{0};

enum class Relation : std::uint8_t { equal, version, template_, passage };

/// Sets of documents, joined by their pairs.
class Groups {
 public:
  Number root(Number a) {
    grow(a);
    while (parent_[a] != a) a = parent_[a] = parent_[parent_[a]];
    return a;
  }
  void join(Number a, Number b) {
    a = root(a);
    b = root(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  void grow(Number a) {
    while (parent_.size() <= a) parent_.push_back(static_cast<Number>(parent_.size()));
  }
  std::vector<Number> parent_;
};

struct Pair {
  Number a;
  Number b;
  Relation relation;
  friend auto operator<=>(const Pair&, const Pair&) = default;
};

std::uint32_t digits(std::string_view text) {
  std::uint32_t out = no_number;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

/// 11 of "docs/00000.jsonl#12", below whatever folder; 1,012 of "docs/00001.jsonl#12" where files hold 1,000 each.
Number document_number(std::string_view path, std::uint32_t per_file) {
  const std::size_t hash = path.rfind('#');
  const std::size_t slash = path.rfind('/');
  if (hash == path.npos) return no_number;
  const std::string_view file = path.substr(slash == path.npos ? 0 : slash + 1);
  const std::uint32_t record = digits(path.substr(hash + 1));
  const std::uint32_t number = digits(file);
  return number == no_number || record == no_number ? no_number : number * per_file + record - 1;
}

std::optional<Relation> relation_named(std::string_view name) {
  if (name == "identical" || name == "same-text") return Relation::equal;
  if (name == "reissue" || name == "revision" || name == "excerpt" || name == "extension") return Relation::version;
  if (name == "template") return Relation::template_;
  if (name == "shared-passage") return Relation::passage;
  return std::nullopt;
}

struct Report {
  Groups equal;
  std::vector<Pair> pairs;  // of first members of `equal`, sorted
};

/// Nothing if a line of the report isn't what it should be; `why` says what then.
std::optional<Report> read_report(const char* path, std::uint32_t per_file, std::string& why) {
  Report report;
  std::ifstream in(path);
  if (!in) why = fmt::format("{}: can't be read", path);
  simdjson::dom::parser parser;
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(R"({"type":"pair")")) continue;
    simdjson::dom::element record;
    std::string_view a;
    std::string_view b;
    std::string_view relation;
    if (parser.parse(line).get(record) != simdjson::SUCCESS || record["a"].get(a) != simdjson::SUCCESS ||
        record["b"].get(b) != simdjson::SUCCESS || record["relation"].get(relation) != simdjson::SUCCESS) {
      why = fmt::format("{}: not a pair: {}", path, line);
      break;
    }
    const std::optional<Relation> known = relation_named(relation);
    const Pair pair{document_number(a, per_file), document_number(b, per_file), known.value_or(Relation::passage)};
    if (!known || pair.a == no_number || pair.b == no_number) {
      why = fmt::format("{}: not a pair of a generated archive: {}", path, line);
      break;
    }
    if (pair.relation == Relation::equal)
      report.equal.join(pair.a, pair.b);
    else
      report.pairs.push_back(pair);
  }
  if (!why.empty()) return std::nullopt;
  for (Pair& pair : report.pairs) {
    pair.a = report.equal.root(pair.a);
    pair.b = report.equal.root(pair.b);
    if (pair.a > pair.b) std::swap(pair.a, pair.b);
  }
  std::ranges::sort(report.pairs);
  return report;
}

std::optional<Relation> find(Report& report, Number a, Number b) {
  a = report.equal.root(a);
  b = report.equal.root(b);
  if (a == b) return Relation::equal;
  const Pair wanted{std::min(a, b), std::max(a, b), Relation::equal};
  const auto found = std::ranges::lower_bound(report.pairs, wanted);
  if (found == report.pairs.end() || found->a != wanted.a || found->b != wanted.b) return std::nullopt;
  return found->relation;
}

struct Count {
  std::uint64_t planted = 0;
  std::uint64_t found = 0;
  std::uint64_t named_template = 0;  // reported, but as another document of one form
};

/// By how alike they are: equal, 95 % of places and more, 90, 85, 80, less.
constexpr std::array<std::string_view, 6> likeness_names = {"equal", "0.95", "0.90", "0.85", "0.80", "less"};

std::size_t likeness(double same) {
  if (same >= 1) return 0;
  for (std::size_t i = 1; i < 5; ++i)
    if (same >= 1 - 0.05 * static_cast<double>(i)) return i;
  return 5;
}

struct Verdict {
  std::array<Count, likeness_names.size()> by_likeness{};
  Count siblings;                     // templates that are reported as such
  std::uint64_t merged_siblings = 0;  // and those that are taken for versions
  std::uint64_t false_pairs = 0;      // one document by the report, unrelated by the truth
  std::uint64_t false_equal = 0;      // the same of texts that are reported as equal
  std::uint64_t false_templates = 0;
  std::uint64_t passages = 0;
};

/// Reads the truth, counts what was found of it, and leaves in `relatives` and `series` who is related.
bool read_truth(const char* path, std::uint32_t per_file, Report& report, Verdict& verdict, Groups& relatives,
                Groups& series) {
  std::ifstream in(path);
  std::string line;
  if (!std::getline(in, line) || !line.starts_with("a\tb\tkind\tsame")) return false;
  while (std::getline(in, line)) {
    std::array<std::string_view, 4> fields;
    std::string_view rest = line;
    for (std::string_view& field : fields) {
      const std::size_t tab = std::min(rest.find('\t'), rest.size());
      field = rest.substr(0, tab);
      rest.remove_prefix(std::min(tab + 1, rest.size()));
    }
    const Number a = document_number(fields[0], per_file);
    const Number b = document_number(fields[1], per_file);
    if (a == no_number || b == no_number) return false;
    const std::optional<Relation> found = find(report, a, b);
    const bool is_one = found == Relation::equal || found == Relation::version;
    if (fields[2] == "template") {
      series.join(a, b);
      ++verdict.siblings.planted;
      verdict.siblings.found += found == Relation::template_ ? 1 : 0;
      verdict.merged_siblings += is_one ? 1 : 0;
      continue;
    }
    relatives.join(a, b);
    double same = 0;
    std::from_chars(fields[3].data(), fields[3].data() + fields[3].size(), same);
    Count& count = verdict.by_likeness[likeness(same)];
    ++count.planted;
    count.found += is_one ? 1 : 0;
    count.named_template += found == Relation::template_ ? 1 : 0;
  }
  return true;
}

void count_false(Report& report, Groups& relatives, Groups& series, Number num_documents, Verdict& verdict) {
  for (const Pair& pair : report.pairs) {
    const bool related = relatives.root(pair.a) == relatives.root(pair.b);
    const bool siblings = series.root(pair.a) == series.root(pair.b);
    if (pair.relation == Relation::version && !related && !siblings) ++verdict.false_pairs;
    if (pair.relation == Relation::template_ && !related && !siblings) ++verdict.false_templates;
    if (pair.relation == Relation::passage) ++verdict.passages;
  }
  for (Number i = 0; i < num_documents; ++i)
    if (relatives.root(i) != relatives.root(report.equal.root(i))) ++verdict.false_equal;
}

double share(std::uint64_t part, std::uint64_t whole) {
  return static_cast<double>(part) / static_cast<double>(std::max<std::uint64_t>(1, whole));
}

void print(const Verdict& verdict) {
  Count all;
  std::string by_likeness;
  for (std::size_t i = 0; i < likeness_names.size(); ++i) {
    const Count& count = verdict.by_likeness[i];
    if (i < 5) {
      all.planted += count.planted;
      all.found += count.found;
      all.named_template += count.named_template;
    }
    by_likeness += fmt::format(R"({}"{}":[{},{}])", i == 0 ? "" : ",", likeness_names[i], count.found, count.planted);
  }
  fmt::print(
      R"({{"planted":{},"found":{},"recall":{:.6f},"named_templates":{},"recall_any":{:.6f},"by_likeness":{{{}}},"false_pairs":{},"false_equal":{},)"
      R"("siblings":{},"siblings_found":{},"siblings_merged":{},"false_templates":{},"passages":{}}})"
      "\n",
      all.planted, all.found, share(all.found, all.planted), all.named_template,
      share(all.found + all.named_template, all.planted), by_likeness, verdict.false_pairs, verdict.false_equal,
      verdict.siblings.planted, verdict.siblings.found, verdict.merged_siblings, verdict.false_templates,
      verdict.passages);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    fmt::print(stderr, "usage: judge REPORT.jsonl TRUTH.tsv DOCUMENTS DOCUMENTS_PER_FILE\n");
    return 2;
  }
  const std::uint32_t per_file = digits(argv[4]);
  std::string why;
  std::optional<Report> report = read_report(argv[1], per_file, why);
  if (!report) {
    fmt::print(stderr, "judge: {}\n", why);
    return 2;
  }
  Verdict verdict;
  Groups relatives;
  Groups series;
  if (!read_truth(argv[2], per_file, *report, verdict, relatives, series)) {
    fmt::print(stderr, "judge: {}: not a truth.tsv of bench/generate\n", argv[2]);
    return 2;
  }
  count_false(*report, relatives, series, digits(argv[3]), verdict);
  print(verdict);
}
