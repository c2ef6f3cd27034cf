package io.frontdesk.server.architecture.planted.feature;

public final class Printing {
    public void print() {
        System.out.println("nobody reads this");
    }
}
