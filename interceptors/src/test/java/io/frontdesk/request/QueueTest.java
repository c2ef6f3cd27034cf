package io.frontdesk.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class QueueTest {

    private final Queue queue = new Queue();
    private final List<String> inOrder = new CopyOnWriteArrayList<>();

    @Test
    void letsInWhoAsksForTheSameOnlyAfterwards() throws InterruptedException {
        Runnable next = queue.enter(Set.of("Appointment/1", "Appointment/2"));
        Thread second = new Thread(() -> {
            Runnable then = queue.enter(List.of("Appointment/2", "Appointment/1"));
            inOrder.add("second");
            then.run();
        });
        second.start();
        while (second.getState() != Thread.State.TIMED_WAITING && second.isAlive()) {
            Thread.onSpinWait();
        }
        inOrder.add("first");
        next.run();
        second.join();

        assertThat(inOrder).containsExactly("first", "second");
    }
}
