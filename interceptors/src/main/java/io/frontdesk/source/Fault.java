package io.frontdesk.source;

/**
 * One thing that is wrong in a contract's files.
 *
 * @param file the file's path as the user gave it, or {@code <contract>/<file>} for a built-in contract
 * @param line the line in that file, from 1
 * @param key the path of the key or element, such as {@code status.transitions.booked[2]}; empty for the file itself
 * @param wrong what is wrong
 * @param right what would be right
 */
public record Fault(String file, int line, String key, String wrong, String right) {

    /** Returns the fault on one line: {@code file:line: key: wrong; right}. */
    @Override
    public String toString() {
        return file + ":" + line + ": " + (key.isEmpty() ? "" : key + ": ") + wrong + "; " + right;
    }
}
