/** A contract as a page for people: plain values, read from the compiled contract, and ways to write and compare them. */
@NullMarked
package io.frontdesk.contract.page;

import org.jspecify.annotations.NullMarked;
