# Compiler and linker flags of every target of the project (docs/style.md "Building").
add_library(vs_compile_options INTERFACE)
target_compile_options(vs_compile_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Werror
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op>
  # GCC 12 finds these where the optimiser has lost track of a size; they are shown, and no errors.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-error=array-bounds -Wno-error=stringop-overflow
    -Wno-error=stringop-overread -Wno-error=restrict -Wno-error=maybe-uninitialized>
  -fno-omit-frame-pointer -fstack-protector-strong)
target_include_directories(vs_compile_options INTERFACE "${PROJECT_SOURCE_DIR}")

set(VS_SANITIZE "" CACHE STRING "Sanitizers to build with, as for -fsanitize=")
if(VS_SANITIZE)
  add_compile_options(-fsanitize=${VS_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${VS_SANITIZE})
  if(VS_SANITIZE MATCHES "thread")
    # The sanitizer does not model the fences around Asio's handlers; the mutexes beside them carry
    # the order that it checks.
    add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
  endif()
endif()

option(VS_COVERAGE "Instrument for line coverage" OFF)
if(VS_COVERAGE)
  add_compile_options(--coverage -fprofile-update=atomic)
  add_link_options(--coverage)
endif()

option(VS_FUZZ "Build the libFuzzer targets (clang)" OFF)
if(VS_FUZZ)
  # Clang 14 cannot lay out the call checks of `function` in coroutines.
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=function
    -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
endif()
