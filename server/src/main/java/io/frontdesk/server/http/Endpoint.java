package io.frontdesk.server.http;

import io.frontdesk.answer.Refusals;
import jakarta.servlet.Servlet;
import java.util.function.BooleanSupplier;

/**
 * One FHIR base address, ready to be served.
 *
 * @param name the contract's name, which becomes part of the address
 * @param fhirVersion the FHIR version, for people to read
 * @param era the day whose published rules the contract holds to, for people to read
 * @param servlet answers everything below the address
 * @param refusals tells refusals as the contract does, where the servlet takes no part
 * @param smart what of SMART App Launch the contract understands
 * @param ready whether the store answers right now
 * @param close closes the store; called once, after the last request
 */
public record Endpoint(
        String name,
        String fhirVersion,
        String era,
        Servlet servlet,
        Refusals refusals,
        SmartSupport smart,
        BooleanSupplier ready,
        Runnable close) {}
