/* Models of the Microsoft Threat Modeling Tool. The models here are made by our own writer from drawings made here; what
 * the tool itself wrote is held against it by tests/models/tm7.py. */
#include "unit.h"
#include "readers/models/tm7/tm7.h"
#include <stdlib.h>

struct world {
	struct sw_arena arena;
	struct sw_diags diags;
	struct sw_sources sources;
	struct sw_drawing made; /* the drawing that the model was written from */
	struct sw_str text;
	struct sw_drawing read;
};

static void add_element(struct world *w, struct sw_drawn_diagram *diagram, enum sw_drawn_kind kind, const char *id, const char *name) {
	*sw_push(&w->arena, &diagram->elements) = (struct sw_drawn){.kind = kind, .id = sw_str_of(id), .name = sw_str_of(name), .from = -1,
								    .to = -1, .inside = -1, .encrypted = -1, .trust = -1};
}

static struct sw_str kept(struct world *w, struct sw_out *out) {
	struct sw_str text = sw_arena_str(&w->arena, sw_out_text(out));
	sw_out_free(out);
	return text;
}

static struct sw_str written(struct world *w, const struct sw_drawing *drawing) {
	struct sw_out out;
	sw_out_init(&out, -1);
	assert_int_equal(sw_tm7_write(drawing, &w->arena, NULL, &out), 0);
	return kept(w, &out);
}

static void read_model(struct world *w, struct sw_str text, struct sw_drawing *into) {
	uint32_t source = sw_source_add(&w->arena, &w->sources, SW_S("m.tm7"), text);
	*into = (struct sw_drawing){0};
	assert_int_equal(sw_tm7_read(into, &w->arena, source, text, &w->diags), 0);
}

static void expect_sound(struct world *w, struct sw_str text) {
	struct sw_diags diags = {.arena = &w->arena};
	assert_int_equal(sw_tm7_check(&w->arena, 1, text, &diags), 0);
	if (diags.n)
		fail_msg("%.*s in %.*s", SW_ARG(diags.v[0].message), 200, text.p + diags.v[0].at.start);
}

/* A client, a server and a box; a flow with one threat. */
static void make(struct world *w) {
	*w = (struct world){0};
	sw_arena_init(&w->arena, (size_t)1 << 28);
	w->diags.arena = &w->arena;
	struct sw_drawn_diagram *diagram = sw_push(&w->arena, &w->made.diagrams);
	*diagram = (struct sw_drawn_diagram){.id = SW_S("d"), .title = SW_S("One")};
	add_element(w, diagram, SW_DRAWN_EXTERNAL, "client", "Client <1>");
	add_element(w, diagram, SW_DRAWN_PROCESS, "server", "Server");
	add_element(w, diagram, SW_DRAWN_BOX, "box", "Inside");
	add_element(w, diagram, SW_DRAWN_FLOW, "flow", "Requests");
	diagram->elements.v[1].inside = 2;
	diagram->elements.v[3].from = 0;
	diagram->elements.v[3].to = 1;
	*sw_push(&w->arena, &w->made.threats) = (struct sw_drawn_threat){
		.number = 1, .type = SW_S("T1"), .diagram = SW_S("d"), .on = SW_S("flow"), .source = SW_S("client"), .target = SW_S("server"),
		.title = SW_S("Listening"), .category = SW_S("Information Disclosure"), .description = SW_S("a & b\r\nc"), .priority = SW_S("High")};
	w->made.name = SW_S("Model");
	*sw_push(&w->arena, &w->made.notes) = (struct sw_drawn_note){.number = 1, .by = SW_S("me"), .text = SW_S("note")};
	w->text = written(w, &w->made);
	read_model(w, w->text, &w->read);
}

static void drop(struct world *w) {
	sw_arena_free(&w->arena);
}

static void made_from_nothing(void **state) {
	(void)state;
	struct world w;
	make(&w);
	assert_int_equal(w.diags.n, 0);
	expect_sound(&w, w.text);
	assert_true(sw_tm7_looks_like(SW_S(""), w.text));
	assert_false(sw_tb7_looks_like(SW_S(""), w.text));
	assert_str(w.read.name, "Model");
	assert_int_equal(w.read.diagrams.n, 1);
	const struct sw_drawn_diagram *diagram = &w.read.diagrams.v[0];
	assert_int_equal(diagram->elements.n, 4);
	assert_str(diagram->elements.v[0].name, "Client <1>");
	assert_str(diagram->elements.v[0].type, "GE.EI");
	assert_true(diagram->elements.v[1].placed && diagram->elements.v[1].width > 0);
	assert_int_equal(diagram->elements.v[3].from, 0);
	assert_int_equal(diagram->elements.v[3].to, 1);
	assert_int_equal(w.read.threats.n, 1);
	const struct sw_drawn_threat *threat = &w.read.threats.v[0];
	assert_str(threat->title, "Listening");
	assert_str(threat->description, "a & b\r\nc");
	assert_str(threat->stride, "I");
	assert_str(threat->priority, "High");
	assert_str(threat->modified, "0001-01-01T00:00:00");
	assert_true(sw_str_eq(threat->on, diagram->elements.v[3].id));
	assert_int_equal(w.read.template->data.n, 7);
	/* Again, and as a drawing of no origin: the same bytes. */
	assert_true(sw_str_eq(written(&w, &w.read), w.text));
	assert_true(sw_str_eq(written(&w, &w.made), w.text));
	struct sw_drawing without = w.read;
	without.origin = NULL;
	assert_true(sw_str_eq(written(&w, &without), w.text));
	drop(&w);
}

/* The text with one place replaced. */
static struct sw_str with(struct world *w, struct sw_str text, const char *old, const char *new) {
	size_t at = sw_str_find(text, sw_str_of(old));
	if (at == SW_NPOS)
		fail_msg("\"%s\" is not in the model", old);
	return sw_arena_printf(&w->arena, "%.*s%s%.*s", (int)at, text.p, new, (int)(text.n - at - strlen(old)), text.p + at + strlen(old));
}

static void changes_go_into_the_bytes(void **state) {
	(void)state;
	struct world w;
	make(&w);
	struct sw_drawn_threat *threat = &w.read.threats.v[0];
	struct sw_drawn *server = &w.read.diagrams.v[0].elements.v[1];
	threat->state = SW_DRAWN_MITIGATED;
	assert_true(sw_str_eq(written(&w, &w.read), with(&w, w.text, ">AutoGenerated<", ">Mitigated<")));
	threat->state = SW_DRAWN_NOT_STARTED;
	threat->changed_by = SW_S("A & B");
	assert_true(sw_str_eq(written(&w, &w.read), with(&w, w.text, "<b:ChangedBy i:nil=\"true\"/>", "<b:ChangedBy>A &amp; B</b:ChangedBy>")));
	threat->changed_by = SW_S("");
	threat->justification = SW_S("because");
	assert_true(sw_str_eq(written(&w, &w.read),
			      with(&w, w.text, "<a:KeyValueOfstringstring><a:Key>InteractionString",
				   "<a:KeyValueOfstringstring><a:Key>StateInformation</a:Key><a:Value>because</a:Value></a:KeyValueOfstringstring>"
				   "<a:KeyValueOfstringstring><a:Key>InteractionString")));
	threat->justification = SW_S("");
	server->name = SW_S("Host");
	assert_true(sw_str_eq(written(&w, &w.read), with(&w, w.text, ">Server<", ">Host<")));
	server->name = SW_S("Server");
	server->out_of_scope = true;
	struct sw_str scoped = written(&w, &w.read);
	size_t at = sw_str_find(w.text, SW_S(">Server<"));
	struct sw_str rest = with(&w, sw_str_from(w.text, at), ">false</b:Value>", ">true</b:Value>");
	assert_true(sw_str_eq(scoped, sw_arena_join(&w.arena, sw_str_sub(w.text, 0, at), rest)));
	server->out_of_scope = false;
	w.read.owner = SW_S("Team");
	assert_true(sw_str_eq(written(&w, &w.read), with(&w, w.text, "<Owner/>", "<Owner>Team</Owner>")));
	w.read.owner = SW_S("");
	w.read.generation_off = true;
	assert_true(sw_str_eq(written(&w, &w.read), with(&w, w.text, "Enabled>true<", "Enabled>false<")));
	w.read.generation_off = false;
	w.read.notes.v[0].text = SW_S("other");
	assert_true(sw_str_eq(written(&w, &w.read), with(&w, w.text, "<Message>note<", "<Message>other<")));
	w.read.notes.v[0].text = SW_S("note");
	assert_true(sw_str_eq(written(&w, &w.read), w.text));
	drop(&w);
}

static void things_come_and_go(void **state) {
	(void)state;
	struct world w;
	make(&w);
	struct sw_drawing again;
	struct sw_drawn_diagram *diagram = &w.read.diagrams.v[0];
	/* An element, a flow to it, a threat on that, a note. */
	add_element(&w, diagram, SW_DRAWN_STORE, "store", "Store");
	add_element(&w, diagram, SW_DRAWN_FLOW, "flow2", "Queries");
	diagram->elements.v[5].from = 1;
	diagram->elements.v[5].to = 4;
	struct sw_drawn_threat more = {.number = 2, .type = SW_S("T2"), .diagram = diagram->id, .on = SW_S("flow2"),
				       .source = diagram->elements.v[1].id, .target = SW_S("store"), .title = SW_S("Theft")};
	*sw_push(&w.arena, &w.read.threats) = more;
	*sw_push(&w.arena, &w.read.notes) = (struct sw_drawn_note){.number = 2, .text = SW_S("second")};
	struct sw_str larger = written(&w, &w.read);
	expect_sound(&w, larger);
	read_model(&w, larger, &again);
	assert_int_equal(again.diagrams.v[0].elements.n, 6);
	assert_int_equal(again.threats.n, 2);
	assert_int_equal(again.notes.n, 2);
	assert_str(again.threats.v[1].title, "Theft");
	/* And without them. The elements that were read come back in the file's order: shapes before lines. */
	struct sw_drawn_diagram *now = &again.diagrams.v[0];
	assert_str(now->elements.v[3].name, "Store");
	assert_str(now->elements.v[5].name, "Queries");
	now->elements.v[3] = now->elements.v[4];
	now->elements.n = 4;
	again.threats.n = again.notes.n = 1;
	struct sw_str smaller = written(&w, &again);
	expect_sound(&w, smaller);
	assert_true(sw_str_eq(smaller, w.text));
	/* A diagram more, and none. */
	struct sw_drawn_diagram second = {.id = SW_S("d2"), .title = SW_S("Two")};
	read_model(&w, w.text, &again);
	*sw_push(&w.arena, &again.diagrams) = second;
	struct sw_str two = written(&w, &again);
	expect_sound(&w, two);
	assert_true(sw_str_contains(two, SW_S("<Header>Two</Header>")));
	again.diagrams.n = 0;
	again.threats.n = 0;
	struct sw_str none = written(&w, &again);
	expect_sound(&w, none);
	assert_true(sw_str_contains(none, SW_S("<DrawingSurfaceList></DrawingSurfaceList>")));
	drop(&w);
}

/* Unknown elements, comments and white space stay where they are. */
static void unknown_stays(void **state) {
	(void)state;
	struct world w;
	make(&w);
	struct sw_str text = with(&w, w.text, "<Version>", "<!-- c --><x:Later xmlns:x=\"urn:x\"> <x:a b='c' /></x:Later>\n<Version>");
	text = with(&w, text, "</b:Priority>", "</b:Priority><b:Score>7</b:Score>");
	struct sw_drawing read;
	read_model(&w, text, &read);
	assert_true(sw_str_eq(written(&w, &read), text));
	read.threats.v[0].priority = SW_S("Low");
	assert_true(sw_str_eq(written(&w, &read), with(&w, text, "<b:Priority>High<", "<b:Priority>Low<")));
	drop(&w);
}

static void references(void **state) {
	(void)state;
	static const char head[] =
		"<ThreatModel xmlns=\"http://schemas.datacontract.org/2004/07/ThreatModeling.Model\" "
		"xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:z=\"http://schemas.microsoft.com/2003/10/Serialization/\" "
		"xmlns:r=\"http://schemas.microsoft.com/2003/10/Serialization/Arrays\" "
		"xmlns:m=\"http://schemas.datacontract.org/2004/07/ThreatModeling.Model.Abstracts\"><DrawingSurfaceList>"
		"<DrawingSurfaceModel z:Id=\"i1\"><m:Guid>d</m:Guid><Borders>"
		"<r:KeyValueOfguidanyType><r:Key>e</r:Key><r:Value z:Id=\"i2\" i:type=\"StencilEllipse\"><m:Guid> e\n</m:Guid>"
		"<m:Left>1.5E2</m:Left><m:Top>x</m:Top></r:Value></r:KeyValueOfguidanyType>";
	static const char tail[] = "</Borders></DrawingSurfaceModel></DrawingSurfaceList></ThreatModel>";
	static const struct {
		const char *pair;
		size_t elements;
		size_t warnings; /* one is for Top, one for the template that is not there */
	} rows[] = {
		{"", 1, 2},
		{"<r:KeyValueOfguidanyType><r:Key>f</r:Key><r:Value z:Ref=\"i2\"/></r:KeyValueOfguidanyType>", 2, 4}, /* its Guid and Top twice */
		{"<r:KeyValueOfguidanyType><r:Key>f</r:Key><r:Value z:Ref=\"i9\"/></r:KeyValueOfguidanyType>", 1, 4},
		{"<r:KeyValueOfguidanyType><r:Key>f</r:Key><r:Value z:Ref=\"i1\"/></r:KeyValueOfguidanyType>", 1, 4},
		{"<r:KeyValueOfguidanyType><r:Key>f</r:Key><r:Value z:Id=\"i3\" z:Ref=\"i3\"/></r:KeyValueOfguidanyType>", 1, 4},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct world w = {0};
		sw_arena_init(&w.arena, (size_t)1 << 28);
		w.diags.arena = &w.arena;
		struct sw_str text = sw_arena_printf(&w.arena, "%s%s%s", head, rows[i].pair, tail);
		read_model(&w, text, &w.read);
		assert_str(w.read.diagrams.v[0].elements.v[0].id, "e");
		assert_true(w.read.diagrams.v[0].elements.v[0].left > 149 && w.read.diagrams.v[0].elements.v[0].left < 151);
		if (w.read.diagrams.v[0].elements.n != rows[i].elements || w.diags.n != rows[i].warnings)
			fail_msg("row %zu: %zu elements, %zu warnings; last: %.*s", i, w.read.diagrams.v[0].elements.n, w.diags.n,
				 SW_ARG(w.diags.v[w.diags.n - 1].message));
		assert_true(sw_str_eq(written(&w, &w.read), text));
		drop(&w);
	}
}

/* Lists and diagrams that are named twice hold the same places of the file: those are changed once. */
static void same_place_twice(void **state) {
	(void)state;
	static const char head[] =
		"<ThreatModel xmlns=\"http://schemas.datacontract.org/2004/07/ThreatModeling.Model\" "
		"xmlns:r=\"http://schemas.microsoft.com/2003/10/Serialization/Arrays\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" "
		"xmlns:z=\"http://schemas.microsoft.com/2003/10/Serialization/\" "
		"xmlns:m=\"http://schemas.datacontract.org/2004/07/ThreatModeling.Model.Abstracts\"><DrawingSurfaceList>"
		"<DrawingSurfaceModel z:Id=\"i1\"><m:Guid>d</m:Guid><Borders z:Id=\"i2\"><r:KeyValueOfguidanyType><r:Key>e</r:Key>"
		"<r:Value i:type=\"StencilEllipse\"><m:Guid>e</m:Guid><m:Left>1</m:Left></r:Value></r:KeyValueOfguidanyType></Borders>";
	static const char *const tails[] = {"<Lines z:Ref=\"i2\"/></DrawingSurfaceModel>", "</DrawingSurfaceModel><DrawingSurfaceModel z:Ref=\"i1\"/>"};
	for (size_t i = 0; i < 2; i++) {
		struct world w = {0};
		struct sw_drawing again;
		sw_arena_init(&w.arena, (size_t)1 << 28);
		w.diags.arena = &w.arena;
		struct sw_str text = sw_arena_printf(&w.arena, "%s%s</DrawingSurfaceList></ThreatModel>", head, tails[i]);
		read_model(&w, text, &w.read);
		assert_true(sw_str_eq(written(&w, &w.read), text));
		for (size_t d = 0; d < w.read.diagrams.n; d++)
			for (size_t e = 0; e < w.read.diagrams.v[d].elements.n; e++)
				w.read.diagrams.v[d].elements.v[e].left = 7;
		read_model(&w, written(&w, &w.read), &again);
		assert_true(again.diagrams.v[0].elements.v[0].left > 6 && again.diagrams.v[0].elements.v[0].left < 8);
		drop(&w);
	}
}

/* Places beyond all bounds would overflow what is reckoned from them. */
static void far_away(void **state) {
	(void)state;
	struct world w;
	make(&w);
	for (size_t i = 0; i < 2; i++) {
		w.made.diagrams.v[0].elements.v[i].placed = true;
		w.made.diagrams.v[0].elements.v[i].left = i ? 1e300 : -1e9;
	}
	read_model(&w, written(&w, &w.made), &w.read);
	for (size_t i = 0; i < 2; i++)
		assert_true(w.read.diagrams.v[0].elements.v[i].left <= 0 && w.read.diagrams.v[0].elements.v[i].left >= 0);
	assert_true(w.diags.n >= 2);
	drop(&w);
}

static void wrong_roots(void **state) {
	(void)state;
	static const char *const texts[] = {
		"<ThreatModel/>", "<a xmlns='http://schemas.datacontract.org/2004/07/ThreatModeling.Model'/>", "<KnowledgeBase/>",
		"<ThreatModel xmlns='http://schemas.datacontract.org/2004/07/ThreatModeling.Model'>",
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct world w = {0};
		sw_arena_init(&w.arena, (size_t)1 << 24);
		w.diags.arena = &w.arena;
		assert_int_equal(sw_tm7_read(&w.read, &w.arena, 1, sw_str_of(texts[i]), &w.diags), -1);
		assert_int_equal(w.diags.n, 1);
		assert_int_equal(w.diags.v[0].level, SW_DIAG_ERROR);
		drop(&w);
	}
}

/* Each order rule, broken once. */
static void breaches(void **state) {
	(void)state;
	static const char *const rows[][3] = {
		{"<Version>4.3</Version>", "", "ThreatModel wants Version"},
		{"<Owner/><Reviewer/>", "<Reviewer/><Owner/>", "MetaInformation wants Owner"},
		{"z:Id=\"i3\"", "z:Id=\"i4\"", "z:Id is i4 where i3"},
		{" z:Id=\"i3\"", "", "Value has no z:Id; it would be i3"},
		{"<Notes>", "<Notes> x ", "text stands between"},
		{"<b:State>AutoGenerated", "<b:State>Unknown", "no such state"},
		{"<b:TypeId>T1", "<b:TypeId>T2", "the key of the threat"},
		{" i:type=\"c:boolean\"", "", "has the i:type \"\""},
		{">GE.P</TypeId>", ">GE.Q</TypeId>", "no element type \"GE.Q\""},
		{"<ThreatModel ", "<?pi?><ThreatModel ", "something stands before"},
		{"<b:Value i:nil=\"true\"/>", "<b:Value/>", "the value of a header"},
		{"i:type=\"b:BooleanDisplayAttribute\"", "i:type=\"b:Other\"", "no kind of property"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct world w;
		make(&w);
		struct sw_diags diags = {.arena = &w.arena};
		struct sw_str text = with(&w, w.text, rows[i][0], rows[i][1]);
		assert_int_equal(sw_tm7_check(&w.arena, 1, text, &diags), 0);
		bool found = false;
		for (size_t k = 0; k < diags.n; k++)
			found = found || sw_str_contains(diags.v[k].message, sw_str_of(rows[i][2]));
		if (!found)
			fail_msg("row %zu: %zu warnings, \"%.*s\"", i, diags.n, diags.n ? (int)diags.v[0].message.n : 0, diags.n ? diags.v[0].message.p : "");
		drop(&w);
	}
}

static void templates(void **state) {
	(void)state;
	struct world w;
	make(&w);
	struct sw_losses losses = {.arena = &w.arena};
	struct sw_out out;
	sw_out_init(&out, -1);
	assert_int_equal(sw_tb7_write(&w.read, &w.arena, &losses, &out), 0);
	assert_int_equal(losses.list.n, 2);
	struct sw_str file = kept(&w, &out);
	assert_true(sw_tb7_looks_like(SW_S(""), file));
	assert_true(sw_str_starts(file, SW_S("<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<KnowledgeBase xmlns:xsi=")));
	struct sw_drawing read = {0};
	assert_int_equal(sw_tb7_read(&read, &w.arena, 1, file, &w.diags), 0);
	assert_int_equal(read.template->stencils.n, 7);
	assert_str(read.template->name, "Generic elements");
	sw_out_init(&out, -1);
	assert_int_equal(sw_tb7_write(&read, &w.arena, NULL, &out), 0);
	assert_true(sw_str_eq(kept(&w, &out), file));
	read.template->stencils.v[0].name = SW_S("Changed");
	sw_out_init(&out, -1);
	assert_int_equal(sw_tb7_write(&read, &w.arena, NULL, &out), 0);
	assert_true(sw_str_eq(kept(&w, &out), with(&w, file, "<Name>Generic Process<", "<Name>Changed<")));
	/* As a model with an empty diagram, and back. */
	read.template->stencils.v[0].name = SW_S("Generic Process");
	struct sw_str model = written(&w, &read);
	expect_sound(&w, model);
	struct sw_drawing again;
	read_model(&w, model, &again);
	assert_int_equal(again.diagrams.n, 1);
	sw_out_init(&out, -1);
	assert_int_equal(sw_tb7_write(&again, &w.arena, NULL, &out), 0);
	assert_true(sw_str_eq(kept(&w, &out), file));
	/* Another template in a model that was read: the rest stays. */
	w.read.template = read.template;
	read.template->version = SW_S("2.0.0.0");
	struct sw_str changed = written(&w, &w.read);
	expect_sound(&w, changed);
	assert_true(sw_str_eq(changed, with(&w, w.text, ">1.0.0.0<", ">2.0.0.0<")));
	struct sw_drawing empty = {0};
	sw_out_init(&out, -1);
	assert_int_equal(sw_tb7_write(&empty, &w.arena, &losses, &out), -1);
	sw_out_free(&out);
	drop(&w);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(made_from_nothing), cmocka_unit_test(changes_go_into_the_bytes), cmocka_unit_test(things_come_and_go),
		cmocka_unit_test(unknown_stays),     cmocka_unit_test(references),                cmocka_unit_test(wrong_roots),
		cmocka_unit_test(same_place_twice),  cmocka_unit_test(far_away),
		cmocka_unit_test(breaches),          cmocka_unit_test(templates),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
