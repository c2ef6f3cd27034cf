/** The tables of our own in HAPI's database: which there are, and how they come to be what this release needs. */
@NullMarked
package io.frontdesk.schema;

import org.jspecify.annotations.NullMarked;
