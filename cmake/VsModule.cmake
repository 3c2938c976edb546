# vs_module(name LEVEL n [PURE] SOURCES ... HEADERS ... DEPENDS ... PACKAGES ...)
#
# Declares one module of the project: a static library whose sources and headers lie in the current
# folder. DEPENDS names other modules, each of which must have a strictly lower LEVEL, or the
# configuration stops. PACKAGES are external targets; they stay PRIVATE, so that no header of theirs
# can leak into a header of ours. PURE is for scripts/tidy, which finds clocks, threads, sockets,
# files, randomness and exceptions in such a module, and for docs/architecture.md; the compiler does
# not see it.
set(VS_HEADER_ONLY_STUB "${PROJECT_SOURCE_DIR}/cmake/header_only.cpp")

function(vs_module name)
  cmake_parse_arguments(ARG "PURE" "LEVEL" "SOURCES;HEADERS;DEPENDS;PACKAGES" ${ARGN})
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "vs_module(${name}): unknown arguments ${ARG_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT DEFINED ARG_LEVEL)
    message(FATAL_ERROR "vs_module(${name}): LEVEL is missing")
  endif()
  if(NOT ARG_SOURCES)
    set(ARG_SOURCES "${VS_HEADER_ONLY_STUB}")
  endif()
  add_library(${name} STATIC ${ARG_SOURCES})
  target_sources(${name} PUBLIC
    FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${ARG_HEADERS})
  set_target_properties(${name} PROPERTIES
    VS_LEVEL ${ARG_LEVEL} VERIFY_INTERFACE_HEADER_SETS ON)
  target_link_libraries(${name} PUBLIC vs_compile_options)
  foreach(dependency IN LISTS ARG_DEPENDS)
    vs_require_lower_level(${name} ${ARG_LEVEL} ${dependency})
    target_link_libraries(${name} PUBLIC ${dependency})
  endforeach()
  target_link_libraries(${name} PRIVATE ${ARG_PACKAGES})
endfunction()

function(vs_require_lower_level name level dependency)
  if(NOT TARGET ${dependency})
    message(FATAL_ERROR "${name} depends on ${dependency}, which is not declared (yet)")
  endif()
  get_target_property(dependency_level ${dependency} VS_LEVEL)
  if(NOT dependency_level MATCHES "^[0-9]+$")
    message(FATAL_ERROR "${name}: ${dependency} is not a module of the project; use PACKAGES")
  endif()
  if(NOT dependency_level LESS level)
    message(FATAL_ERROR "${name} (level ${level}) may not depend on ${dependency} "
      "(level ${dependency_level}): links go strictly downwards (docs/architecture.md)")
  endif()
endfunction()
