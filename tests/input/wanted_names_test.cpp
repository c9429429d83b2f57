#include "input/wanted_names.h"

#include "base/document_name.h"
#include "support/catch.h"

TEST_CASE("the holders of a document are its name and what stands before each sign, longest first") {
  std::vector<std::string> holders;
  const auto collect = [&](std::string_view name) {
    holders.clear();
    return nuskha::any_holder(name, [&](std::string_view holder) {
      holders.emplace_back(holder);
      return false;
    });
  };
  CHECK_FALSE(collect("a!.zip!b#1!c#x.jsonl#12"));
  CHECK(holders == std::vector<std::string>{"a!.zip!b#1!c#x.jsonl#12", "a!.zip!b#1!c#x.jsonl", "a!.zip!b#1", "a!.zip!b",
                                            "a!.zip", "a"});
  collect("!x");
  CHECK(holders == std::vector<std::string>{"!x"});
  collect("");
  CHECK(holders == std::vector<std::string>{""});
  CHECK(nuskha::any_holder("a.zip!b", [](std::string_view holder) { return holder == "a.zip"; }));
}

TEST_CASE("names are wanted with what may hold them, and lines of JSON Lines by file") {
  const std::vector<std::string> names = {"a.zip!b.jsonl#12", "a.zip!b.jsonl#3", "c.txt", "d#x"};
  const nuskha::WantedNames wanted(names);
  for (const char* name : {"a.zip", "a.zip!b.jsonl", "a.zip!b.jsonl#3", "c.txt", "d#x"}) CHECK(wanted.may_hold(name));
  for (const char* name : {"a", "a.zip!c", "c", "d", "b.jsonl", ""}) CHECK_FALSE(wanted.may_hold(name));
  CHECK(wanted.contains("c.txt"));
  CHECK_FALSE(wanted.contains("a.zip"));
  CHECK(wanted.lines_of("a.zip!b.jsonl") == std::vector<std::uint64_t>{3, 12});
  CHECK(wanted.lines_of("d").empty());
}
