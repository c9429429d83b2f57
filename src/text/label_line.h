// Lines above a document's title that say only what it is or of when.
#pragma once

#include <span>
#include <string_view>

namespace nuskha {

/// True for a line of nothing but what a document is ("Press release", "بيان صحفي رقم ١٢", "新闻稿"), for whom
/// ("For immediate release"), and a date, or of a date alone. In any case, spelling and punctuation. `line` may hold
/// any bytes. Cost: a microsecond for a line of at most 120 bytes, some tens if it begins as a label or holds a date,
/// else none. Thread-safe.
bool is_label_line(std::string_view line);

/// The labels it knows, as fold_name_words gives them. For the test.
std::span<const std::string_view> folded_labels();

}  // namespace nuskha
