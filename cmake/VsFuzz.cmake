# vs_fuzz(name DEPENDS ...)
#
# Declares one fuzz target: fuzz_<name>.cpp in the current folder, seeds in corpus/<name>. In the
# preset `fuzz` it is the libFuzzer program fuzz_<name>, built by the target fuzz_programs. In every
# other preset it is the ctest fuzz_replay.<name>, which runs the seeds and some fixed mutations of
# each, so that a decoder that breaks is found before the night.
function(vs_fuzz name)
  cmake_parse_arguments(ARG "" "" "DEPENDS" ${ARGN})
  if(VS_FUZZ)
    add_executable(fuzz_${name} fuzz_${name}.cpp)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    if(NOT TARGET fuzz_programs)
      add_custom_target(fuzz_programs)
    endif()
    add_dependencies(fuzz_programs fuzz_${name})
  else()
    add_executable(fuzz_${name} fuzz_${name}.cpp
      "${PROJECT_SOURCE_DIR}/tests/fuzz/replay.cpp")
    add_test(NAME fuzz_replay.${name}
      COMMAND fuzz_${name} "${CMAKE_CURRENT_SOURCE_DIR}/corpus/${name}")
    set_tests_properties(fuzz_replay.${name} PROPERTIES LABELS unit TIMEOUT 120)
  endif()
  target_link_libraries(fuzz_${name} PRIVATE vs_compile_options ${ARG_DEPENDS})
endfunction()
