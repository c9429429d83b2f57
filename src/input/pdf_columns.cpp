// Recursive cuts along gutters (after Nagy and Seth's X-Y cut, 1984), but a cut needs running text on both sides, which
// tells columns from tables. Entry point: reading_regions. Test: tests/input/pdf_layout_test.cpp.
#include "input/pdf_columns.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace nuskha {
namespace {

using Lines = std::vector<std::size_t>;

constexpr std::size_t max_lines = 20'000;   // more on a page are no text that anybody set in columns
constexpr std::size_t max_cuts = 32;        // of one page
constexpr std::size_t max_candidates = 12;  // gutters looked at for one cut
constexpr std::size_t num_bins = 512;       // places of a gutter across a region
constexpr std::size_t min_rows = 5;         // of a column
constexpr float min_gutter = 0.5F;          // in heights of a line
constexpr float min_column = 7;             // likewise
constexpr float full_line = 0.7F;           // of its column's width
constexpr float min_full_lines = 0.5F;      // share of a column's lines that are full

float middle(const PdfBox& box) { return (box.top + box.bottom) / 2; }

PdfBox join(const PdfBox& a, const PdfBox& b) {
  return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right), std::max(a.bottom, b.bottom)};
}

/// Pieces that stand side by side made one.
std::vector<PdfBox> rows_of(std::span<const PdfBox> lines, const Lines& some) {
  std::vector<PdfBox> rows;
  for (const std::size_t i : some) {
    const PdfBox& box = lines[i];
    if (!rows.empty() &&
        std::abs(middle(rows.back()) - middle(box)) < 0.35F * std::max(rows.back().height(), box.height()))
      rows.back() = join(rows.back(), box);
    else
      rows.push_back(box);
  }
  return rows;
}

PdfBox extent(const std::vector<PdfBox>& rows) {
  PdfBox all = rows.front();
  for (const PdfBox& row : rows) all = join(all, row);
  return all;
}

/// The outermost edge of all rows but the fifth that reaches farthest: punctuation may hang over.
float usual_edge(const std::vector<PdfBox>& rows, float PdfBox::*edge, bool is_right) {
  std::vector<float> edges;
  for (const PdfBox& row : rows) edges.push_back(is_right ? row.*edge : -(row.*edge));
  std::ranges::sort(edges);
  const float usual = edges[(edges.size() - 1) * 4 / 5];
  return is_right ? usual : -usual;
}

/// True if the rows are those of running text: most of them fill the width that they have.
bool is_running_text(const std::vector<PdfBox>& rows, float line_height) {
  if (rows.size() < min_rows) return false;
  const float width = extent(rows).width();
  const auto is_full = [&](const PdfBox& row) { return row.width() >= full_line * width; };
  return width >= min_column * line_height &&
         static_cast<float>(std::ranges::count_if(rows, is_full)) >= min_full_lines * static_cast<float>(rows.size());
}

/// A gutter: what lies between two heights is parted at `x`.
struct Gutter {
  float x = 0;
  float top = 0;
  float bottom = 0;
  float size = 0;
};

/// What `some`, which don't reach over `x`, would be as two columns.
std::optional<Gutter> gutter_between(std::span<const PdfBox> lines, const Lines& left, const Lines& right, float x,
                                     float line_height) {
  if (left.size() < min_rows || right.size() < min_rows) return {};
  const std::vector<PdfBox> left_rows = rows_of(lines, left);
  const std::vector<PdfBox> right_rows = rows_of(lines, right);
  if (!is_running_text(left_rows, line_height) || !is_running_text(right_rows, line_height)) return {};
  const PdfBox a = extent(left_rows);
  const PdfBox b = extent(right_rows);
  if (usual_edge(right_rows, &PdfBox::left, false) - usual_edge(left_rows, &PdfBox::right, true) <
      min_gutter * line_height)
    return {};
  const float common = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
  if (common < 0.5F * std::min(a.height(), b.height())) return {};
  const PdfBox all = join(a, b);
  return Gutter{x, all.top, all.bottom, common};
}

/// The largest gutter at `x`: lines that reach over it part it.
std::optional<Gutter> gutter_at(std::span<const PdfBox> lines, const Lines& region, float x, float line_height) {
  std::optional<Gutter> best;
  Lines left;
  Lines right;
  const auto close = [&] {
    const auto gutter = gutter_between(lines, left, right, x, line_height);
    if (gutter && (!best || gutter->size > best->size)) best = gutter;
    left.clear();
    right.clear();
  };
  for (const std::size_t i : region) {
    if (lines[i].right <= x)
      left.push_back(i);
    else if (lines[i].left >= x)
      right.push_back(i);
    else
      close();
  }
  close();
  return best;
}

/// Where across the region the fewest lines stand, emptiest first.
std::vector<float> candidates(std::span<const PdfBox> lines, const Lines& region, const PdfBox& all) {
  std::vector<int> change(num_bins + 2, 0);
  const float scale = static_cast<float>(num_bins) / std::max(all.width(), 1.0F);
  const auto bin = [&](float x) { return static_cast<std::size_t>(std::clamp((x - all.left) * scale, 0.0F, 511.0F)); };
  for (const std::size_t i : region) {
    ++change[bin(lines[i].left)];
    --change[bin(lines[i].right) + 1];
  }
  struct Valley {
    int depth;
    std::size_t begin;
    std::size_t end;
  };
  std::vector<Valley> valleys;
  int depth = 0;
  for (std::size_t i = 0; i < num_bins; ++i) {
    depth += change[i];
    if (!valleys.empty() && valleys.back().depth == depth)
      ++valleys.back().end;
    else
      valleys.push_back({depth, i, i + 1});
  }
  std::vector<Valley> minima;
  for (std::size_t i = 1; i + 1 < valleys.size(); ++i)
    if (valleys[i].depth < valleys[i - 1].depth && valleys[i].depth < valleys[i + 1].depth)
      minima.push_back(valleys[i]);
  std::ranges::stable_sort(minima, {}, &Valley::depth);
  minima.resize(std::min(minima.size(), max_candidates));
  std::vector<float> out;
  for (const Valley& valley : minima)
    out.push_back(all.left + static_cast<float>(valley.begin + valley.end) / 2 / scale);
  return out;
}

std::optional<Gutter> find_gutter(std::span<const PdfBox> lines, const Lines& region) {
  if (region.size() < 2 * min_rows) return {};
  PdfBox all = lines[region.front()];
  std::vector<float> heights;
  for (const std::size_t i : region) {
    all = join(all, lines[i]);
    heights.push_back(lines[i].height());
  }
  const auto half = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
  std::nth_element(heights.begin(), half, heights.end());
  std::optional<Gutter> best;
  for (const float x : candidates(lines, region, all)) {
    const auto gutter = gutter_at(lines, region, x, *half);
    if (gutter && (!best || gutter->size > best->size)) best = gutter;
  }
  return best;
}

}  // namespace

std::vector<std::vector<std::size_t>> reading_regions(std::span<const PdfBox> lines, bool right_to_left) {
  std::vector<Lines> regions;
  Lines all(lines.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
  std::ranges::stable_sort(all, {}, [&](std::size_t i) { return middle(lines[i]); });
  std::vector<Lines> waiting = {std::move(all)};
  std::size_t num_cuts = 0;
  while (!waiting.empty()) {
    const Lines region = std::move(waiting.back());
    waiting.pop_back();
    if (region.empty()) continue;
    const auto gutter =
        lines.size() <= max_lines && num_cuts < max_cuts ? find_gutter(lines, region) : std::optional<Gutter>();
    if (!gutter) {
      regions.push_back(region);
      continue;
    }
    ++num_cuts;
    Lines above, left, right, below;
    for (const std::size_t i : region) {
      const float y = middle(lines[i]);
      (y < gutter->top ? above : y > gutter->bottom ? below : lines[i].left >= gutter->x ? right : left).push_back(i);
    }
    if (right_to_left) std::swap(left, right);
    for (Lines* part : {&below, &right, &left, &above}) waiting.push_back(std::move(*part));
  }
  return regions;
}

}  // namespace nuskha
