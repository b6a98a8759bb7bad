#include "formats/xml_write.h"
#include "base/utf8.h"
#include <assert.h>

struct sw_xml_writer sw_xml_writer(struct sw_out *out, const char *line) {
	return (struct sw_xml_writer){.out = out, .line = line};
}

static const char *entity(char c, bool attribute) {
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '\r': return "&#xD;"; /* a reader would make it a line feed */
	case '"': return attribute ? "&quot;" : NULL;
	case '\n': return attribute ? "&#xA;" : NULL;
	case '\t': return attribute ? "&#x9;" : NULL;
	default: return NULL;
	}
}

void sw_xml_escape(struct sw_out *out, struct sw_str text, bool attribute) {
	size_t done = 0;
	for (size_t i = 0; i < text.n;) {
		unsigned char c = (unsigned char)text.p[i];
		const char *instead = entity((char)c, attribute);
		size_t next = i + 1;
		if (c >= 0x80) {
			bool bad = false;
			next = i;
			uint32_t point = sw_utf8_next(text, &next, &bad);
			instead = bad || point == 0xfffe || point == 0xffff ? "\xef\xbf\xbd" : NULL;
		} else if (c < 0x20 && !sw_is_space((char)c)) {
			instead = "\xef\xbf\xbd";
		} else if (c == '\v' || c == '\f') {
			instead = "\xef\xbf\xbd";
		}
		if (instead) {
			sw_out_bytes(out, text.p + done, i - done);
			sw_out_z(out, instead);
			done = next;
		}
		i = next;
	}
	if (text.n > done)
		sw_out_bytes(out, text.p + done, text.n - done);
}

static void new_line(struct sw_xml_writer *writer, unsigned depth) {
	if (!writer->line)
		return;
	sw_out_z(writer->out, writer->line);
	for (unsigned i = 0; i < depth; i++)
		sw_out_z(writer->out, "  ");
}

static void end_tag(struct sw_xml_writer *writer) {
	if (writer->in_tag)
		sw_out_byte(writer->out, '>');
	writer->in_tag = false;
}

void sw_xml_open(struct sw_xml_writer *writer, const char *name) {
	assert(writer->depth < SW_XML_WRITER_DEPTH);
	end_tag(writer);
	if (writer->depth)
		new_line(writer, writer->depth);
	sw_out_byte(writer->out, '<');
	sw_out_z(writer->out, name);
	writer->open[writer->depth++] = name;
	writer->in_tag = true;
	writer->filled = false;
}

void sw_xml_close(struct sw_xml_writer *writer) {
	assert(writer->depth);
	const char *name = writer->open[--writer->depth];
	if (writer->in_tag) {
		sw_out_z(writer->out, writer->line ? " />" : "/>");
		writer->in_tag = false;
	} else {
		if (writer->filled)
			new_line(writer, writer->depth);
		sw_out_z(writer->out, "</");
		sw_out_z(writer->out, name);
		sw_out_byte(writer->out, '>');
	}
	writer->filled = true;
}

void sw_xml_attribute(struct sw_xml_writer *writer, const char *name, struct sw_str value) {
	assert(writer->in_tag);
	sw_out_byte(writer->out, ' ');
	sw_out_z(writer->out, name);
	sw_out_z(writer->out, "=\"");
	sw_xml_escape(writer->out, value, true);
	sw_out_byte(writer->out, '"');
}

void sw_xml_text(struct sw_xml_writer *writer, struct sw_str text) {
	if (!text.n)
		return;
	end_tag(writer);
	sw_xml_escape(writer->out, text, false);
}

void sw_xml_leaf(struct sw_xml_writer *writer, const char *name, struct sw_str text) {
	sw_xml_open(writer, name);
	sw_xml_text(writer, text);
	sw_xml_close(writer);
}
