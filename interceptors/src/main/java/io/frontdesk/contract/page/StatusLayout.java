package io.frontdesk.contract.page;

import io.frontdesk.contract.page.ContractPage.Life;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Where the statuses of a life cycle are drawn, and the lines between them. */
final class StatusLayout {

    static final int BOX_WIDTH = 130;
    static final int BOX_HEIGHT = 40;

    private static final int MARGIN = 50;
    private static final int COLUMN = 220;
    private static final int LINE = 80;
    private static final int BEND = 18;

    /** The upper left corner of a status, in pixels, and the column that it is in. */
    record Box(int x, int y, int column, int line) {}

    private final Map<String, Box> boxes;
    private final int columns;
    private final int lines;

    private StatusLayout(Map<String, Box> boxes, int columns, int lines) {
        this.boxes = Map.copyOf(boxes);
        this.columns = columns;
        this.lines = lines;
    }

    static StatusLayout of(Life life) {
        Map<Integer, List<String>> byDistance = new TreeMap<>();
        Map<String, Integer> distances = distances(life);
        life.moves()
                .keySet()
                .forEach(status -> byDistance
                        .computeIfAbsent(distances.getOrDefault(status, 0), any -> new ArrayList<>())
                        .add(status));
        int lines = byDistance.values().stream().mapToInt(List::size).max().orElse(1);
        Map<String, Box> boxes = new HashMap<>();
        int column = 0;
        for (List<String> statuses : byDistance.values()) {
            int free = (lines - statuses.size()) * LINE / 2;
            for (int line = 0; line < statuses.size(); line++) {
                boxes.put(
                        statuses.get(line),
                        new Box(MARGIN + column * COLUMN, MARGIN + free + line * LINE, column, line));
            }
            column++;
        }
        return new StatusLayout(boxes, Math.max(1, byDistance.size()), lines);
    }

    private static Map<String, Integer> distances(Life life) {
        Map<String, Integer> distances = new HashMap<>();
        life.begins().forEach(status -> distances.put(status, 0));
        Deque<String> open = new ArrayDeque<>(life.begins());
        while (!open.isEmpty()) {
            String from = open.remove();
            for (String to : life.moves().getOrDefault(from, List.of())) {
                if (!distances.containsKey(to)) {
                    distances.put(to, distances.getOrDefault(from, 0) + 1);
                    open.add(to);
                }
            }
        }
        return distances;
    }

    int width() {
        return 2 * MARGIN + (columns - 1) * COLUMN + BOX_WIDTH + BEND * lines;
    }

    int height() {
        return 2 * MARGIN + (lines - 1) * LINE + BOX_HEIGHT;
    }

    Box box(String status) {
        Box box = boxes.get(status);
        if (box == null) {
            throw new IllegalArgumentException("no status " + status);
        }
        return box;
    }

    /** Returns the line from one status to another: along the side within a column, else from side to side. */
    String line(String from, String to) {
        Box one = box(from);
        Box other = box(to);
        int startY = one.y() + BOX_HEIGHT / 2;
        int endY = other.y() + BOX_HEIGHT / 2;
        if (one.column() == other.column()) {
            int side = one.x() + BOX_WIDTH;
            int bend = side + BEND * (1 + Math.abs(one.line() - other.line()));
            return path(side, startY, bend, startY, bend, endY, side, endY);
        }
        boolean onward = one.column() < other.column();
        int startX = onward ? one.x() + BOX_WIDTH : one.x();
        int endX = onward ? other.x() : other.x() + BOX_WIDTH;
        int middle = (startX + endX) / 2;
        return path(startX, startY, middle, startY, middle, endY, endX, endY);
    }

    private static String path(int... points) {
        return String.format(
                Locale.ROOT,
                "M %d %d C %d %d %d %d %d %d",
                points[0],
                points[1],
                points[2],
                points[3],
                points[4],
                points[5],
                points[6],
                points[7]);
    }
}
