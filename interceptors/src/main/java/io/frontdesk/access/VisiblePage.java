package io.frontdesk.access;

import ca.uhn.fhir.model.primitive.DateTimeDt;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.QueryParameters;
import io.frontdesk.request.Request;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * The page of a search, a history or {@code $everything} for a caller who may see only some of what matches. The storage is
 * asked for everything that matches, up to {@value #MOST}; what the caller may not see is taken out, and only then is the
 * page cut. So the page, its total and its links are those of a server on which nothing else is stored. More matches than
 * that are refused: how many of them are hidden then stays untold.
 *
 * <p>Kept with one request while HAPI handles it, and so neither shared between threads nor immutable.
 */
final class VisiblePage {

    /** How many matches are judged for one page. */
    static final int MOST = 1_000;

    private final Request request;
    private final int offset;
    private final int count;
    private final @Nullable Date since;
    private final Visible page = new Visible();
    private boolean cut;
    private boolean focus;
    private int total;
    private int included;
    private Optional<Refusal> why = Optional.empty();

    /**
     * Begins the page that a request asks for.
     *
     * @param pageSize how many matches a page has when the request does not say
     */
    VisiblePage(Request request, int pageSize) {
        this.request = request;
        this.offset = number("_offset", 0);
        this.count = countOnly() ? 0 : Math.min(number("_count", pageSize), MOST);
        this.since = since(request);
    }

    /** Returns the parameters that make the storage fetch everything that matches, and one more to know of too much. */
    Map<String, String[]> widened() {
        Map<String, String[]> wide = asked();
        wide.remove("_total");
        if (countOnly()) {
            wide.remove("_summary");
        }
        if (since != null) {
            wide.remove("_since");
        }
        wide.put("_count", new String[] {String.valueOf(MOST + 1)});
        wide.put("_offset", new String[] {"0"});
        return wide;
    }

    /**
     * Judges whether so much of what was found can be judged one by one. Of includes the storage fetches no more than that
     * either, and what is hidden must not take the place of what is not.
     */
    Decision judgeable(int found) {
        return cut ? judgeable(included + found < MOST) : judgeable(found <= MOST);
    }

    /** Returns the refusal of a search that finds too much to judge, if it is one. */
    static Decision judgeable(boolean few) {
        return few
                ? Decision.permit()
                : Decision.refuse(Refusal.of(
                        Rule.SEARCH_TOO_WIDE,
                        "More than " + MOST + " resources match, and each must be judged for this caller.",
                        "Add parameters that fewer resources match, such as a patient or a date."));
    }

    /** Returns which of what was found is shown. What is found first is for the page itself, the rest is included. */
    boolean[] shown(List<IBaseResource> found, Sights sights) {
        boolean[] visible = visible(found, sights);
        if (!cut) {
            cut = true;
            cut(found, visible);
        } else {
            if (request.interaction() == Interaction.OPERATION) {
                page.keepReferred(found, visible);
            }
            for (boolean one : visible) {
                included += one ? 1 : 0;
            }
        }
        return visible;
    }

    private boolean[] visible(List<IBaseResource> found, Sights sights) {
        boolean[] visible = new boolean[found.size()];
        Set<String> known = new HashSet<>();
        for (int i = 0; i < visible.length; i++) {
            IBaseResource resource = found.get(i);
            Decision decision = sights.mayShow(request, resource);
            visible[i] = decision instanceof Decision.Permit && !resource.isDeleted();
            why = why.or(decision::refusal);
            if (visible[i]) {
                known.add(Visible.address(resource));
            }
        }
        for (int i = 0; i < visible.length; i++) {
            // A deleted version holds nothing that could be judged: it is shown beside a version that the caller may
            // see.
            visible[i] |= found.get(i).isDeleted() && known.contains(Visible.address(found.get(i)));
        }
        return visible;
    }

    private void cut(List<IBaseResource> found, boolean[] visible) {
        for (int i = 0; i < visible.length; i++) {
            focus |= visible[i]
                    && Visible.address(found.get(i))
                            .equals(request.type() + "/" + request.id().orElse(""));
            visible[i] &= since == null || !changed(found.get(i)).before(since);
            if (visible[i]) {
                visible[i] = total >= offset && total - offset < count;
                total++;
            }
            if (visible[i]) {
                page.add(found.get(i));
            }
        }
    }

    private static Date changed(IBaseResource resource) {
        Date changed = resource.getMeta().getLastUpdated();
        return changed == null ? new Date(0) : changed;
    }

    /** Returns whether the one resource that was asked about, if one was, is there for the caller. */
    boolean found() {
        return focus || request.id().isEmpty();
    }

    /** Returns why something was left out, if anything was. */
    Optional<Refusal> why() {
        return why;
    }

    /** Returns how many matches the caller may see. */
    int total() {
        return total;
    }

    /** Returns the offset of the next page, if there is one. */
    Optional<Integer> next() {
        return count > 0 && offset + count < total ? Optional.of(offset + count) : Optional.empty();
    }

    /** Returns the offset of the previous page, if there is one. */
    Optional<Integer> previous() {
        return count > 0 && offset > 0 ? Optional.of(Math.max(0, offset - count)) : Optional.empty();
    }

    /** Returns how many matches the page has. */
    int count() {
        return count;
    }

    /** Returns the parameters as the client sent them. */
    Map<String, String[]> asked() {
        return new TreeMap<>(QueryParameters.arrays(request.parameters()));
    }

    private boolean countOnly() {
        return values(request, "_summary").contains("count");
    }

    private int number(String name, int absent) {
        List<String> values = values(request, name);
        return values.isEmpty() ? absent : Integer.parseInt(values.get(0));
    }

    /** What has changed since a moment is told apart here for one resource, so that silence is no sign of absence. */
    private static @Nullable Date since(Request request) {
        List<String> values = values(request, "_since");
        return request.interaction() == Interaction.HISTORY_INSTANCE && !values.isEmpty()
                ? new DateTimeDt(values.get(0)).getValue()
                : null;
    }

    private static List<String> values(Request request, String name) {
        return request.parameters().getOrDefault(name, List.of());
    }
}
