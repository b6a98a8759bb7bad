#include "readers/models/tm7/edit.h"
#include "readers/models/tm7/put.h"
#include "readers/models/tm7/tm7.h"

static bool is_from(const struct sw_drawing *drawing, const char *format) {
	return drawing->origin && sw_str_is(sw_str_of(drawing->format), format);
}

/* What neither the tool nor its file knows. Files of the tool lose nothing. */
static void tell_losses(const struct sw_drawing *drawing, struct sw_losses *losses) {
	static const char place[] = "the tool has no place for it";
	for (size_t d = 0; d < drawing->diagrams.n; d++)
		for (size_t i = 0; i < drawing->diagrams.v[d].elements.n; i++) {
			const struct sw_drawn *drawn = &drawing->diagrams.v[d].elements.v[i];
			const char *kind = drawn->kind == SW_DRAWN_FLOW ? "flow" : "element";
			if (drawn->description.n)
				sw_lost(losses, kind, drawn->name, SW_S("the description"), place);
			if (drawn->protocol.n)
				sw_lost(losses, kind, drawn->name, SW_S("the protocol"), place);
			if (drawn->encrypted >= 0)
				sw_lost(losses, kind, drawn->name, SW_S("whether it is encrypted"), "the tool knows it by types and properties of a template");
			if (drawn->both_ways)
				sw_lost(losses, kind, drawn->name, SW_S("that it goes both ways"), "a flow of the tool has one direction");
			if (drawn->bends.n)
				sw_lost(losses, kind, drawn->name, SW_S("corners"), "a flow of the tool has one handle");
			if (drawn->trust >= 0)
				sw_lost(losses, kind, drawn->name, SW_S("the trust rating"), place);
			if (drawn->assets.n)
				sw_lost(losses, kind, drawn->name, SW_S("data that it handles"), place);
			if (drawn->tags.n)
				sw_lost(losses, kind, drawn->name, SW_S("tags"), place);
			if (drawn->extras.n)
				sw_lost(losses, kind, drawn->name, SW_S("what only its own format says"), place);
		}
	for (size_t i = 0; i < drawing->threats.n; i++) {
		const struct sw_drawn_threat *threat = &drawing->threats.v[i];
		if (threat->cwe.n)
			sw_lost(losses, "threat", threat->title, SW_S("CWE numbers"), place);
		if (threat->controls.n)
			sw_lost(losses, "threat", threat->title, SW_S("its mitigations"), place);
		if (threat->state_word.n)
			sw_lost(losses, "threat", threat->title, SW_S("the exact state"), "the tool has four states");
		if (threat->extras.n)
			sw_lost(losses, "threat", threat->title, SW_S("what only its own format says"), place);
	}
	for (size_t i = 0; i < drawing->assets.n; i++)
		sw_lost(losses, "asset", drawing->assets.v[i].name, SW_S("all of it"), place);
	for (size_t i = 0; i < drawing->controls.n; i++)
		sw_lost(losses, "mitigation", drawing->controls.v[i].name, SW_S("all of it"), place);
	for (size_t i = 0; i < drawing->assumed.n; i++)
		sw_lost(losses, "assumption", drawing->assumed.v[i].text, SW_S("all of it"), "the tool has one text of assumptions");
	if (drawing->extras.n)
		sw_lost(losses, "model", drawing->name, SW_S("what only its own format says"), place);
}

/* What templates in files say and embedded ones do not; the tool itself drops it when a model is made. */
static void tell_template_losses(const struct sw_template *template, struct sw_losses *losses) {
	static const char embedded[] = "an embedded template has no place for it";
	for (size_t i = 0; template && i < template->stencils.n; i++) {
		const struct sw_stencil *stencil = &template->stencils.v[i];
		bool ids = false;
		for (size_t k = 0; k < stencil->attributes.n; k++)
			ids = ids || stencil->attributes.v[k].id.n || stencil->attributes.v[k].inherited;
		if (ids)
			sw_lost(losses, "stencil", stencil->name, SW_S("ids of its attributes, and which it inherits"), embedded);
		if (stencil->behavior.n || stencil->outline.n)
			sw_lost(losses, "stencil", stencil->name, SW_S("its behavior and outline"), embedded);
	}
}

int sw_tm7_write(const struct sw_drawing *drawing, struct sw_arena *arena, struct sw_losses *losses, struct sw_out *out) {
	if (is_from(drawing, "tm7"))
		return sw_tm7_edit(drawing, arena, losses, out);
	struct sw_tm7_put put = {.xml = sw_xml_writer(out, NULL), .arena = arena, .losses = losses};
	tell_losses(drawing, losses);
	tell_template_losses(drawing->template, losses);
	put.drawing = sw_tm7_completed(arena, drawing);
	for (size_t i = 0; i < drawing->threats.n; i++)
		if (!sw_tm7_holds(&put, &put.drawing->threats.v[i]))
			sw_lost(losses, "threat", drawing->threats.v[i].title, SW_S("all of it"), "threats of the tool stand on flows");
	sw_tm7_put_model(&put);
	return 0;
}

/* How lines of the file ended; what .NET writes, where that is not known. */
static const char *line_end(const struct sw_template *template) {
	const struct sw_tm7 *tm7 = template->origin;
	if (!tm7 || !tm7->template_file)
		return "\r\n";
	size_t end = sw_str_find_byte(tm7->document->text, '\n');
	return end != SW_NPOS && end && tm7->document->text.p[end - 1] == '\r' ? "\r\n" : "\n";
}

static void write_template(const struct sw_template *template, struct sw_arena *arena, struct sw_out *out) {
	struct sw_tm7_put put = {.xml = sw_xml_writer(out, line_end(template)), .arena = arena};
	sw_out_z(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>");
	sw_out_z(out, put.xml.line);
	sw_tb7_put_template(&put, template);
}

/* Whether the template says what its file says. */
static bool is_unchanged(const struct sw_template *template, struct sw_arena *arena) {
	struct sw_tm7 again = *(const struct sw_tm7 *)template->origin;
	struct sw_diags diags = {.arena = arena};
	SW_CLEANUP_OUT struct sw_out before, now;
	sw_out_init(&before, -1);
	sw_out_init(&now, -1);
	again.arena = arena;
	again.diags = &diags;
	struct sw_arena_catch catch;
	volatile bool same = false;
	if (SW_ARENA_TRY(arena, &catch)) {
		write_template(sw_tm7_read_template(&again, again.document->root), arena, &before);
		write_template(template, arena, &now);
		same = sw_str_eq(sw_out_text(&before), sw_out_text(&now));
		sw_arena_leave(arena, &catch);
	} else {
		sw_out_free(&before);
		sw_out_free(&now);
		sw_arena_throw(arena);
	}
	return same;
}

int sw_tb7_write(const struct sw_drawing *drawing, struct sw_arena *arena, struct sw_losses *losses, struct sw_out *out) {
	const struct sw_template *template = drawing->template;
	if (!template) {
		sw_lost(losses, "model", drawing->name, SW_S("all of it"), "it has no template, and a .tb7 is nothing else");
		return -1;
	}
	for (size_t i = 0; i < drawing->diagrams.n; i++)
		sw_lost(losses, "diagram", drawing->diagrams.v[i].title, SW_S("all of it"), "a template has no diagrams");
	if (drawing->threats.n)
		sw_lost(losses, "model", drawing->name, SW_S("its threats"), "a template has none");
	const struct sw_tm7 *tm7 = template->origin;
	if (tm7 && tm7->template_file && is_unchanged(template, arena))
		sw_out_str(out, tm7->document->text);
	else
		write_template(template, arena, out);
	return 0;
}
