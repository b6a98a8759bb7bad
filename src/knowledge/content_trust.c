/* Docker CLI 29.0.0 took content trust out of pull, push, run, create and build (change log of docker/cli, #6603). Docker
 * announced in July 2025 that its trust server ends, and that the root certificates of its own images expire from 8 August
 * 2025 on and cannot be renewed by clients; the server is shut down on 8 December 2026. Azure's registry keeps its own
 * until 31 March 2028. BuildKit (the default builder since 23.0) and Compose never read the setting. A pull by digest is
 * not looked at: the digest is the proof. */
#include "knowledge/content_trust.h"

static const char server_end[] = "2026-12-08";

#define ROOTS_EXPIRE "2025-08-08"
#define AZURE_END "2028-03-31"

static struct sw_trust_answer inert(const char *why) {
	return (struct sw_trust_answer){SW_TRUST_INERT, why};
}

static struct sw_trust_answer unknown(const char *why) {
	return (struct sw_trust_answer){SW_TRUST_UNKNOWN, why};
}

static bool on_or_after(struct sw_str date, const char *day) {
	return sw_str_cmp(date, sw_str_of(day)) >= 0;
}

/* The setting is read by the client; whether it can be kept is up to the server. */
static struct sw_trust_answer by_server(const struct sw_trust_question *question) {
	struct sw_str registry = question->ref ? question->ref->registry : (struct sw_str){0};
	bool own = question->server.n > 0;
	if (own && !question->server_known)
		return unknown("a variable names the trust server");
	bool docker = own ? sw_str_contains(question->server, SW_S("notary.docker.io")) : sw_str_is(registry, "docker.io");
	if (!own && !registry.n && question->act != SW_DOCKER_BUILD)
		return unknown("the image's name, which chooses the trust server, is not known");
	if (docker && on_or_after(question->date, server_end))
		return inert("Docker's trust server was shut down on 2026-12-08: no signature can be looked up any more");
	if (docker && question->act != SW_DOCKER_PUSH && on_or_after(question->date, ROOTS_EXPIRE))
		return unknown("root certificates of images on Docker Hub expire from 2025-08-08 on and its trust server is shut down "
			       "on 2026-12-08: only the server's answer would tell");
	if (!own && sw_str_ends(registry, SW_S(".azurecr.io")) && on_or_after(question->date, AZURE_END))
		return inert("Azure's registries have no content trust since 2028-03-31");
	if (!own && !registry.n)
		return unknown("the base images choose the trust server, and their registries are not looked at here");
	return (struct sw_trust_answer){SW_TRUST_ACTS, "the client is older than Docker CLI 29 and asks the trust server"};
}

static struct sw_trust_answer of_build(const struct sw_trust_question *question) {
	if (question->buildkit == SW_YES)
		return inert("DOCKER_BUILDKIT chooses BuildKit, which never looks at content trust");
	if (question->buildkit == SW_UNKNOWN && question->client >= SW_BUILDKIT_CLIENT)
		return inert("this client builds with BuildKit, which never looks at content trust");
	if (question->client == 0)
		return unknown(question->buildkit == SW_NO
			? "the client's version would decide: 28 and older look at signatures with the classic builder, 29 and newer never do"
			: "the client's version and builder would decide: only the classic builder of clients before 29 looks at signatures");
	return by_server(question);
}

struct sw_trust_answer sw_trust_effect(const struct sw_trust_question *question) {
	switch (question->act) {
	case SW_DOCKER_OTHER:
	case SW_DOCKER_TRUST:
		return (struct sw_trust_answer){SW_TRUST_ACTS, "the command does not pull by content trust"};
	case SW_DOCKER_BUILDX:
		return inert("BuildKit never looks at content trust");
	case SW_DOCKER_COMPOSE:
		return inert("Compose never looks at content trust");
	case SW_DOCKER_PULL:
	case SW_DOCKER_RUN:
	case SW_DOCKER_BUILD:
	case SW_DOCKER_PUSH:
		break;
	}
	if (question->client > SW_TRUST_LAST_CLIENT)
		return inert("Docker CLI 29 and newer (since 2025-11-10) do not read it");
	if (question->act == SW_DOCKER_BUILD)
		return of_build(question);
	if (question->act != SW_DOCKER_PUSH && question->ref && question->ref->digest.n)
		return inert("a pull by digest is not looked at; the digest already names the bytes");
	if (question->client == 0)
		return unknown("the client's version would decide: 28 and older read the setting, 29 and newer (since 2025-11-10) do not");
	return by_server(question);
}

bool sw_trust_switched_on(struct sw_str value) {
	static const char *const no[] = {"0", "f", "F", "false", "FALSE", "False"};
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		if (sw_str_is(value, no[i]))
			return false;
	return value.n > 0;
}

unsigned sw_docker_major(struct sw_str text) {
	size_t colon = sw_str_find_byte(text, ':'); /* an epoch of Debian's versions */
	if (colon != SW_NPOS)
		text = sw_str_from(text, colon + 1);
	text = sw_str_trim(text);
	if (sw_str_starts(text, SW_S("docker")))
		text = sw_str_from(text, 6);
	if (text.n && text.p[0] == 'v')
		text = sw_str_from(text, 1);
	unsigned major = 0;
	size_t digits = 0;
	for (; digits < text.n && digits < 3 && sw_is_digit(text.p[digits]); digits++)
		major = major * 10 + (unsigned)(text.p[digits] - '0');
	bool ends = digits == text.n || strchr(".-~+_", text.p[digits]);
	return digits && digits < 3 && ends ? major : 0;
}

unsigned sw_docker_image_major(const struct sw_image_ref *ref) {
	bool own = ref->known && ref->valid && (sw_str_is(ref->name, "docker.io/library/docker") ||
						sw_str_is(ref->name, "docker.io/docker/docker"));
	return own ? sw_docker_major(ref->tag) : 0;
}
