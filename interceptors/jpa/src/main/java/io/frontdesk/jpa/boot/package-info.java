/** Spring Boot finds the guards by itself; without Spring Boot nothing of this is loaded. */
@NullMarked
package io.frontdesk.jpa.boot;

import org.jspecify.annotations.NullMarked;
