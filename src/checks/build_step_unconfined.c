#include "checks/about_steps.h"

static bool judge_flag(struct sw_sink *sink, const struct sw_flag *flag) {
	if (sw_str_is(flag->name, "security") && !sw_str_is(flag->value, "sandbox"))
		sw_fail(sink, flag->at, "the step runs with all rights over the builder");
	else if (sw_str_is(flag->name, "network") && sw_str_is(flag->value, "host"))
		sw_fail(sink, flag->at, "the step shares the builder's network");
	else if (sw_str_is(flag->name, "device"))
		sw_fail(sink, flag->at, "the step is given a device of the builder");
	else
		return false;
	return true;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_step_walk walk = {view, sw_stages_built(view), 0};
	for (const struct sw_step *step; (step = sw_next_step(&walk));) {
		bool asks = false;
		for (uint32_t i = 0; step->kind == SW_STEP_RUN && i < step->flag_count; i++)
			asks |= judge_flag(sink, &step->flags[i]);
		if (step->kind == SW_STEP_RUN && !asks)
			sw_pass(sink, step->keyword, "no step asks for more than the builder's sandbox");
	}
	sw_not_applicable(sink, "the build runs no command");
}

CHECK(build_step_unconfined) {
	.id = "build-step-unconfined", .on = SW_ON_BUILD, .severity = SW_HIGH, .stride = SW_ELEVATION | SW_TAMPERING, .cwe = {250},
	.refs = {"cis-docker-1.6:5.5"},
	.title = "A build step runs with more than the builder's sandbox",
	.why = "Code that the step fetches or runs reaches the builder's kernel, devices or network: the cache of other builds, "
	       "credentials and services that listen on localhost.",
	.fix = "Remove the flag. What needs the network should fetch it from a server; what needs privileges should run outside the build.",
	.decide = decide,
	.examples = {
		{"insecure", "# syntax=docker/dockerfile:1-labs\nFROM debian:12\nRUN --security=insecure \\\n  mount -t tmpfs none /mnt\n", "Dockerfile:3"},
		{"network-and-device", "FROM debian:12\nRUN --network=host curl http://localhost\nRUN --device=nvidia.com/gpu=all nvidia-smi\n", "Dockerfile:2 Dockerfile:3"},
		{"sandbox", "FROM debian:12\nRUN --network=none --security=sandbox make\nRUN --mount=type=cache,target=/c true\n", ""},
		{"no-step", "FROM debian:12\nCOPY a /a\n", ""},
	},
};
