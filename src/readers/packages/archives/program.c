/* Programs and libraries: ELF, PE, Mach-O. */
#include "readers/packages/archives/program.h"
#include "base/limits.h"

static void read_program(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_program program;
	if (!sw_program_open(&program, bytes)) {
		/* "MZ" begins other things, too, and an empty file may have a program's name. */
		if (sw_program_sniff(bytes) == SW_PROGRAM_ELF)
			sw_package_say(sink, SW_DIAG_WARNING, "program-broken", "begins as a program and is none");
		return;
	}
	sw_program_read_go(sink, &program);
	sw_program_read_rust(sink, &program);
	sw_program_read_known(sink, &program);
}

const struct sw_package_reader sw_package_reader_program = {
	.kind = "program", .take = SW_TAKE_PROGRAM, .limit = SW_LIMIT_ARCHIVE_FILE_BYTES, .read = read_program,
};
