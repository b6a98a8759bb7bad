/* Reads the real compose files of the corpus: each gives a deployment with a service, or says why not. Prints how much was
 * found and how long the reading took. SW_CORPUS names the folder of the unpacked corpus. */
#include "base/file.h"
#include "base/out.h"
#include "readers/compose/read.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct counts {
	size_t files, read, services, builds, ports, mounts, env, unknown_env, fields, secrets, comments, diags;
	size_t unknown_keys, wrong_types, slow_us;
	size_t silent; /* files without a service that say nothing about it: the failure */
	double seconds;
};

static double now(void) {
	struct timespec at;
	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void count_services(struct counts *counts, const struct sw_deployment *deployment) {
	counts->services += deployment->workloads.n;
	for (size_t i = 0; i < deployment->workloads.n; i++) {
		const struct sw_workload *w = &deployment->workloads.v[i];
		counts->builds += w->build.present;
		counts->ports += w->ports.n;
		counts->mounts += w->mounts.n;
		counts->env += w->env.n;
		for (size_t k = 0; k < w->env.n; k++)
			counts->unknown_env += !w->env.v[k].known;
		for (unsigned f = 0; f < SW_FIELD_COUNT; f++)
			counts->fields += w->said[f].how == SW_HOW_STATED || w->said[f].how == SW_HOW_DEFAULTED;
	}
}

static void count_diags(struct counts *counts, const struct sw_factset *set) {
	counts->diags += set->diags.n;
	for (size_t i = 0; i < set->diags.n; i++) {
		counts->unknown_keys += strcmp(set->diags.v[i].code, "compose-unknown-key") == 0;
		counts->wrong_types += strcmp(set->diags.v[i].code, "compose-wrong-type") == 0;
	}
}

static void read_one(struct counts *counts, const char *folder, const char *name) {
	struct sw_factset set = {0};
	struct sw_err err;
	struct sw_str text;
	sw_arena_init(&set.arena, (size_t)64 << 20);
	set.path = sw_str_of(name);
	SW_CLEANUP_FD int fd = sw_open_named(sw_arena_printf(&set.arena, "%s/%s", folder, name).p, &err);
	if (fd < 0 || sw_read_all(&set.arena, fd, 1 << 20, &text, &err) < 0) {
		printf("Bail out! %s\n", err.text);
		exit(1);
	}
	double start = now();
	sw_compose_read(&set, text, NULL);
	double took = now() - start;
	counts->seconds += took;
	if (took * 1e6 > (double)counts->slow_us)
		counts->slow_us = (size_t)(took * 1e6);
	counts->files++;
	counts->secrets += set.secrets.n;
	counts->comments += set.comments.n;
	count_diags(counts, &set);
	if (set.deployment && set.deployment->workloads.n) {
		counts->read++;
		count_services(counts, set.deployment);
	} else if (set.diags.n == 0) {
		counts->silent++;
		printf("# %s: no service, and nothing is said about it\n", name);
	} else {
		printf("# %s: %s\n", name, set.diags.v[0].code);
	}
	sw_arena_free(&set.arena);
}

static int is_file(const struct dirent *entry) {
	return entry->d_name[0] != '.';
}

int main(void) {
	const char *corpus = getenv("SW_CORPUS");
	char folder[4096];
	struct dirent **entries;
	struct counts counts = {0};
	snprintf(folder, sizeof folder, "%s/compose/real/c", corpus ? corpus : "");
	int n = corpus ? scandir(folder, &entries, is_file, alphasort) : 0;
	if (n <= 0) {
		printf("1..0 # SKIP SW_CORPUS names no unpacked corpus\n");
		return 0;
	}
	printf("1..2\n");
	for (int i = 0; i < n; i++) {
		read_one(&counts, folder, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	printf("# %zu files, %zu with services; %zu services, %zu builds, %zu stated fields\n", counts.files, counts.read,
	       counts.services, counts.builds, counts.fields);
	printf("# %zu ports, %zu mounts, %zu variables (%zu not known), %zu secrets, %zu comments\n", counts.ports,
	       counts.mounts, counts.env, counts.unknown_env, counts.secrets, counts.comments);
	printf("# %zu diagnostics: %zu unknown keys, %zu wrong types; %.1f ms in all, slowest %.2f ms\n", counts.diags,
	       counts.unknown_keys, counts.wrong_types, counts.seconds * 1e3, (double)counts.slow_us / 1e3);
	printf("%s 1 - every file gives services or says why not\n", counts.silent ? "not ok" : "ok");
	printf("%s 2 - no key that Compose knows is unknown\n", counts.unknown_keys ? "not ok" : "ok");
	return 0;
}
