package io.frontdesk.field;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition.ChildTypeEnum;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildResourceDefinition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks through an expression before any appointment is there: every element that it names must be one of FHIR's, and it must
 * say yes or no. HAPI's engine finds nothing wrong with either: an element that does not exist is merely never there.
 *
 * <p>Behind a choice of types ({@code value[x]}) nothing is known, and all is taken. Belongs to one expression.
 */
final class PathCheck {

    private static final Set<String> YES_OR_NO_OPERATORS =
            Set.of("=", "!=", "~", "!~", "<", ">", "<=", ">=", "in", "contains", "and", "or", "xor", "implies");
    private static final Set<String> OTHER_OPERATORS = Set.of("+", "-", "*", "/", "div", "mod", "&", "|");
    private static final Set<String> YES_OR_NO = Set.of(
            "exists",
            "empty",
            "not",
            "all",
            "allTrue",
            "anyTrue",
            "allFalse",
            "anyFalse",
            "subsetOf",
            "supersetOf",
            "isDistinct",
            "startsWith",
            "endsWith",
            "contains",
            "matches",
            "matchesFull",
            "hasValue",
            "is");
    private static final Set<String> SAME =
            Set.of("where", "first", "last", "tail", "skip", "take", "single", "distinct", "item");
    /** Functions whose argument is about each item in turn. */
    private static final Set<String> PER_ITEM = Set.of("where", "all", "exists", "select", "repeat", "iif");

    private static final Set<String> TYPE_ARGUMENT = Set.of("is", "as", "ofType");
    /** They need a terminology, other resources, or write to a log. */
    private static final Set<String> NOT_HERE =
            Set.of("resolve", "memberOf", "conformsTo", "trace", "checkModifiers", "htmlChecks", "elementDefinition");

    private static final Set<String> EVERYWHERE = Set.of("extension", "modifierExtension");

    /**
     * What a part of an expression gives.
     *
     * @param elements its kind of element, or null when that is not known
     * @param kind how its kind of element is called
     * @param yesOrNo whether it gives yes or no
     * @param named whether a name may be read from it: the arguments of most functions have nothing to read from
     */
    private record Gives(
            @Nullable BaseRuntimeElementDefinition<?> elements, String kind, boolean yesOrNo, boolean named) {

        static final Gives SOMETHING = new Gives(null, "", false, true);
        static final Gives TRUTH = new Gives(null, "", true, true);
        static final Gives NO_FOCUS = new Gives(null, "", false, false);

        static Gives of(@Nullable BaseRuntimeElementDefinition<?> elements) {
            return elements == null
                    ? SOMETHING
                    : new Gives(elements, elements.getName(), elements.getName().equals("boolean"), true);
        }
    }

    private final FhirContext fhir;
    private final Gives root;
    private final PathTokens tokens;
    private @Nullable String problem;

    private PathCheck(FhirContext fhir, String type, PathTokens tokens) {
        this.fhir = fhir;
        this.root = Gives.of(fhir.getResourceDefinition(type));
        this.tokens = tokens;
    }

    /** Returns what is wrong with an expression about resources of a type, or empty when nothing is. */
    static Optional<String> problem(FhirContext fhir, String type, String expression) {
        PathCheck check = new PathCheck(fhir, type, PathTokens.of(expression));
        Gives whole = check.expression(check.root, check.root);
        if (check.problem == null && check.tokens.atEnd() && !whole.yesOrNo()) {
            check.wrong("does not say yes or no");
        }
        return Optional.ofNullable(check.problem);
    }

    private void wrong(String what) {
        if (problem == null) {
            problem = what;
        }
    }

    private Gives expression(Gives focus, Gives each) {
        Gives first = operand(focus, each);
        boolean single = true;
        boolean truth = false;
        while (!tokens.atEnd()) {
            if (tokens.peek().equals("is") || tokens.peek().equals("as")) {
                truth |= tokens.next().equals("is");
                first = typeName();
            } else if (YES_OR_NO_OPERATORS.contains(tokens.peek())) {
                tokens.next();
                operand(focus, each);
                truth = true;
            } else if (OTHER_OPERATORS.contains(tokens.peek())) {
                tokens.next();
                operand(focus, each);
                single = false;
            } else {
                break;
            }
        }
        if (truth) {
            return Gives.TRUTH;
        }
        return single ? first : Gives.SOMETHING;
    }

    private Gives operand(Gives focus, Gives each) {
        while (tokens.peek().equals("-") || tokens.peek().equals("+")) {
            tokens.next();
        }
        Gives gives = start(focus, each);
        while (tokens.peek().equals(".") || tokens.peek().equals("[")) {
            if (tokens.next().equals(".")) {
                gives = step(gives, each, false);
            } else {
                expression(Gives.NO_FOCUS, each);
                tokens.take("]");
            }
        }
        return gives;
    }

    private Gives start(Gives focus, Gives each) {
        String token = tokens.peek();
        if (token.equals("(")) {
            tokens.next();
            Gives inner = expression(focus, each);
            tokens.take(")");
            return inner;
        }
        if (token.startsWith("%")) {
            tokens.next();
            if (!Expressions.VARIABLES.contains(token)) {
                wrong("'" + token + "' is no variable here");
            }
            return root;
        }
        if (token.equals("$this")) {
            tokens.next();
            return each;
        }
        if (token.equals("true") || token.equals("false")) {
            tokens.next();
            return Gives.TRUTH;
        }
        if (PathTokens.isName(token)) {
            return step(focus, each, true);
        }
        tokens.next();
        return Gives.SOMETHING;
    }

    private Gives step(Gives from, Gives each, boolean first) {
        String name = tokens.next();
        if (tokens.take("(")) {
            if (!first && Expressions.CLOCK.contains(name)) {
                wrong("'" + name + "()' is read from nothing; write it alone");
            }
            return function(name, from, each);
        }
        if (!from.named()) {
            wrong("'" + name + "' has nothing to be read from; begin with %after, %before or $this");
            return Gives.SOMETHING;
        }
        BaseRuntimeElementDefinition<?> elements = from.elements();
        if (elements == null || (first && name.equals(elements.getName()))) {
            return from.elements() == null ? Gives.SOMETHING : from;
        }
        if (EVERYWHERE.contains(name)) {
            return Gives.of(fhir.getElementDefinition("Extension"));
        }
        if (name.equals("id")) {
            return Gives.SOMETHING;
        }
        Optional<BaseRuntimeChildDefinition> child = child(elements, name);
        if (child.isEmpty()) {
            wrong("'" + name + "' is no element of " + from.kind());
            return Gives.SOMETHING;
        }
        if (child.get() instanceof RuntimeChildResourceDefinition) {
            return Gives.of(fhir.getElementDefinition("Reference"));
        }
        Set<String> names = child.get().getValidChildNames();
        BaseRuntimeElementDefinition<?> type =
                child.get().getChildByName(names.iterator().next());
        if (names.size() != 1 || type == null) {
            return Gives.SOMETHING;
        }
        return type.getChildType() == ChildTypeEnum.RESOURCE_BLOCK
                ? new Gives(type, from.kind() + "." + name, false, true)
                : Gives.of(type);
    }

    /** The element by its own name: to FHIRPath, what is {@code valueUri} in JSON is {@code value}. */
    private static Optional<BaseRuntimeChildDefinition> child(BaseRuntimeElementDefinition<?> parent, String name) {
        if (!(parent instanceof BaseRuntimeElementCompositeDefinition<?> composite)) {
            return Optional.empty();
        }
        return composite.getChildrenAndExtension().stream()
                .filter(child -> List.of(name, name + "[x]").contains(child.getElementName()))
                .findFirst();
    }

    private Gives function(String name, Gives from, Gives each) {
        if (NOT_HERE.contains(name)) {
            wrong("the function '" + name + "' is not offered here");
        }
        Gives given = arguments(name, from, each);
        if (YES_OR_NO.contains(name)) {
            return Gives.TRUTH;
        }
        if (SAME.contains(name)) {
            return from;
        }
        if (name.equals("extension")) {
            return Gives.of(fhir.getElementDefinition("Extension"));
        }
        return TYPE_ARGUMENT.contains(name) || name.equals("select") || name.equals("iif") ? given : Gives.SOMETHING;
    }

    /** Returns what the last argument gives. */
    private Gives arguments(String name, Gives from, Gives each) {
        Gives last = Gives.SOMETHING;
        while (!tokens.atEnd() && !tokens.take(")")) {
            if (TYPE_ARGUMENT.contains(name)) {
                last = typeName();
            } else {
                boolean perItem = PER_ITEM.contains(name);
                last = expression(perItem ? from : Gives.NO_FOCUS, perItem ? from : each);
            }
            if (!tokens.take(",") && !tokens.peek().equals(")")) {
                break;
            }
        }
        return last;
    }

    private Gives typeName() {
        String name = tokens.next();
        if (tokens.take(".")) {
            name = tokens.next();
        }
        if (!PathTokens.isName(name)) {
            wrong("'" + name + "' is no type");
        }
        return Gives.of(fhir.getElementDefinition(name));
    }
}
