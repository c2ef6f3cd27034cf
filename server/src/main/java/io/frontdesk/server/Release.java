package io.frontdesk.server;

import java.util.Arrays;

/**
 * A release of HAPI by its numbers, as {@code 8.8.0} or {@code V8_8_0}; what follows the numbers does not count.
 *
 * @param major the first number
 * @param minor the second
 * @param patch the third
 */
record Release(int major, int minor, int patch) implements Comparable<Release> {

    static Release of(String text) {
        int[] numbers = Arrays.stream(text.replaceFirst("^\\D+", "").split("\\D+"))
                .limit(3)
                .mapToInt(Integer::parseInt)
                .toArray();
        int[] three = Arrays.copyOf(numbers, 3);
        return new Release(three[0], three[1], three[2]);
    }

    @Override
    public int compareTo(Release other) {
        return Arrays.compare(new int[] {major, minor, patch}, new int[] {other.major, other.minor, other.patch});
    }
}
