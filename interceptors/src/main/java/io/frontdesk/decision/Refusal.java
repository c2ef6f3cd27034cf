package io.frontdesk.decision;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a request is refused, and what its sender can do about it.
 *
 * @param rule the rule that is broken
 * @param text what is wrong, in one sentence for the client's developer; names elements and codes, never patient data
 * @param remedy what to send instead, in one sentence
 * @param elements FHIRPath of the elements at fault, outermost first; empty when no element is
 * @param facts named values that a contract's own wording of the rule may use, such as {@code from} and {@code to}
 * @param headers HTTP headers that belong to the answer, such as {@code Allow} with 405 (RFC 9110 section 15.5.6)
 * @param own what the contract itself says about this very refusal, which goes before all that it says about its rule
 */
public record Refusal(
        Rule rule,
        String text,
        String remedy,
        List<String> elements,
        Map<String, String> facts,
        Map<String, String> headers,
        OwnTelling own) {

    /** A refusal of which the contract says nothing in particular. */
    public Refusal(
            Rule rule,
            String text,
            String remedy,
            List<String> elements,
            Map<String, String> facts,
            Map<String, String> headers) {
        this(rule, text, remedy, elements, facts, headers, OwnTelling.NONE);
    }

    /** Copies the lists, so that a refusal never changes. */
    public Refusal {
        elements = List.copyOf(elements);
        facts = Map.copyOf(facts);
        headers = Map.copyOf(headers);
    }

    /** Returns a refusal that names no element and no facts. */
    public static Refusal of(Rule rule, String text, String remedy) {
        return new Refusal(rule, text, remedy, List.of(), Map.of(), Map.of());
    }

    /**
     * Returns the refusal of an id that nothing is stored under. What a caller may not know of is refused in the very same
     * words, so everything that says "not found" of one resource says it here.
     */
    public static Refusal notFound(String type, String id) {
        return of(Rule.NOT_FOUND, "There is no " + type + " under this id.", "Search for it: GET [base]/" + type + ".")
                .with("type", type)
                .with("id", id);
    }

    /** Returns the refusal of a request in a bundle that writes what another one of it writes. */
    public static Refusal writtenTwice() {
        return of(
                Rule.BUNDLE_TWICE,
                "Another entry of the bundle writes the same resource.",
                "Send one entry per resource, with all changes in it.");
    }

    /** Returns this refusal with another remedy. */
    public Refusal withRemedy(String better) {
        return new Refusal(rule, text, better, elements, facts, headers);
    }

    /** Returns this refusal with an element at fault added. */
    public Refusal at(String element) {
        var more = new ArrayList<>(elements);
        more.add(element);
        return new Refusal(rule, text, remedy, more, facts, headers, own);
    }

    /** Returns this refusal for the resource in an entry of a bundle: the entry first, then the elements below it. */
    public Refusal within(String entry) {
        var more = new ArrayList<String>();
        more.add(entry);
        elements.forEach(inner -> more.add(
                entry + ".resource" + inner.substring(inner.indexOf('.') < 0 ? inner.length() : inner.indexOf('.'))));
        return new Refusal(rule, text, remedy, more, facts, headers, own);
    }

    /** Returns this refusal with a named value added. */
    public Refusal with(String name, String value) {
        return new Refusal(rule, text, remedy, elements, plus(facts, name, value), headers, own);
    }

    /** Returns this refusal with an HTTP header added. */
    public Refusal withHeader(String name, String value) {
        return new Refusal(rule, text, remedy, elements, facts, plus(headers, name, value), own);
    }

    /** Returns this refusal as the contract tells this very one. */
    public Refusal told(OwnTelling as) {
        return new Refusal(rule, text, remedy, elements, facts, headers, as);
    }

    /** Returns the id under which clients and logs know what is broken: the rule's, or that of a rule of the contract. */
    public String id() {
        return own.id().orElse(rule.id());
    }

    private static Map<String, String> plus(Map<String, String> map, String name, String value) {
        var more = new LinkedHashMap<>(map);
        more.put(name, value);
        return more;
    }
}
