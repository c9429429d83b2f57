// The words of a PDF and where they stand, out of what `pdftotext -bbox-layout` prints.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nuskha {

/// Where something stands on a page, in points from its upper left corner: left ≤ right, top ≤ bottom.
struct PdfBox {
  float left = 0;
  float top = 0;
  float right = 0;
  float bottom = 0;

  float width() const { return right - left; }
  float height() const { return bottom - top; }
};

/// Letters without a space between them, from left to right as they are drawn, whatever their script.
struct PdfWord {
  PdfBox box;
  std::string text;  ///< Valid UTF-8, not empty.
};

struct PdfPage {
  std::size_t number = 1;  ///< From 1.
  float width = 0;
  float height = 0;
  std::vector<PdfWord> words;
  std::vector<std::size_t> fragments;  ///< Words at which pdftotext begins a line of one column, ascending.
};

/// Takes the output piece by piece and hands out each page when it is whole. What isn't as expected is passed over:
/// nothing is believed of it but that it is finite.
class PdfBoxReader {
 public:
  explicit PdfBoxReader(std::function<void(PdfPage&&)> take_page) : take_page_(std::move(take_page)) {}

  void read(std::string_view piece);
  /// Hands out the page that the output broke off in, if any.
  void finish();

  std::size_t num_pages() const { return num_pages_; }
  std::size_t text_bytes() const { return text_bytes_; }  ///< Of all words so far.
  const std::string& title() const { return title_; }     ///< Of the PDF's metadata, as it stands there.
  /// When the file was made, as YYYY-MM-DD.
  const std::optional<std::string>& made_date() const { return made_date_; }

 private:
  void read_line(std::string_view line);
  void end_page();

  std::function<void(PdfPage&&)> take_page_;
  std::string rest_;  // a line that hasn't ended yet
  std::optional<PdfPage> page_;
  std::size_t num_pages_ = 0;
  std::size_t text_bytes_ = 0;
  std::string title_;
  std::optional<std::string> made_date_;
  bool is_in_body_ = false;
};

}  // namespace nuskha
