# vs_test(name SOURCES ... DEPENDS ... [PACKAGES ...] [LABELS ...] [TIMEOUT seconds] [WHOLE])
#
# Declares one GoogleTest program. Each TEST becomes a ctest of its own, so that ctest's closing
# line counts them; WHOLE makes the program one single ctest (for suites of many tiny cases).
find_package(GTest REQUIRED)
include(GoogleTest)

function(vs_test name)
  cmake_parse_arguments(ARG "WHOLE" "TIMEOUT" "SOURCES;DEPENDS;PACKAGES;LABELS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  if(NOT ARG_LABELS)
    set(ARG_LABELS unit)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE vs_compile_options ${ARG_DEPENDS} ${ARG_PACKAGES}
    GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE VS_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  if(ARG_WHOLE)
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT})
  else()
    gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST
      PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT})
  endif()
endfunction()
