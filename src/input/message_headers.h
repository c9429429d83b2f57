// The header block that mail begins with, as far as telling mail needs it.
#pragma once

#include <cstddef>
#include <string_view>

namespace nuskha {

/// What stands at the beginning of bytes that may be a mail.
struct HeaderBlock {
  bool is_block = false;      ///< Lines "Name: value" and lines that continue them, up to an empty line or the end.
  std::size_t num_usual = 0;  ///< How many of From, Date and Subject are there, each counted once.
  bool has_addressee = false;
  bool has_technical = false;  ///< One that only programs write: Message-ID, MIME-Version, Received, X-…
};

/// `head`: the beginning, or all. Cost O(size of the block).
HeaderBlock read_header_block(std::string_view head);

/// True for the line that parts the mails of an mbox: "From ", an address, and a date with time and year. Without its
/// line end.
bool is_from_line(std::string_view line);

}  // namespace nuskha
