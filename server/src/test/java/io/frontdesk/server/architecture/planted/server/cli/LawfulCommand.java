package io.frontdesk.server.architecture.planted.server.cli;

public final class LawfulCommand {
    public void print() {
        System.out.println("somebody waits for this");
    }
}
