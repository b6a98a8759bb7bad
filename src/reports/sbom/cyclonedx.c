/* CycloneDX 1.6 (ECMA-424), JSON. */
#include "formats/json_write.h"
#include "knowledge/licence.h"
#include "reports/sbom/bill.h"
#include "reports/sbom/report.h"

static void write_member(struct sw_json *json, const char *key, struct sw_str value) {
	if (value.n)
		sw_json_member(json, key, value);
}

static void write_property(struct sw_json *json, const char *name, struct sw_str value) {
	if (!value.n)
		return;
	sw_json_open_map(json);
	sw_json_member_z(json, "name", name);
	sw_json_member(json, "value", value);
	sw_json_close_map(json);
}

static void write_licences(struct sw_json *json, const struct sw_component *component) {
	struct sw_str written = component->package->licence;
	if (!written.n && !component->licence.n)
		return;
	sw_json_key(json, "licenses");
	sw_json_open_list(json);
	sw_json_open_map(json);
	if (component->licence.n && !sw_licence_is_id(component->licence)) {
		sw_json_member(json, "expression", component->licence);
	} else {
		sw_json_key(json, "license");
		sw_json_open_map(json);
		if (component->licence.n)
			sw_json_member(json, "id", component->licence);
		else
			sw_json_member(json, "name", written);
		sw_json_close_map(json);
	}
	sw_json_close_map(json);
	sw_json_close_list(json);
}

static void write_evidence(struct sw_json *json, const struct sw_component *component) {
	sw_json_key(json, "evidence");
	sw_json_open_map(json);
	sw_json_key(json, "occurrences");
	sw_json_open_list(json);
	struct sw_str last = {0};
	for (size_t i = 0; i < component->seen.n; i++) {
		if (i && sw_str_eq(component->seen.v[i]->path, last))
			continue;
		last = component->seen.v[i]->path;
		sw_json_open_map(json);
		sw_json_member(json, "location", last);
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
	sw_json_close_map(json);
}

static struct sw_str layer_digest(const struct sw_bill_image *image, uint32_t layer) {
	return layer < image->contents->layers.n ? image->contents->layers.v[layer].diff_id : (struct sw_str){0};
}

static void write_properties(struct sw_json *json, const struct sw_bill_image *image, const struct sw_component *component) {
	const struct sw_package *package = component->package;
	sw_json_key(json, "properties");
	sw_json_open_list(json);
	write_property(json, "strideward:package:type", sw_str_of(sw_package_type_name(package->type)));
	write_property(json, "strideward:package:layer", layer_digest(image, package->layer));
	write_property(json, "strideward:package:source", package->source);
	write_property(json, "strideward:package:source-version", package->source_version);
	if (component->owner)
		write_property(json, "strideward:package:owner", image->components.v[component->owner - 1].purl);
	if (package->declared)
		write_property(json, "strideward:package:declared", SW_S("true"));
	sw_json_close_list(json);
}

static void write_component(struct sw_json *json, struct sw_arena *arena, const struct sw_bill_image *image,
			    const struct sw_component *component) {
	const struct sw_package *package = component->package;
	struct sw_str space, name;
	sw_package_purl_names(arena, package, &image->contents->release, &space, &name);
	bool grouped = package->type == SW_PACKAGE_NPM || package->type == SW_PACKAGE_MAVEN || package->type == SW_PACKAGE_JENKINS ||
		       package->type == SW_PACKAGE_COMPOSER;
	sw_json_open_map(json);
	sw_json_member(json, "bom-ref", component->ref);
	sw_json_member_z(json, "type", package->type == SW_PACKAGE_RUNTIME ? "application" : package->type == SW_PACKAGE_IMAGE ? "container" : "library");
	if (package->supplier.n) {
		sw_json_key(json, "supplier");
		sw_json_open_map(json);
		sw_json_member(json, "name", package->supplier);
		sw_json_close_map(json);
	}
	write_member(json, "group", grouped ? space : (struct sw_str){0});
	sw_json_member(json, "name", grouped ? name : package->name);
	write_member(json, "version", package->version);
	write_licences(json, component);
	sw_json_member(json, "purl", component->purl);
	write_evidence(json, component);
	write_properties(json, image, component);
	sw_json_close_map(json);
}

/* The image itself: what the document is about, or one of several components. */
static void write_image(struct sw_json *json, const struct sw_bill_image *image) {
	sw_json_open_map(json);
	sw_json_member(json, "bom-ref", image->ref);
	sw_json_member_z(json, "type", "container");
	sw_json_member(json, "name", image->name);
	write_member(json, "version", image->version);
	write_member(json, "purl", image->purl);
	sw_json_key(json, "properties");
	sw_json_open_list(json);
	for (size_t i = 0; i < image->contents->layers.n; i++)
		write_property(json, "strideward:image:layer", image->contents->layers.v[i].diff_id);
	write_property(json, "strideward:image:complete", sw_bill_lacks_layers(image->contents) ? SW_S("false") : SW_S("true"));
	sw_json_close_list(json);
	sw_json_close_map(json);
}

static void write_system(struct sw_json *json, struct sw_arena *arena, const struct sw_bill_image *image) {
	const struct sw_release *release = &image->contents->release;
	if (!release->id.n)
		return;
	sw_json_open_map(json);
	sw_json_member(json, "bom-ref", sw_arena_printf(arena, "%.*s#operating-system", SW_ARG(image->ref)));
	sw_json_member_z(json, "type", "operating-system");
	sw_json_member(json, "name", release->id);
	write_member(json, "version", release->version_id);
	write_member(json, "description", release->name);
	write_member(json, "cpe", sw_str_starts(release->cpe, SW_S("cpe:")) ? release->cpe : (struct sw_str){0});
	sw_json_close_map(json);
}

static void write_metadata(struct sw_json *json, const struct sw_report *report, const struct sw_bill *bill) {
	sw_json_key(json, "metadata");
	sw_json_open_map(json);
	sw_json_member(json, "timestamp", report->time);
	sw_json_key(json, "tools");
	sw_json_open_map(json);
	sw_json_key(json, "components");
	sw_json_open_list(json);
	sw_json_open_map(json);
	sw_json_member_z(json, "type", "application");
	sw_json_member_z(json, "name", "strideward");
	sw_json_member_z(json, "version", report->version);
	sw_json_close_map(json);
	sw_json_close_list(json);
	sw_json_close_map(json);
	if (bill->images.n == 1) {
		sw_json_key(json, "component");
		write_image(json, &bill->images.v[0]);
	}
	sw_json_close_map(json);
}

static void write_dependencies(struct sw_json *json, const struct sw_bill *bill) {
	sw_json_key(json, "dependencies");
	sw_json_open_list(json);
	for (size_t i = 0; i < bill->images.n; i++) {
		const struct sw_bill_image *image = &bill->images.v[i];
		sw_json_open_map(json);
		sw_json_member(json, "ref", image->ref);
		sw_json_key(json, "dependsOn");
		sw_json_open_list(json);
		for (size_t c = 0; c < image->components.n; c++)
			sw_json_string(json, image->components.v[c].ref);
		sw_json_close_list(json);
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
}

/* Whether everything is listed: of an image that was read in part it is not. */
static void write_compositions(struct sw_json *json, const struct sw_bill *bill) {
	sw_json_key(json, "compositions");
	sw_json_open_list(json);
	for (size_t i = 0; i < bill->images.n; i++) {
		sw_json_open_map(json);
		sw_json_member_z(json, "aggregate", sw_bill_lacks_layers(bill->images.v[i].contents) ? "incomplete" : "unknown");
		sw_json_key(json, "assemblies");
		sw_json_open_list(json);
		sw_json_string(json, bill->images.v[i].ref);
		sw_json_close_list(json);
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
}

int sw_report_cyclonedx(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out) {
	struct sw_json json = {.out = out, .indent = 2};
	struct sw_bill bill;
	(void)style;
	sw_bill_make(report, &bill);
	sw_json_open_map(&json);
	sw_json_member_z(&json, "$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
	sw_json_member_z(&json, "bomFormat", "CycloneDX");
	sw_json_member_z(&json, "specVersion", "1.6");
	sw_json_member(&json, "serialNumber", sw_arena_join(report->arena, SW_S("urn:uuid:"), bill.guid));
	sw_json_member_int(&json, "version", 1);
	write_metadata(&json, report, &bill);
	sw_json_key(&json, "components");
	sw_json_open_list(&json);
	for (size_t i = 0; i < bill.images.n; i++) {
		if (bill.images.n > 1)
			write_image(&json, &bill.images.v[i]);
		write_system(&json, report->arena, &bill.images.v[i]);
		for (size_t c = 0; c < bill.images.v[i].components.n; c++)
			write_component(&json, report->arena, &bill.images.v[i], &bill.images.v[i].components.v[c]);
	}
	sw_json_close_list(&json);
	write_dependencies(&json, &bill);
	write_compositions(&json, &bill);
	sw_json_close_map(&json);
	sw_out_byte(out, '\n');
	return 0;
}
