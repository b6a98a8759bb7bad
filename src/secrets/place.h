/* How the text of a file is to be read. Private to this folder. */
#pragma once
#include "base/str.h"

enum { SW_PATH_WORD = 32 }; /* longer parts of a path are in no list */

enum file_form {
	FILE_OTHER,
	FILE_SETTINGS, /* names with values */
	FILE_HISTORY,  /* commands as they were typed */
	FILE_COLONS,   /* host:port:database:user:password */
	FILE_VALUE,    /* nothing but the credential */
};
enum file_form sw_file_form(struct sw_str path);
/* Whether a package manager filled the folder that the file is in, or one above it. */
bool sw_in_package(struct sw_str path);
