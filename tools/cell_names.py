"""Which names a cell needs from the cells before it, and which it gives to those after it."""

import ast
import symtable


def names(code: str) -> tuple[set[str], set[str]]:
    """Answer the names to which the cell `code` gives a value, and those that it needs."""
    given: set[str] = set()
    needed: set[str] = set()
    _walk(ast.parse(code).body, given, needed)
    return given, needed


def _walk(statements: list[ast.stmt], given: set[str], needed: set[str]) -> None:
    """Go through statements in order: what was given before is not needed."""
    for statement in statements:
        parts = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
        if isinstance(statement, ast.For):
            _note(ast.Expr(statement.iter), given, needed)
            given |= {node.id for node in ast.walk(statement.target) if isinstance(node, ast.Name)}
        elif isinstance(statement, ast.With):
            for item in statement.items:
                _note(ast.Expr(item.context_expr), given, needed)
                target = item.optional_vars or ast.Pass()
                given |= {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}
        elif isinstance(statement, ast.If | ast.While):
            _note(ast.Expr(statement.test), given, needed)
        elif isinstance(statement, ast.Try):
            parts += [handler.body for handler in statement.handlers]
            for handler in statement.handlers:
                _note(ast.Expr(handler.type or ast.Constant(None)), given, needed)
                given |= {handler.name} - {None}
        else:
            if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
                needed |= {statement.target.id} - given
            _note(statement, given, needed)
            continue
        for part in parts:
            _walk(part, given, needed)


def _note(statement: ast.AST, given: set[str], needed: set[str]) -> None:
    """Note what a simple statement, a function or a class needs and gives."""
    code = ast.unparse(ast.fix_missing_locations(statement))
    table = symtable.symtable(code, "a cell", "exec")
    needed |= _global_names(table) - given
    given |= {
        one.get_name() for one in table.get_symbols() if one.is_assigned() or one.is_imported()
    }


def _global_names(table: symtable.SymbolTable) -> set[str]:
    """Answer the names of the module's that a table and those inside it read."""
    is_module = table.get_type() == "module"
    found = {
        one.get_name()
        for one in table.get_symbols()
        if one.is_referenced() and (is_module or one.is_global())
    }
    return found.union(*(_global_names(inner) for inner in table.get_children()))
