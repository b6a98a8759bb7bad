#include "checks/about_contents.h"

/* Devices that every container has anyhow: null, zero, full, random, urandom, tty, console, ptmx. */
static bool is_harmless(const struct sw_notable *notable) {
	uint32_t major = notable->device >> 20, minor = notable->device & 0xfffff;
	if (notable->entry.kind != SW_ENTRY_CHARACTER_DEVICE)
		return false;
	return (major == 1 && (minor == 3 || minor == 5 || minor == 7 || minor == 8 || minor == 9)) || (major == 5 && minor <= 2);
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_file_walk walk = sw_files_with(view, SW_TRAIT_DEVICE);
	for (const struct sw_image_file *file; (file = sw_next_file(&walk));) {
		const struct sw_notable *notable = &file->notable;
		bool block = notable->entry.kind == SW_ENTRY_BLOCK_DEVICE;
		if (!is_harmless(notable))
			sw_fail_as(sink, block ? SW_HIGH : SW_MEDIUM, file->at, "layer %u brings the %s device %u:%u as /%.*s", file->first_layer + 1,
				   block ? "block" : "character", notable->device >> 20, notable->device & 0xfffff, SW_ARG(notable->entry.path));
	}
	sw_tell_contents(view, sink, "there is no device in the image but those that every container has");
}

CHECK(image_device_node) {
	.id = "image-device-node", .on = SW_ON_IMAGE, .severity = SW_MEDIUM, .stride = SW_ELEVATION | SW_TAMPERING, .cwe = {668},
	.title = "A device file stands in the image",
	.why = "Where the engine grants the device, or the container is privileged, whoever may open the file reads and writes disk or "
	       "memory of the host.",
	.fix = "Leave device files out of the image: the engine makes those that a container needs, `devices:` names more.",
	.decide = decide,
	.examples = {
		{"disk", "=== app.image\nlayer ADD rootfs.tar /\n0660 0:6 dev/sda b 8:0\n0640 0:15 dev/mem c 1:1\n", "app.image#files:1 app.image#files:2"},
		{"usual", "=== app.image\nlayer ADD rootfs.tar /\n0666 0:0 dev/null c 1:3\n0666 0:0 dev/tty c 5:0\n", ""},
	},
};
