/* What programs say about what they were built from. Each takes an opened program and tells nothing where there is
 * nothing. */
#pragma once
#include "formats/program.h"
#include "readers/packages/readers.h"

/* Go: the build information that its linker leaves: version of Go, modules. */
void sw_program_read_go(struct sw_package_sink *sink, const struct sw_program *program);
/* Rust: the list of crates that cargo-auditable leaves. */
void sw_program_read_rust(struct sw_package_sink *sink, const struct sw_program *program);
/* Programs that are known by their file's name, and by a text in them that holds their version. */
void sw_program_read_known(struct sw_package_sink *sink, const struct sw_program *program);
