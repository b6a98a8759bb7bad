/* oracle FILE: the entries of an archive as libarchive reads them, one a line in the form of layer_read -n. */
#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

static char kind_of(struct archive_entry *entry) {
	if (archive_entry_hardlink(entry))
		return 'h';
	switch (archive_entry_filetype(entry)) {
	case AE_IFDIR: return 'd';
	case AE_IFLNK: return 'l';
	case AE_IFCHR: return 'c';
	case AE_IFBLK: return 'b';
	case AE_IFIFO: return 'p';
	default: return 'f';
	}
}

static unsigned long sum_of(struct archive *archive) {
	static unsigned char bytes[1 << 16];
	unsigned long sum = 0;
	la_ssize_t n;
	while ((n = archive_read_data(archive, bytes, sizeof bytes)) > 0)
		sum = crc32(sum, bytes, (uInt)n);
	return sum;
}

/* Without "./" at the start and '/' at the end, as names in an account are. */
static void print_name(const char *name) {
	while (name[0] == '.' && name[1] == '/')
		name += 2;
	size_t n = strlen(name);
	while (n && name[n - 1] == '/')
		n--;
	printf("%.*s\n", n == 1 && name[0] == '.' ? 0 : (int)n, name);
}

int main(int argc, char **argv) {
	struct archive *archive = archive_read_new();
	struct archive_entry *entry;
	setlocale(LC_ALL, "C.UTF-8"); /* in others, names that are not ASCII end the reading */
	archive_read_support_format_tar(archive);
	archive_read_support_filter_all(archive);
	if (argc < 2 || archive_read_open_filename(archive, argv[1], 1 << 16) != ARCHIVE_OK)
		return 2;
	int result;
	while ((result = archive_read_next_header(archive, &entry)) == ARCHIVE_OK || result == ARCHIVE_WARN) {
		char kind = kind_of(entry);
		unsigned long long size = kind == 'f' ? (unsigned long long)archive_entry_size(entry) : 0;
		unsigned long sum = kind == 'f' ? sum_of(archive) : 0;
		printf("%c %o %lld %lld %llu %08lx ", kind, (unsigned)archive_entry_perm(entry), (long long)archive_entry_uid(entry),
		       (long long)archive_entry_gid(entry), size, sum);
		print_name(archive_entry_pathname(entry));
	}
	archive_read_free(archive);
	return result == ARCHIVE_EOF ? 0 : 1;
}
