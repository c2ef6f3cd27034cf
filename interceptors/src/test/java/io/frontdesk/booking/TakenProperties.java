package io.frontdesk.booking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/** Who finds room, against an oracle that counts heads at every single instant of a short day. */
class TakenProperties {

    private static final int DAY = 24;
    private static final AtomicInteger REFUSED = new AtomicInteger();

    @Provide
    static Arbitrary<List<Taken>> requests() {
        Arbitrary<Taken> one = Combinators.combine(
                        Arbitraries.integers().between(0, DAY - 1),
                        Arbitraries.integers().between(1, 8),
                        Arbitraries.frequencyOf(
                                Tuple.of(3, Arbitraries.just(1)),
                                Tuple.of(2, Arbitraries.integers().between(2, 4))))
                .as((start, length, capacity) -> new Taken(start, (long) start + length, capacity));
        return one.list().ofMinSize(1).ofMaxSize(20);
    }

    @Property
    void letsInWhoFitsAtEveryInstantAndNobodyElse(@ForAll("requests") List<Taken> requests) {
        List<Taken> day = new ArrayList<>();
        for (Taken request : requests) {
            boolean fits = request.fitsBeside(day);

            day.add(request);
            assertThat(fits).as("%s among %s", request, day).isEqualTo(keepsRoom(day));
            if (!fits) {
                day.remove(day.size() - 1);
                REFUSED.incrementAndGet();
            }
        }
    }

    @Property
    void doesNotCareWhoCameFirst(@ForAll("requests") List<Taken> requests) {
        Taken first = requests.get(0);
        Taken last = requests.get(requests.size() - 1);

        assertThat(first.fitsBeside(List.of(last))).isEqualTo(last.fitsBeside(List.of(first)));
    }

    /** At each instant there are no more than each of those who are there puts up with. */
    private static boolean keepsRoom(List<Taken> day) {
        return LongStream.range(0, 2 * DAY).allMatch(instant -> {
            List<Taken> there = day.stream()
                    .filter(one -> one.starts() <= instant && instant < one.ends())
                    .toList();
            return there.stream().allMatch(one -> there.size() <= one.capacity());
        });
    }

    @AfterContainer
    static void someWereRefused() {
        assertThat(REFUSED).hasPositiveValue();
    }
}
