package io.frontdesk.server.settings;

/** How the log is written. */
public enum LogFormat {
    /** A line for people, and the lines of a stack trace after it. */
    TEXT,
    /** An object a line, for programs. */
    JSON
}
