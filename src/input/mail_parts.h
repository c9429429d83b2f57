// A mail taken apart by GMime: the only file that includes it is mail_parts.cpp.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nuskha {

/// A part that holds text, with its transfer encoding undone.
struct MailText {
  std::string bytes;
  std::string charset;  ///< As the part names it; empty if it doesn't.
  bool is_html = false;
  bool is_flowed = false;  ///< format=flowed
  bool delete_spaces = false;
};

/// Turns a part into UTF-8 as a reader sees it.
class MailTextReader {
 public:
  virtual ~MailTextReader() = default;
  virtual std::string read(MailText part) = 0;
};

/// One mail. Not thread-safe, but any number of objects may be used at once.
class Mail {
 public:
  /// Keeps `bytes`. Never fails: whatever the bytes are, they have parts.
  explicit Mail(std::string bytes);
  ~Mail();
  Mail(const Mail&) = delete;
  Mail& operator=(const Mail&) = delete;

  /// The value of a header, encoded words (RFC 2047) decoded; nothing if it isn't there. 8-bit characters that no label
  /// explains are read by `charset`.
  std::optional<std::string> header(const char* name, std::string_view charset) const;
  /// YYYY-MM-DD in the time zone that the header names.
  std::optional<std::string> date() const;

  /// What a reader sees of it, part by part: of alternatives the plain text, unless it is empty; then what the mails
  /// that are forwarded in it say.
  std::vector<std::string> texts(MailTextReader& reader);

  std::size_t num_attachments() const;
  /// File names, or "part-2" where there is none.
  const std::string& attachment_name(std::size_t i) const;
  MailText attachment(std::size_t i) const;  ///< Of any type.

  bool is_encrypted() const { return is_encrypted_; }
  bool is_cut_short() const { return is_cut_short_; }
  bool is_too_deep() const { return is_too_deep_; }
  bool lacks_boundary() const { return lacks_boundary_; }
  /// Its headers take too much memory (mail_budget.h): nothing from there on was read.
  bool has_long_headers() const { return has_long_headers_; }

 private:
  struct Parsed;
  struct Attachment;
  class Walk;
  std::unique_ptr<Parsed> parsed_;
  std::vector<Attachment> attachments_;
  bool is_encrypted_ = false;
  bool is_cut_short_ = false;
  bool is_too_deep_ = false;
  bool lacks_boundary_ = false;
  bool has_long_headers_ = false;
};

}  // namespace nuskha
