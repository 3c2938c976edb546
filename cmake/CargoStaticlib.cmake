# vs_cargo_staticlib(name FOLDER folder SOURCES ...)
#
# Builds the Rust crate in `folder` with cargo, from its committed Cargo.lock, and declares the
# archive as the imported target `name`. Debian 12 has a new enough toolchain in the packages
# cargo-web and rustc-web. One cargo target folder for each build folder.
set(VS_RUST_VERSION_MIN 1.85)
find_program(VS_CARGO NAMES cargo cargo-web HINTS "$ENV{HOME}/.cargo/bin" REQUIRED)
find_program(VS_RUSTC NAMES rustc rustc-web HINTS "$ENV{HOME}/.cargo/bin" REQUIRED)
execute_process(COMMAND "${VS_RUSTC}" --version OUTPUT_VARIABLE VS_RUSTC_ANSWER
  COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCH "[0-9]+\\.[0-9]+" VS_RUSTC_VERSION "${VS_RUSTC_ANSWER}")
if(VS_RUSTC_VERSION VERSION_LESS VS_RUST_VERSION_MIN)
  message(FATAL_ERROR "rustc ${VS_RUSTC_VERSION} is older than ${VS_RUST_VERSION_MIN}; "
    "on Debian 12 install cargo-web and rustc-web")
endif()

# AVX-512 code is compiled in where the compiler knows it (1.89) and chosen at run time; the other
# code paths (AVX2, portable) are there in any case.
set(VS_RUSTFLAGS "")
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64" AND VS_RUSTC_VERSION VERSION_GREATER_EQUAL 1.89)
  set(VS_RUSTFLAGS "--cfg curve25519_dalek_backend=\"avx512\"")
endif()

function(vs_cargo_staticlib name)
  cmake_parse_arguments(ARG "" "FOLDER" "SOURCES" ${ARGN})
  set(target_folder "${PROJECT_BINARY_DIR}/cargo")
  set(archive "${target_folder}/release/lib${name}.a")
  list(TRANSFORM ARG_SOURCES PREPEND "${ARG_FOLDER}/")
  add_custom_command(OUTPUT "${archive}"
    COMMAND "${CMAKE_COMMAND}" -E env "RUSTC=${VS_RUSTC}" "RUSTFLAGS=${VS_RUSTFLAGS}"
      "${VS_CARGO}" build --quiet --release --locked --target-dir "${target_folder}"
    # cargo leaves an unchanged archive as old as it was, and ninja would ask again each time.
    COMMAND "${CMAKE_COMMAND}" -E touch "${archive}"
    DEPENDS ${ARG_SOURCES}
    WORKING_DIRECTORY "${ARG_FOLDER}"
    COMMENT "Building the Rust archive ${name}"
    VERBATIM)
  add_custom_target(${name}_archive DEPENDS "${archive}")
  add_library(${name} STATIC IMPORTED GLOBAL)
  set_target_properties(${name} PROPERTIES IMPORTED_LOCATION "${archive}"
    INTERFACE_LINK_LIBRARIES "gcc_s;m;dl;Threads::Threads")
  add_dependencies(${name} ${name}_archive)
endfunction()
