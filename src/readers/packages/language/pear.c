/* Packages of PEAR and PECL as their installer registers them: .registry/NAME.reg, a value as PHP serialises it. */
#include "base/limits.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

/* Where the reader is. Scalars of the map at the top and of the maps directly in it are looked at. */
struct pear {
	struct sw_str text;
	size_t at;
	bool broken;
	struct sw_str keys[2]; /* of the map at the top, of the one in it */
	struct sw_str name, version, licence, channel;
};

static bool claims(struct sw_str path) {
	return sw_path_below(path, ".registry").n;
}

static bool take(struct pear *pear, char c) {
	if (pear->at < pear->text.n && pear->text.p[pear->at] == c) {
		pear->at++;
		return true;
	}
	pear->broken = true;
	return false;
}

/* The text up to `end`, which is passed over. */
static struct sw_str until(struct pear *pear, char end) {
	struct sw_str rest = sw_str_from(pear->text, pear->at);
	size_t n = sw_str_find_byte(sw_str_sub(rest, 0, 64), end);
	if (n == SW_NPOS) {
		pear->broken = true;
		return (struct sw_str){0};
	}
	pear->at += n + 1;
	return sw_str_sub(rest, 0, n);
}

/* s:LENGTH:"TEXT"; */
static struct sw_str read_text(struct pear *pear) {
	uint64_t length = 0;
	if (!sw_str_to_u64(until(pear, ':'), &length) || !take(pear, '"') || length > pear->text.n - pear->at) {
		pear->broken = true;
		return (struct sw_str){0};
	}
	struct sw_str text = sw_str_sub(pear->text, pear->at, (size_t)length);
	pear->at += (size_t)length;
	if (take(pear, '"'))
		take(pear, ';');
	return text;
}

static void keep(struct pear *pear, unsigned depth, struct sw_str text) {
	struct sw_str key = pear->keys[0];
	if (depth == 1 && sw_listed(key, "name package") && !pear->name.n)
		pear->name = text;
	else if (depth == 1 && sw_str_is(key, "channel"))
		pear->channel = text;
	else if (sw_str_is(key, "version") && (depth == 1 || sw_str_is(pear->keys[1], "release")))
		pear->version = text;
	else if (sw_str_is(key, "license") && (depth == 1 || sw_str_is(pear->keys[1], "_content")))
		pear->licence = text;
}

static void read_value(struct pear *pear, unsigned depth);

/* a:COUNT:{key value …}; recursion ends at the limit of depth. */
static void read_map(struct pear *pear, unsigned depth) {
	uint64_t count = 0;
	if (depth >= SW_LIMIT_DOCUMENT_DEPTH || !sw_str_to_u64(until(pear, ':'), &count) || !take(pear, '{')) {
		pear->broken = true;
		return;
	}
	for (uint64_t i = 0; i < count && !pear->broken; i++) {
		char kind = pear->at < pear->text.n ? pear->text.p[pear->at] : 0;
		pear->at += 2;
		struct sw_str key = kind == 's' ? read_text(pear) : until(pear, ';');
		if (depth < 2)
			pear->keys[depth] = key;
		read_value(pear, depth + 1);
	}
	take(pear, '}');
}

static void read_value(struct pear *pear, unsigned depth) {
	struct sw_str start = sw_str_sub(pear->text, pear->at, 2);
	pear->at += start.n;
	if (sw_str_is(start, "s:")) {
		struct sw_str text = read_text(pear);
		if (depth <= 2)
			keep(pear, depth, text);
	} else if (sw_str_is(start, "a:")) {
		read_map(pear, depth);
	} else if (sw_listed(start, "i: d: b:")) {
		until(pear, ';');
	} else if (!sw_str_is(start, "N;")) {
		pear->broken = true;
	}
}

static void read(struct sw_package_sink *sink, struct sw_str bytes) {
	struct pear pear = {.text = bytes};
	read_value(&pear, 0);
	if (!pear.name.n || !pear.version.n) {
		sw_package_refuse(sink, "an entry of PEAR's registry");
		return;
	}
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_PEAR, pear.name, pear.version);
	package->licence = sw_package_text(sink, pear.licence);
	package->place = sw_package_text(sink, pear.channel);
}

const struct sw_package_reader sw_package_reader_pear_registry = {
	.kind = "pear-registry",
	.endings = (const char *const[]){".reg", NULL},
	.claims = claims,
	.limit = 16 << 20,
	.read = read,
};
