/* Feeds files to a fuzz target without a fuzzer: replay FOLDER. Each file is one input, in the order of names; the output
 * is TAP. A crash is the failure. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int is_file(const struct dirent *entry) {
	return entry->d_name[0] != '.';
}

/* The file in a block of exactly its size, so that a sanitizer sees a read past the end. */
static uint8_t *read_whole(const char *folder, const char *name, size_t *size) {
	char path[4096];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "rb");
	long end;
	if (!file || fseek(file, 0, SEEK_END) != 0 || (end = ftell(file)) < 0) {
		perror(path);
		exit(1);
	}
	*size = (size_t)end;
	rewind(file);
	uint8_t *data = malloc(*size ? *size : 1);
	if (!data || fread(data, 1, *size, file) != *size) {
		perror(path);
		exit(1);
	}
	fclose(file);
	return data;
}

int main(int argc, char **argv) {
	struct dirent **entries;
	int count = argc == 2 ? scandir(argv[1], &entries, is_file, alphasort) : -1;
	if (count <= 0) {
		fprintf(stderr, "usage: replay FOLDER-WITH-INPUTS\n");
		return 2;
	}
	printf("1..%d\n", count);
	for (int i = 0; i < count; i++) {
		size_t size;
		uint8_t *data = read_whole(argv[1], entries[i]->d_name, &size);
		fflush(stdout);
		LLVMFuzzerTestOneInput(data, size);
		printf("ok %d %s\n", i + 1, entries[i]->d_name);
		free(data);
		free(entries[i]);
	}
	free(entries);
	return 0;
}
