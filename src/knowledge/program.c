#include "knowledge/program.h"
#include "base/vec.h"

/* Made from the last part to the first, so that where to go on is known when it is needed; returns where to begin. What is
 * denied is turned round on the way down: `all` denied is `any` of what is denied, and an atom denied wants NO, so that an
 * unknown one holds neither way. */
static uint32_t make(struct sw_arena *arena, struct sw_program *program, const struct sw_predicate *predicate, bool denied,
		     uint32_t yes, uint32_t no) {
	if (predicate->kind == SW_PREDICATE_NOT)
		return make(arena, program, predicate->parts[0], !denied, yes, no);
	if (predicate->kind == SW_PREDICATE_ATOM) {
		*sw_push(arena, program) = (struct sw_jump){
			predicate->number, (uint8_t)predicate->subject, denied ? SW_NO : SW_YES, yes, no};
		return (uint32_t)(program->n - 1 + SW_JUMP_FIRST);
	}
	bool all = (predicate->kind == SW_PREDICATE_ALL) != denied;
	uint32_t next = all ? yes : no;
	for (unsigned i = predicate->count; i-- > 0;)
		next = make(arena, program, predicate->parts[i], denied, all ? next : yes, all ? no : next);
	return next;
}

struct sw_program sw_program_make(struct sw_arena *arena, const struct sw_predicate *predicate) {
	struct sw_program program = {.start = SW_JUMP_NO};
	if (predicate)
		program.start = make(arena, &program, predicate, false, SW_JUMP_YES, SW_JUMP_NO);
	return program;
}

bool sw_program_holds(const struct sw_program *program, const uint8_t *const answers[static 3]) {
	uint32_t at = program->start;
	while (at >= SW_JUMP_FIRST) {
		const struct sw_jump *jump = &program->v[at - SW_JUMP_FIRST];
		at = answers[jump->subject][jump->number] == jump->wanted ? jump->yes : jump->no;
	}
	return at == SW_JUMP_YES;
}
