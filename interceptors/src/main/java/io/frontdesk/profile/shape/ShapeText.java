package io.frontdesk.profile.shape;

import io.frontdesk.profile.shape.FreeValue.Kind;
import io.frontdesk.profile.shape.ResourceWalk.Step;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes the shape of a walked resource: all that is in it, but of free values only which of them are equal and how moments
 * follow on each other. A value that equals one which stays, or a constant of a rule, stays as well.
 */
final class ShapeText {

    private final List<Step> steps;
    private final boolean[] free;
    private final Set<String> staying = new HashSet<>();
    private final TreeSet<Long> moments = new TreeSet<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final StringBuilder text = new StringBuilder(4096);

    ShapeText(ResourceWalk walk) {
        this.steps = walk.steps();
        this.free = new boolean[steps.size()];
        Inspected inspected = walk.inspected();
        staying.addAll(inspected.constants());
        for (int i = 0; i < free.length; i++) {
            Step step = steps.get(i);
            free[i] = isFree(step, inspected);
            if (!free[i]) {
                stay(step);
            }
        }
        settle(walk.onlyMoments());
        for (int i = 0; i < free.length; i++) {
            if (free[i] && isMoment(steps.get(i))) {
                moments.add(moment(steps.get(i)));
            }
        }
        for (int i = 0; i < free.length; i++) {
            write(steps.get(i), free[i]);
        }
    }

    private static boolean isFree(Step step, Inspected inspected) {
        if (step.place() == null || step.free().isEmpty() || inspected.everything()) {
            return false;
        }
        // Whether a part is in the value must be seen in what stays of it; of a moment only the end does.
        FreeValue value = step.free().get();
        String kept = value.kind() == Kind.MOMENT ? "" : value.fixed();
        // A number of elements can be compared with a number, not with a moment.
        boolean number = value.kind() != Kind.MOMENT && step.place().named(inspected.leaves());
        return !number
                && !step.place().under(inspected.names())
                && inspected.parts().stream().allMatch(part -> step.text().contains(part) == kept.contains(part));
    }

    /** A rule may compare a fragment with the id that it names. */
    private void stay(Step step) {
        staying.add(step.text().startsWith("#") ? step.text().substring(1) : step.text());
    }

    /** Lets stay what equals something that stays, until nothing more does; moments stay or go all together. */
    private void settle(boolean onlyMoments) {
        boolean momentsGo = onlyMoments;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 0; i < free.length; i++) {
                Step step = steps.get(i);
                momentsGo &= free[i] || !isMoment(step);
                boolean stays = staying.contains(step.text())
                        || step.free()
                                .filter(value -> staying.contains(value.free()))
                                .isPresent()
                        || (isMoment(step) && !momentsGo);
                if (free[i] && stays) {
                    free[i] = false;
                    changed = true;
                    stay(step);
                }
            }
        }
    }

    private void write(Step step, boolean isFree) {
        FreeValue value = step.free().orElse(null);
        if (!isFree || value == null) {
            text.append(step.place() == null ? '<' : '"')
                    .append(step.text().length())
                    .append(':')
                    .append(step.text());
            return;
        }
        text.append(value.kind().name().charAt(0))
                .append(value.fixed().length())
                .append(':')
                .append(value.fixed());
        text.append('#').append(number(step.text())).append('.').append(number(value.free()));
        if (value.kind() == Kind.MOMENT) {
            text.append('@').append(moments.headSet(moment(step)).size());
        }
    }

    private int number(String value) {
        return numbers.computeIfAbsent(value, first -> numbers.size());
    }

    private static boolean isMoment(Step step) {
        return step.free().filter(value -> value.kind() == Kind.MOMENT).isPresent();
    }

    private static long moment(Step step) {
        return OffsetDateTime.parse(step.text()).toInstant().toEpochMilli();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
