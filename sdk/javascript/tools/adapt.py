"""Adapts QuickJS's source to what the engine is compiled to: methods of the JVM, on a thread's stack.

    adapt.py quickjs.c > adapted.c

1. JS_CallInternal is one switch of some 250 opcodes. As one method it is more than the JVM's compilers can digest: C1 runs
   out of virtual registers, C2 works on it for many seconds, gives it up at the first opcode that it had not seen, and in
   the end runs out of nodes, so that scripts are interpreted twice for ever. So the opcodes that loops are made of stay,
   and the bodies of the others are moved, text unchanged, into functions that are given the variables that they need.
2. Recursion is limited by the space that it takes on the guest's own stack, but what runs out first is the JVM's. Where
   native functions call themselves, they are made to take as much of the former as JavaScript's calls do for the same
   amount of the latter (vm.c has the measures).

What the script expects of the source is checked: when a new version breaks it, the build fails.
"""

import re
import sys

# What stays: loads and stores of variables, jumps, calls, and the fast paths of the commonest operations.
HOT = set(
    """
    push_i32 push_const push_minus1 push_i8 push_i16 push_const8 push_atom_value undefined null push_false push_true
    drop dup insert2 insert3
    get_loc put_loc set_loc get_arg put_arg set_arg get_loc8 get_loc0_loc1 get_loc0
    get_var_ref put_var_ref set_var_ref get_var_ref_check get_loc_check put_loc_check
    goto goto16 goto8 if_true if_false if_true8 if_false8 lnot
    get_field get_field2 put_field get_array_el get_length
    add inc post_inc inc_loc lt strict_eq strict_neq
    """.split()
)

# Functions for what is moved; each gets about as many lines.
FUNCTIONS = 4

# Arguments of JS_CallInternal: the opcodes that use them, mostly at the beginning of a call, have one more function.
ARGUMENTS = {
    "this_obj": "JSValueConst",
    "new_target": "JSValueConst",
    "func_obj": "JSValueConst",
    "argc": "int",
    "argv": "JSValueConst *",
    "caller_ctx": "JSContext *",
}

FUNCTION = """
static no_inline bool {name}(JSContext *ctx, JSStackFrame *sf, int opcode, OpcodeState *state)
{{
    JSRuntime *rt = ctx->rt;
    JSObject *p = JS_VALUE_GET_OBJ(sf->cur_func);
    JSFunctionBytecode *b = p->u.func.function_bytecode;
    JSVarRef **var_refs = p->u.func.var_refs;
    JSValue *arg_buf = sf->arg_buf, *var_buf = sf->var_buf, *stack_buf = var_buf + b->var_count;
    JSValue *sp = state->sp, *call_argv, ret_val;
    uint8_t *pc = state->pc;
    bool failed = true;
    int i, call_argc;
{arguments}
    switch (opcode) {{
{bodies}
    default:
        abort();
    }}
    failed = false;
 exception:
    state->sp = sp;
    state->pc = pc;
    return failed;
}}
"""

CALL = """            {{
                OpcodeState state;
                bool failed;
                state.sp = sp;
                state.pc = pc;
{arguments}                failed = {name}(ctx, sf, opcode, &state);
                sp = state.sp;
                pc = state.pc;
                if (unlikely(failed))
                    goto exception;
            }}
            BREAK;"""

LABEL = re.compile(r"^\s*(\w+):\s*$", re.MULTILINE)
GOTO = re.compile(r"\bgoto (\w+)")


def expect(condition, what):
    if not condition:
        sys.exit(f"adapt.py: {what}: the source is not what this script was written for")


class Group:
    """Opcodes that share a body, as text with their CASE labels; opcodes is empty for a macro's definition."""

    def __init__(self, opcodes, lines):
        self.opcodes = opcodes
        self.lines = lines

    @property
    def text(self):
        return "\n".join(self.lines)

    def only_labels(self):
        return all(line.strip().startswith("CASE(") for line in self.lines)

    def labels(self):
        return set(LABEL.findall(self.text))

    def targets(self):
        return set(GOTO.findall(self.text)) - {"exception"}

    def ends(self):
        """Whether the next body cannot be reached from this one."""
        code = [line.strip() for line in self.lines if line.strip() and not line.strip().startswith(("/*", "//"))]
        return code[-1] == "BREAK;" or code[-1].startswith(("goto ", "OP_CMP("))

    def arguments(self):
        return {name for name in ARGUMENTS if re.search(rf"\b{name}\b", self.text)}


def groups_of(lines):
    groups = []
    in_macro = False
    for line in lines:
        opcode = re.match(r"        CASE\(OP_(\w+)\):", line) or re.match(r" {12}OP_CMP\(OP_(\w+),", line)
        if in_macro or line.startswith("#"):
            if not in_macro:
                groups.append(Group([], []))
            groups[-1].lines.append(line)
            in_macro = line.endswith("\\")
        elif opcode and groups and groups[-1].opcodes and groups[-1].only_labels() and "CASE" in line:
            groups[-1].opcodes.append(opcode[1])
            groups[-1].lines.append(line)
        elif opcode or not groups or not groups[-1].opcodes:
            groups.append(Group([opcode[1]] if opcode else ["-"], [line]))
        else:
            groups[-1].lines.append(line)
    return groups


def merged(groups):
    """Bodies with a macro's definition in their middle are one again, the definition before them."""
    result = []
    for group in groups:
        if group.opcodes == ["-"]:
            owner = next(g for g in reversed(result) if g.opcodes)
            owner.lines += group.lines
        else:
            result.append(group)
    return result


def clusters_of(groups):
    """Lists of groups that jump into each other or run on into each other."""
    clusters = []
    for group in [g for g in groups if g.opcodes]:
        related = [
            cluster
            for cluster in clusters
            if any(group.targets() & other.labels() or other.targets() & group.labels() for other in cluster)
            or (cluster is clusters[-1] and not cluster[-1].ends())
        ]
        clusters = [cluster for cluster in clusters if cluster not in related]
        clusters.append([other for cluster in related for other in cluster] + [group])
    return clusters


def movable(cluster):
    labels = set().union(*(group.labels() for group in cluster))
    targets = set().union(*(group.targets() for group in cluster))
    text = "\n".join(group.text for group in cluster)
    return (
        targets <= labels
        and cluster[-1].ends()
        and "local_buf" not in text
        and not any(HOT & set(group.opcodes) for group in cluster)
    )


def assigned(clusters):
    """(name, arguments, groups) of the functions to make."""
    plain = [cluster for cluster in clusters if not any(group.arguments() for group in cluster)]
    size = sum(len(group.lines) for cluster in plain for group in cluster) / FUNCTIONS
    functions = [(f"js_opcode_{number}", [], []) for number in range(FUNCTIONS)]
    done = 0
    for cluster in plain:
        functions[min(int(done / size), FUNCTIONS - 1)][2].extend(cluster)
        done += sum(len(group.lines) for group in cluster)
    rest = [group for cluster in clusters if cluster not in plain for group in cluster]
    return functions + [("js_opcode_of_call", list(ARGUMENTS), rest)]


def definition(name, arguments, groups):
    given = "".join(f"    {ARGUMENTS[argument]} {argument} = state->{argument};\n" for argument in arguments)
    return FUNCTION.format(name=name, arguments=given, bodies="\n".join(group.text for group in groups))


def call(name, arguments, groups):
    labels = [f"        CASE(OP_{opcode}):" for group in groups for opcode in group.opcodes]
    given = "".join(f"                state.{argument} = {argument};\n" for argument in arguments)
    return labels + [CALL.format(name=name, arguments=given)]


def weighed(source):
    source, count = re.subn(r"js_check_stack_overflow\((\w+(?:->ctx)?->rt), 0\)", r"js_check_native_recursion(\1)", source)
    expect(count >= 13, "the checks of native recursion")
    parser = re.compile(r"(int next_token\(JSParseState \*s\)\n.*?js_check_stack_overflow\(s->ctx->rt, )1000\)", re.DOTALL)
    source, count = parser.subn(r"\1PARSER_RESERVE)", source, count=1)
    expect(count == 1, "the check of the parser's recursion")
    pattern = re.compile(r"(^bool lre_check_stack_overflow\(.*?, alloca_size)\);", re.DOTALL | re.MULTILINE)
    source, count = pattern.subn(r"\1 + PATTERN_RESERVE);", source, count=1)
    expect(count == 1, "the check of recursion in patterns")
    return source


def outlined(source):
    lines = source.split("\n")
    switch = lines.index("        SWITCH(pc) {")
    head = max(i for i in range(switch) if lines[i].startswith("static JSValue JS_CallInternal("))
    default = lines.index("        DEFAULT:", switch) - 1
    expect(lines[default] == "        CASE(OP_invalid):", "the last opcode of the switch")
    end = lines.index("}", default)

    groups = merged(groups_of(lines[switch + 1 : default]))
    opcodes = {opcode for group in groups for opcode in group.opcodes}
    expect(len(opcodes) > 200, "the number of opcodes")
    expect(HOT <= opcodes, "the opcodes that stay")

    functions = assigned([cluster for cluster in clusters_of(groups) if movable(cluster)])
    moved = {id(group) for _, _, members in functions for group in members}
    expect(len(moved) > 100, "the number of opcodes that can be moved")
    loop = [line for group in groups if id(group) not in moved for line in group.lines]
    loop += [line for function in functions for line in call(*function)]

    members = "".join(f" {kind} {argument};" for argument, kind in ARGUMENTS.items())
    declarations = [f"typedef struct {{ JSValue *sp; uint8_t *pc;{members} }} OpcodeState;"]
    signature = "static bool {}(JSContext *ctx, JSStackFrame *sf, int opcode, OpcodeState *state);"
    declarations += [signature.format(name) for name, _, _ in functions]
    definitions = [definition(*function) for function in functions]
    result = lines[:head] + declarations + lines[head : switch + 1] + loop + lines[default : end + 1]
    return "\n".join(result + definitions + lines[end + 1 :])


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        print(outlined(weighed(file.read())), end="")


main()
