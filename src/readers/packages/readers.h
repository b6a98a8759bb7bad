/* The rows of all readers of packages; private to this folder. */
#pragma once
#include "readers/packages/read.h"

/* In order of their names: X(row). Each is defined in a file of its own or beside readers of the same family. */
#define SW_PACKAGE_READERS(X)

#define X(name) extern const struct sw_package_reader sw_package_reader_##name;
SW_PACKAGE_READERS(X)
#undef X
