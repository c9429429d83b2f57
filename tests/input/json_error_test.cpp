#include "input/json_error.h"

#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "support/catch.h"

using nuskha::find_json_error;

TEST_CASE("where a text stops being JSON") {
  for (const std::string good : {"{}", "[]", " [1,-0.5e+3,\"a\\u0639\\n\",true,false,null] ", "7", "\"x\"",
                                 "{\"a\":{\"b\":[[],{}]},\"c\":\"\"}\n"})
    CHECK(find_json_error(good) == std::string::npos);
  CHECK(find_json_error("") == 0);
  CHECK(find_json_error("{\"a\":1,}") == 7);
  CHECK(find_json_error("[1 2]") == 3);
  CHECK(find_json_error("[01]") == 2);
  CHECK(find_json_error("[nul]") == 4);
  CHECK(find_json_error("[\"a\tb\"]") == 3);
  CHECK(find_json_error("[\"\\x\"]") == 3);
  CHECK(find_json_error("{'a':1}") == 1);
  CHECK(find_json_error("{} {}") == 3);
  CHECK(find_json_error("{\"a\":") == 5);
  CHECK(find_json_error(std::string(1 << 20, '[')) == 1 << 20);
}

TEST_CASE("JSON and what isn't are told apart as by another parser, at every truncation and many changes") {
  const std::string json = R"({"a":[1,-2.5e3,{"b":"\u0639\\ x\"","c":null}],"d":{},"e":[true,false]} )";
  const auto agrees = [](const std::string& text) {
    CAPTURE(text);
    CHECK((find_json_error(text) == std::string::npos) == nlohmann::json::accept(text));
  };
  for (std::size_t size = 0; size <= json.size(); ++size) agrees(json.substr(0, size));
  std::mt19937 random(3);
  const std::string bytes = "{}[]:,\"\\0123456789.eE+-tfnu ax\n\x01";
  for (int i = 0; i < 3000; ++i) {
    std::string changed = json;
    for (int j = 0; j < 2; ++j) changed[random() % changed.size()] = bytes[random() % bytes.size()];
    agrees(changed);
  }
}
