// Nothing: what it is compiled with is what tests share as precompiled headers (tests/CMakeLists.txt).
