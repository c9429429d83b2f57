// The grammar of RFC 8259 without recursion: simdjson's DOM parser, which reads JSON, doesn't say where a mistake is.
// Entry point: find_json_error. Test: tests/input/json_error_test.cpp.
#include "input/json_error.h"

#include <algorithm>
#include <string>

namespace nuskha {
namespace {

using std::string_view;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

class Scanner {
 public:
  explicit Scanner(string_view json) : json_(json) {}

  std::size_t find_error() {
    while (true) {
      skip_blanks();
      if (state_ == State::end) return at_ == json_.size() ? json_.npos : at_;
      if (at_ == json_.size() || !step()) return at_;
    }
  }

 private:
  enum class State { value, value_or_end, key, key_or_end, colon, comma_or_end, end };

  void skip_blanks() { at_ = std::min(json_.find_first_not_of(" \t\r\n", at_), json_.size()); }

  bool take(char c) {
    if (at_ == json_.size() || json_[at_] != c) return false;
    ++at_;
    return true;
  }

  /// False where the next byte is wrong; at_ is its offset.
  bool step() {
    switch (state_) {
      case State::value_or_end:
        if (take(']')) return close();
        return value();
      case State::value: return value();
      case State::key_or_end:
        if (take('}')) return close();
        [[fallthrough]];
      case State::key: state_ = State::colon; return json_[at_] == '"' && string();
      case State::colon: state_ = State::value; return take(':');
      case State::comma_or_end:
        if (take(',')) {
          state_ = open_.back() == '{' ? State::key : State::value;
          return true;
        }
        return take(open_.back() == '{' ? '}' : ']') && close();
      case State::end: break;
    }
    return false;
  }

  bool value() {
    const char c = json_[at_];
    if (c == '{' || c == '[') {
      ++at_;
      open_ += c;
      state_ = c == '{' ? State::key_or_end : State::value_or_end;
      return true;
    }
    state_ = open_.empty() ? State::end : State::comma_or_end;
    if (c == '"') return string();
    if (c == '-' || is_digit(c)) return number();
    return word(c == 't' ? "true" : c == 'f' ? "false" : "null");
  }

  bool close() {
    open_.pop_back();
    state_ = open_.empty() ? State::end : State::comma_or_end;
    return true;
  }

  bool word(string_view expected) {
    return std::all_of(expected.begin(), expected.end(), [this](char c) { return take(c); });
  }

  bool digits() {
    const std::size_t begin = at_;
    while (at_ < json_.size() && is_digit(json_[at_])) ++at_;
    return at_ > begin;
  }

  bool number() {
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (!take('e') && !take('E')) return true;
    if (!take('+')) take('-');
    return digits();
  }

  bool string() {
    for (++at_; at_ < json_.size(); ++at_) {
      const char c = json_[at_];
      if (c == '"') return ++at_, true;
      if (static_cast<unsigned char>(c) < 0x20) return false;
      if (c != '\\') continue;
      if (++at_ == json_.size()) return false;
      if (json_[at_] != 'u') {
        if (string_view("\"\\/bfnrt").find(json_[at_]) == string_view::npos) return false;
        continue;
      }
      for (int i = 0; i < 4; ++i)
        if (++at_ == json_.size() || !is_hex(json_[at_])) return false;
    }
    return false;
  }

  string_view json_;
  std::size_t at_ = 0;
  State state_ = State::value;
  std::string open_;  // brackets
};

}  // namespace

std::size_t find_json_error(string_view json) { return Scanner(json).find_error(); }

}  // namespace nuskha
